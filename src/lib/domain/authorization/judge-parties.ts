/**
 * The partner country and the issuing authority. Import and export mean transfer between States or territories (1961
 * art. 1(1)(m), 1971 art. 1(h)), so the two differ.
 */
import type { AuthorizationParticulars, Party } from '../act/body.ts';
import { isBlank, withText, foldText } from '../act/typed-text.ts';
import { isCountry } from '../country.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CountryCode } from '../ids.ts';
import { findOtherCountry } from './address-country.ts';
import { isBankName } from './bank-names.ts';
import { settingsOf } from './country-settings.ts';
import { fieldOf, isTicked } from './form-fields.ts';
import { type Findings, type JudgeContext, readText } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';

export function judgePartner(
  form: DraftFields,
  name: 'exportingCountry' | 'importingCountry',
  own: CountryCode,
  findings: Findings
): CountryCode | null {
  const typed = fieldOf(form, name).trim();
  if (typed === '') findings.add(`${name}.missing`, name);
  else if (!isCountry(typed)) findings.add('country.unknown', name, { typed });
  else if (typed === own) findings.add('authorization.countries.same', name, { country: typed });
  else return typed;
  return null;
}

export function judgeAuthority(
  { settings, country }: JudgeContext,
  findings: Findings
): AuthorizationParticulars['authority'] | null {
  const { authority } = settingsOf(settings, country);
  if (!authority) findings.add('authority.missing', 'authority');
  return authority;
}

/**
 * Importer and exporter with name and address (1961 art. 31(4)(b), 1971 art. 12(1)(b)), each in its own country. No
 * post office box, and no bank for another person's account (31(8), 12(3)(b)).
 */
export interface Parties {
  readonly importer: Party;
  readonly exporter: Party;
}

interface Sides {
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
  if (isBankName(importer.name)) findings.add('importer.bank', 'importerName', { name: importer.name });
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

/**
 * Bonded warehouses: only if the import authorization says so, and never for 1971 Schedule I (1961 art. 31(9), 1971
 * art. 12(3)(c)).
 */
export function judgeBonded(
  form: DraftFields,
  lines: readonly ComputedLine[],
  importing: CountryCode | null,
  { countryNames }: JudgeContext,
  findings: Findings
): Party | null {
  if (!isTicked(form, 'bonded')) return null;
  const name = readText(form, 'bondedName', findings, 200);
  const address = readText(form, 'bondedAddress', findings, 500, true);
  if (isBlank(name)) findings.add('bonded.name.missing', 'bondedName');
  if (isBlank(address)) findings.add('bonded.address.missing', 'bondedAddress');
  if (isPostBox(address)) findings.add('bonded.postBox', 'bondedAddress', { address });
  const other = importing && findOtherCountry(address, importing, countryNames);
  if (other) findings.add('bonded.addressCountry', 'bondedAddress', { country: other, importing });
  for (const line of lines) {
    if (line.substance?.convention === 1971 && line.substance.schedules.includes('I')) {
      findings.add('bonded.scheduleOne', 'bonded', { substance: line.substance.name, line: line.no }, 1971);
    }
  }
  return { name, address, ...withText('licence', readText(form, 'bondedLicence', findings, 80)) };
}

// Post office boxes as consignees, which 1961 art. 31(8) and 1971 art. 12(3)(b) prohibit.

/** Text is folded first (`foldText`): no accents or capitals, and `№` is `no`. */
const POST_BOXES: readonly RegExp[] = [
  /\bg?[\s./-]{0,2}p[\s./-]{0,2}o[\s./,-]{0,3}box(?![a-z])/,
  /\bbox[\s.:]*(?:no?[\s.:]*)?\d+[\s,]+(?:g\.?p\.?o|p\.o)\b/,
  // Needs separators between letters (else see POB): Pob. is población, a quarter of a town.
  /\bp\s?[./]\s?o\s?[./]\s?b[\s.:-]*(?:no?[\s.:]*)?\d/,
  /\bpost(?:al|\s?office)?[\s-]*(?:box|bag)(?![a-z])/,
  /\b(?:private|locked|mail)(?:\s+mail)?[\s-]?bag(?![a-z])|\bp[./]\s?bag\s*\d/,
  /\bp\.?m\.?b[\s.:-]*\d/,
  /\b(?:boite|case)\s+postale(?![a-z])|\bb(?:\.\s?)?p[\s.:-]*(?:n[o°]?[\s.:]*)?\d|\bb\sp[\s.:]*(?:n[o°]?[\s.:]*)?\d/,
  // Case or casella postale, at the end of its part; otherwise, or with four or more digits, a código postal.
  /\bc\.\s?p[\s.:-]*(?:n[o°]?[\s.:]*)?\d{1,3}(?=\s*(?:[,;]|$))/,
  /\b(?:casilla|apartado|apt?do)[\s.:]*(?:postal|aereo|de\s+correos?|n\S{0,3}\s*\d|\d)/,
  /\b(?:caixa\s+postal|casella\s+postale)(?![a-z])/,
  /\b(?:postfach|postbus|postboks|postilokero)(?![a-z])/,
  // Dotted letters can be initials in a street name, so they count only before a number.
  /(?:^|[\s,.;])(?:а|п)\s?\/\s?я(?=[\s\d,.;:n]|$)|(?:^|[\s,.;])а\.\s?я[\s.:]*(?:no?[\s.:]*)?\d/,
  /абонентск\S+\s+ящик/,
  /صندوق\s*(?:ال)?بريد|(?:^|[\s,،.;])ص\s?[.\s]\s?ب(?=[\s\d.:،,]|$)/,
  /(?:^|[^子])信箱/
];

/** Tested before folding: capitals distinguish it from a quarter of a town, and POB. 2 in all capitals has a point. */
const POB = /(?:^|[^\p{L}])P\s?O\s?B[\s:-]*(?:N[oO]?[\s.:]*|№\s*)?\d/u;

export function isPostBox(address: string): boolean {
  const folded = foldText(address.replace(/\n/g, ', '));
  return POB.test(address) || POST_BOXES.some((pattern) => pattern.test(folded));
}
