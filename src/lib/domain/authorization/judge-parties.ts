/**
 * Importer and exporter with name and address (1961 art. 31(4)(b), 1971 art. 12(1)(b)), each in its own country. No
 * post office box, and no bank for another person's account (31(8), 12(3)(b)).
 */
import type { Party } from '../act/body.ts';
import { isCountry } from '../country.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CountryCode } from '../ids.ts';
import { findOtherCountry } from './address-country.ts';
import { fieldOf, isTicked } from './form-fields.ts';
import { readText, type Findings, type JudgeContext } from './judge-context.ts';
import { isBankName, isPostBox } from './post-box.ts';
import { isBlank, withText } from '../act/typed-text.ts';

export interface Parties {
  readonly importer: Party;
  readonly exporter: Party;
}

export interface Sides {
  readonly importing: CountryCode | null;
  readonly exporting: CountryCode | null;
}

export function judgeParties(
  form: DraftFields,
  sides: Sides,
  context: JudgeContext,
  findings: Findings
): Parties {
  const importer = readParty(form, 'importer', sides, context, findings);
  const exporter = readParty(form, 'exporter', sides, context, findings);
  if (isPostBox(importer.address))
    findings.add('importer.postBox', 'importerAddress', { address: importer.address });
  if (isBankName(importer.name)) {
    const code = isTicked(form, 'importerNotBank') ? 'importer.bank.confirmed' : 'importer.bank';
    findings.add(code, 'importerName', { name: importer.name });
  }
  return { importer, exporter };
}

function readParty(
  form: DraftFields,
  role: 'importer' | 'exporter',
  sides: Sides,
  { countryNames }: JudgeContext,
  findings: Findings
): Party {
  const name = readText(form, `${role}Name`, findings, 200);
  const address = readText(form, `${role}Address`, findings, 500, true);
  if (isBlank(name)) findings.add(`${role}.name.missing`, `${role}Name`);
  if (isBlank(address)) findings.add(`${role}.address.missing`, `${role}Address`);
  const country = readPartyCountry(form, role, sides, findings);
  const side = role === 'importer' ? 'importing' : 'exporting';
  const expected = sides[side];
  const other = expected && findOtherCountry(address, expected, countryNames);
  if (other) findings.add(`${role}.addressCountry`, `${role}Address`, { country: other, [side]: expected });
  return {
    name,
    address,
    ...withText('licence', readText(form, `${role}Licence`, findings, 80)),
    ...(country ? { country } : {})
  };
}

function readPartyCountry(
  form: DraftFields,
  role: 'importer' | 'exporter',
  sides: Sides,
  findings: Findings
): CountryCode | null {
  const box = `${role}Country` as const;
  const typed = fieldOf(form, box).trim();
  const side = role === 'importer' ? 'importing' : 'exporting';
  const expected = sides[side];
  if (typed === '') findings.add(`${role}.country.missing`, box);
  else if (!isCountry(typed)) findings.add('country.unknown', box, { typed });
  else if (expected && typed !== expected)
    findings.add(`${role}.country.differs`, box, { country: typed, [side]: expected });
  else return typed;
  return null;
}
