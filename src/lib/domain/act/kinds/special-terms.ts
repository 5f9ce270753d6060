/** Terms of an authorization that only some goods need: 1971 art. 7(f), 12(1), 13(3), and emergency exports. */
import type { Problem } from '../../result.ts';
import { actReference } from '../../shape/references.ts';
import { calendarDate, integer, oneOf, shaped, text, type Checked } from '../../shape/shape.ts';
import { scanReference } from '../../file/scan.ts';

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
