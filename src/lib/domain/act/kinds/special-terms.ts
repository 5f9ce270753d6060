/** Terms of an authorization that only some goods need: 1971 art. 7(f), 12(1), 13(3), and emergency exports. */
import { scanReference } from '../../file/scan.ts';
import type { Line } from '../../goods/goods.ts';
import { countryOfNational } from '../../goods/national-substance.ts';
import type { ActId } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import { actReference, keyReference } from '../../shape/references.ts';
import {
  calendarDate,
  instant,
  integer,
  oneOf,
  shaped,
  text,
  type Checked,
  listOf,
  pattern
} from '../../shape/shape.ts';

/** 1971 art. 7(f): "specifically authorized by the competent authorities of their respective countries". */
export const specialPerson = shaped({
  required: {
    /** An authority that trades itself, or the person it authorized. */
    name: text(1, 200),
    /** Number and date of that authority's decision. */
    decision: text(1, 200)
  }
});
export type SpecialPerson = Checked<typeof specialPerson>;

/** The signature of the officer who prepared it (`authorization/two-people.ts`), where the issuer's practice demands two people. */
export const prepared = shaped({
  required: {
    key: keyReference,
    at: instant,
    signature: pattern(/^[A-Za-z0-9_-]{86}$/, 'act.signature.malformed')
  }
});

/** WHO model guidelines for emergency medical care (WHO/PSA/96.17): the exporting authority decides alone. */
export const emergency = shaped({ required: { reason: text(1, 2000, true) } });

/**
 * The way out for more than remains of the importing country's estimate (1961 art. 21(4)(b)). `unreserved`: within the
 * estimate, but this device had not reserved the quantity and no connection.
 */
export const EXCEEDING_GROUNDS = ['treatment', 'supplement', 'decision', 'unreserved'] as const;
export const exceeding = shaped({
  required: { ground: oneOf(EXCEEDING_GROUNDS), reason: text(1, 2000, true) }
});
export type Exceeding = Checked<typeof exceeding>;

/** A special import licence for one line, 1971 art. 13(3): the act of the importing authority, or its paper. */
export const citedLicence = shaped({
  required: { line: integer(1, 200), number: text(1, 60), issuedOn: calendarDate },
  optional: { act: actReference, copy: scanReference }
});
export type CitedLicence = Checked<typeof citedLicence>;

interface Licensed {
  readonly specialLicences?: readonly CitedLicence[];
  readonly lines: readonly unknown[];
}

interface Grounds extends Licensed {
  readonly importAuthorization?: unknown;
  readonly emergency?: unknown;
}

export function judgeLicensedLines({ specialLicences = [], lines }: Licensed): Problem[] {
  return specialLicences
    .filter(({ line }) => line > lines.length)
    .map(({ line }) => ({ code: 'act.confirmed.noLine', path: 'body.specialLicences', values: { line } }));
}

/** An export cites its import authorization, or gives the reason of an emergency, never both; a licence names a line. */
export function judgeGrounds(body: Grounds): Problem[] {
  const problems = judgeLicensedLines(body);
  const isEmergency = body.emergency !== undefined;
  if (isEmergency && body.importAuthorization !== undefined)
    problems.push({ code: 'export.emergency.cites', path: 'body.emergency', article: '1961:31.5' });
  if (!isEmergency && body.importAuthorization === undefined)
    problems.push({ code: 'act.key.missing', path: 'body.importAuthorization', article: '1961:31.5' });
  return problems;
}

/** National practices that an authorization was judged by: its issuer's own and its partner's, at most one of each. */

export const namedPractices = listOf(
  pattern<ActId>(/^act:\d{8}:[A-Z]{2}:national-practice:[A-Za-z0-9_-]{43}$/, 'act.reference.malformed'),
  1,
  2
);

interface Naming {
  readonly practices?: readonly ActId[];
  readonly lines: readonly Line[];
}

export function judgeNamedPractices(
  { practices = [], lines }: Naming,
  countries: readonly string[]
): Problem[] {
  const issuers = practices.map(issuerOf);
  const problems: Problem[] = [];
  if (issuers.some((one, at) => countries.indexOf(one) < 0 || issuers.indexOf(one) !== at))
    problems.push({ code: 'act.practice.foreign', path: 'body.practices' });
  lines.forEach(({ substance }, index) => {
    const country = countryOfNational(substance);
    if (country !== null && issuers.indexOf(country) < 0)
      problems.push({
        code: 'act.practice.unnamed',
        path: `body.lines.${index}.substance`,
        values: { line: index + 1, country }
      });
  });
  return problems;
}

function issuerOf(practice: ActId): string {
  return practice.slice(13, 15);
}
