/** Content of both authorizations: 1961 art. 31(4)–(9), 1971 art. 12(1). */
import { line, party, type Line } from '../../goods/goods.ts';
import type { CalendarDate, CountryCode } from '../../ids.ts';
import { decimalToRatio, microgramsOf, multiplyMicrograms } from '../../quantity.ts';
import type { Problem } from '../../result.ts';
import { actReference, country } from '../../shape/references.ts';
import {
  calendarDate,
  integer,
  listOf,
  oneOf,
  shaped,
  text,
  type Checked,
  type Shaped
} from '../../shape/shape.ts';
import { canNormalizeNumber, dossierKey } from '../dossier-key.ts';
import { confirmation, judgeConfirmations } from './confirmed.ts';
import { defineTradeKind, type BodyHead } from './define-kind.ts';
import {
  judgeNamedPractices,
  namedPractices,
  citedLicence,
  emergency,
  exceeding,
  judgeGrounds,
  prepared,
  specialPerson
} from './special-terms.ts';

export const PURPOSES = ['domestic', 're-export', 'essential-treatment'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const TRANSPORT_MODES = ['air', 'sea', 'road', 'rail', 'post', 'other'] as const;
export type TransportMode = (typeof TRANSPORT_MODES)[number];

export const issuing = shaped({
  required: { name: text(1, 200), address: text(1, 500, true) },
  optional: { legalBasis: text(1, 300) }
});

export const particularsRequired = {
  number: text(1, 60),
  issuedOn: calendarDate,
  authority: issuing,
  importer: party,
  exporter: party,
  lines: listOf(line, 1, 200),
  validFrom: calendarDate,
  validUntil: calendarDate,
  edition: text(1, 40)
};

export const printedOptional = {
  /** 1961 art. 31(9): only if the importing Government says so. */
  bondedWarehouse: party,
  portOfEntry: text(1, 120),
  portOfExit: text(1, 120),
  route: text(1, 300),
  transport: oneOf(TRANSPORT_MODES),
  carrier: text(1, 200),
  agents: text(1, 500, true),
  remarks: text(1, 2000, true)
};

export const particularsOptional = {
  ...printedOptional,
  replaces: actReference,
  practices: namedPractices,
  prepared,
  /** Own party of 1971 Schedule I goods, required for them (art. 7(f)). Older acts do not name it. */
  specialPerson,
  /** Unusual figures that the officer confirmed; absent if no question was asked. */
  confirmed: listOf(confirmation, 1, 400)
};

export type AuthorizationParticulars = Shaped<typeof particularsRequired, typeof particularsOptional>;

/** Highest number of consignments, 1961 art. 31(4)(d); default 1, 0 means "no limit stated". */
export const consignments = integer(0, 1000);

/** Import authorization: 1961 art. 31(4), 1971 art. 12(1)(a). */
export const importAuthorization = defineTradeKind(
  {
    kind: 'import-authorization',
    side: 'importing',
    required: {
      ...particularsRequired,
      exportingCountry: country,
      purpose: oneOf(PURPOSES),
      consignments
    },
    optional: { ...particularsOptional, exceeding }
  },
  {
    consistency: (body) =>
      judgeParticulars(body, { importing: body.issuer, exporting: body.exportingCountry, cited: body })
  }
);
export type ImportAuthorizationBody = Checked<(typeof importAuthorization)['shape']>;

/** Export authorization, citing the import authorization: 1961 art. 31(5), 1971 art. 12(1)(b). */
export const importReference = shaped({
  required: { number: text(1, 60), issuedOn: calendarDate, authority: text(1, 200) },
  optional: {
    /** Present if the import authorization is in the system. */
    act: actReference
  }
});
/** Reference required by 1961 art. 31(4)(c) and 1971 art. 12(1)(b). */
export type ImportReference = Checked<typeof importReference>;

export const exportAuthorization = defineTradeKind(
  {
    kind: 'export-authorization',
    side: 'exporting',
    required: { ...particularsRequired, importingCountry: country },
    optional: {
      ...particularsOptional,
      /** Absent only in an emergency export, which has its reason instead. */
      importAuthorization: importReference,
      emergency,
      exceeding,
      /** Special import licences for prohibited substances, 1971 art. 13(3). */
      specialLicences: listOf(citedLicence, 1, 200),
      /** Number, kind and marks of packages. */
      packages: text(1, 500, true)
    }
  },
  {
    consistency: (body) => [
      ...judgeGrounds(body),
      ...judgeParticulars(body, {
        importing: body.importingCountry,
        exporting: body.issuer,
        cited: body.importAuthorization ?? body
      })
    ]
  }
);
export type ExportAuthorizationBody = Checked<(typeof exportAuthorization)['shape']>;

/** The citation by which an export is matched; an emergency export has only its own until an officer links it. */
export function citationOf(body: ExportAuthorizationBody): Stated['cited'] {
  return body.importAuthorization ?? body;
}

export interface Stated {
  readonly importing: BodyHead['issuer'];
  readonly exporting: BodyHead['issuer'];
  readonly cited: { readonly number: string; readonly issuedOn: CalendarDate };
}

export function judgeParticulars(
  body: AuthorizationParticulars & { readonly dossier: string },
  stated: Stated
): Problem[] {
  const problems: Problem[] = [];
  const { importing, exporting, cited } = stated;
  if (canNormalizeNumber(cited.number) && expectedDossier(stated) !== body.dossier)
    problems.push({ code: 'act.dossier.differs', path: 'body.dossier' });
  if (importing === exporting) {
    problems.push({ code: 'authorization.countries.same', path: 'body.issuer', article: '1971:1(h)' });
  }
  if (body.validFrom > body.validUntil) {
    problems.push({
      code: 'authorization.validity.reversed',
      path: 'body.validUntil',
      article: '1961:31.4(b)'
    });
  }
  problems.push(...judgePartyCountries(body, stated));
  problems.push(...judgeNamedPractices(body, [importing, exporting]));
  problems.push(...judgeConfirmations(body.confirmed, body.lines));
  body.lines.forEach((line, index) => problems.push(...judgeLine(line, index)));
  return problems;
}

/** Importer and bonded warehouse must be in the importing country, the exporter in the exporting one. */
function judgePartyCountries(
  { importer, exporter, bondedWarehouse }: AuthorizationParticulars,
  { importing, exporting }: Stated
): Problem[] {
  const parties = [
    { role: 'importer', party: importer, path: 'importer', side: { importing } },
    { role: 'exporter', party: exporter, path: 'exporter', side: { exporting } },
    { role: 'bonded', party: bondedWarehouse, path: 'bondedWarehouse', side: { importing } }
  ] as const;
  return parties.flatMap(({ role, party, path, side }): Problem[] => {
    const country = party?.country;
    const [expected] = Object.values(side);
    if (country === undefined || country === expected) return [];
    const values = { country, ...side };
    return [
      { code: `${role}.country.differs`, path: `body.${path}.country`, values, article: '1961:31.4(b)' }
    ];
  });
}

/** `kinds/define-kind.ts` has checked that both are countries. */
function expectedDossier({ importing, exporting, cited }: Stated): string {
  return dossierKey(importing as CountryCode, exporting as CountryCode, cited.issuedOn, cited.number);
}

function judgeLine(line: Line, index: number): Problem[] {
  const path = `body.lines.${index}`;
  const problems: Problem[] = [];
  if (line.no !== index + 1) problems.push({ code: 'authorization.line.number', path: path + '.no' });
  if (microgramsOf(line.stated) === 0) {
    problems.push({
      code: 'authorization.line.quantity.missing',
      path: path + '.stated',
      article: '1961:31.4(b)'
    });
  }
  const ratio = decimalToRatio(line.factor.value);
  const isShare = ratio.units > 0 && ratio.units <= ratio.scale;
  if (!isShare) problems.push({ code: 'line.factor.notAShare', path: path + '.factor.value' });
  else if (multiplyMicrograms(microgramsOf(line.stated), line.factor.value) !== microgramsOf(line.base)) {
    problems.push({ code: 'line.base.differs', path: path + '.base' });
  }
  return problems;
}
