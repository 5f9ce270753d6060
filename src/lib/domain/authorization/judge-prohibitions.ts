/**
 * 1971 art. 13(2): what the importing country prohibited is not exported there, unless a special import licence of art. 13(3) covers
 * it. The licence is an act of the importing authority, or its paper with number, date and copy.
 */
import type { CitedLicence, SpecialImportLicenceBody } from '../act/body.ts';
import { isActId } from '../act/act-id.ts';
import { textToScan } from '../file/scan.ts';
import { cleanText } from '../act/typed-text.ts';
import { isCalendarDate } from '../calendar-date.ts';
import type { DraftFields, DraftLine } from '../draft/draft.ts';
import { findProhibition } from '../goods/prohibition.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { lineFieldOf } from './form-fields.ts';
import type { ExportContext, Findings, JudgeContext } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';

/** 1971 art. 13(1) covers Schedules II, III and IV. */
function mayBeProhibited({ substance }: ComputedLine): boolean {
  return substance?.convention === 1971 && substance.schedules.some((schedule) => schedule !== 'I');
}

export function judgeProhibitions(
  form: DraftFields,
  lines: readonly ComputedLine[],
  { prohibitions, licences = [], today }: ExportContext,
  importingCountry: CountryCode | null,
  findings: Findings
): readonly CitedLicence[] {
  if (!prohibitions) {
    if (importingCountry && lines.some(mayBeProhibited))
      findings.add('prohibition.unknown', 'importingCountry', { country: importingCountry }, 1971);
    return [];
  }
  return lines.flatMap((line, index) => {
    const typed = form.lines[index];
    const found = findProhibition(prohibitions, importingCountry, line.substance?.key);
    if (!found || !line.substance || !typed) return [];
    const { country, since } = found;
    const values = { line: line.no, substance: line.substance.name, country, since };
    const cited = readLicence(typed, line, values, findings);
    const act = licences.find(({ _id }) => _id === cited?.act);
    if (cited && act)
      judgeLicence(act.body, line, { today, values: { ...values, licence: cited.number } }, findings);
    return cited ?? [];
  });
}

/** The licence names the import authorization, so it is issued after it. */
export function judgeOwnProhibitions(
  lines: readonly ComputedLine[],
  { prohibitions = [], country }: JudgeContext,
  findings: Findings
): void {
  for (const { no, key, substance } of lines) {
    const found = findProhibition(prohibitions, country, substance?.key);
    if (!found || !substance) continue;
    const values = { line: no, substance: substance.name, since: found.since };
    findings.add('line.prohibited.own', `lines.${key}.substance`, values, 1971);
  }
}

function readLicence(
  typed: DraftLine,
  { no, key }: ComputedLine,
  values: NonNullable<Problem['values']>,
  findings: Findings
): CitedLicence | null {
  const path = `lines.${key}.specialLicence`;
  const number = cleanText(lineFieldOf(typed, 'specialLicence')).slice(0, 60);
  const issuedOn = lineFieldOf(typed, 'specialLicenceOn').trim();
  if (number === '') {
    findings.add('line.prohibited', path, values, 1971);
    return null;
  }
  if (!isCalendarDate(issuedOn)) {
    findings.add('line.licence.date.missing', `${path}On`, values, 1971);
    return null;
  }
  findings.add('line.prohibited.licensed', path, { ...values, licence: number }, 1971);
  const act = lineFieldOf(typed, 'specialLicenceAct');
  const copy = textToScan(lineFieldOf(typed, 'specialLicenceCopy'));
  return { line: no, number, issuedOn, ...(isActId(act) ? { act } : {}), ...(copy ? { copy } : {}) };
}

function judgeLicence(
  { limit, validUntil }: SpecialImportLicenceBody,
  { key, base }: ComputedLine,
  { today, values }: { readonly today: CalendarDate; readonly values: NonNullable<Problem['values']> },
  findings: Findings
): void {
  const path = `lines.${key}.specialLicence`;
  if (validUntil < today) findings.add('line.licence.expired', path, { ...values, until: validUntil }, 1971);
  if (base && microgramsOf(base) > microgramsOf(limit))
    findings.add('line.licence.limit', path, { ...values, quantity: base, limit }, 1971);
}
