/**
 * Terms of an issued authorization that the door judges as the form does: answers to questions, the special person, prohibitions
 * and presentation of the goods. Acts stored earlier are not judged again.
 */
import type { CitedLicence, ExportAuthorizationBody, ImportAuthorizationBody, Line } from '../act/body.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import type { Question } from '../act/kinds/confirmed.ts';
import { isBlank } from '../act/typed-text.ts';
import { findProhibition, type Prohibition } from '../goods/prohibition.ts';
import { PROHIBITIONS } from '../goods/prohibitions.ts';
import { isWithinScheduleThree } from './schedule-three.ts';
import type { Substance } from '../goods/substance.ts';
import { LARGE_QUANTITY } from '../own-choices.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { isPreparation } from './line-fields.ts';
import { isBankName } from './bank-names.ts';
import { findDose } from './judge-plausible.ts';
import { isOfScheduleOne } from './judge-special-person.ts';

type AuthorizationBody = ImportAuthorizationBody | ExportAuthorizationBody;
type Add = (code: ProblemCode, path: string, values?: Problem['values']) => void;

export function judgeTerms(
  body: AuthorizationBody,
  substances: readonly (Substance | null)[],
  add: Add,
  prohibitions: readonly Prohibition[] = PROHIBITIONS
): void {
  judgeAnswers(body, add);
  judgeSpecialPerson(body, substances, add);
  if (body.kind === 'export-authorization') judgeProhibited(body, substances, prohibitions, add);
  body.lines.forEach((line, index) => judgePresentation(line, index, substances[index] ?? null, add));
}

/**
 * Questions that need no history of the authority: a bank as consignee (1961 art. 31(8), 1971 art. 12(3)(b)), a very large
 * quantity, and more in a container than it can hold. Each needs a reason in the act.
 */
function judgeAnswers({ importer, lines, confirmed = [] }: AuthorizationBody, add: Add): void {
  const hasReason = (question: Question, line?: number): boolean =>
    confirmed.some((one) => one.question === question && one.line === line && !isBlank(one.reason ?? ''));
  if (isBankName(importer.name) && !hasReason('bank'))
    add('importer.bank', 'importer.name', { name: importer.name });
  lines.forEach((line, index) => {
    const path = `lines.${index}`;
    const { no, base, stated } = line;
    if (microgramsOf(base) > LARGE_QUANTITY && !hasReason('quantity', no))
      add('line.quantity.large', `${path}.stated`, { line: no, quantity: stated, other: LARGE_QUANTITY });
    const dose = findDose(line, null);
    if (dose && !hasReason('dose', no))
      add(dose.code, `${path}.content`, {
        line: no,
        content: dose.held,
        other: dose.most,
        pharmaceuticalForm: line.pharmaceuticalForm
      });
  });
}

/** 1971 art. 7(f); each authorization names the person of its own country. */
function judgeSpecialPerson(
  { specialPerson }: AuthorizationBody,
  substances: readonly (Substance | null)[],
  add: Add
): void {
  if (!substances.some(isOfScheduleOne)) return;
  if (isBlank(specialPerson?.name ?? '')) add('specialPerson.name.missing', 'specialPerson');
  if (isBlank(specialPerson?.decision ?? '')) add('specialPerson.decision.missing', 'specialPerson');
}

/** 1971 art. 13(2), (3). */
function judgeProhibited(
  { importingCountry, lines, specialLicences = [] }: ExportAuthorizationBody,
  substances: readonly (Substance | null)[],
  prohibitions: readonly Prohibition[],
  add: Add
): void {
  const isLicensed = (no: number): boolean =>
    specialLicences.some(({ line, number }: CitedLicence) => line === no && !isBlank(number));
  lines.forEach(({ no, substance }, index) => {
    const found = findProhibition(prohibitions, importingCountry, substance);
    if (!found || isLicensed(no)) return;
    const name = substances[index]?.name ?? substance;
    const values = { line: no, substance: name, country: importingCountry, since: found.since };
    add('line.prohibited', `lines.${index}.substance`, values);
  });
}

/** 1971 art. 12(1)(b): a preparation has its name; 1961 art. 31(16): only what keeps its limits is exempt. */
function judgePresentation(line: Line, index: number, substance: Substance | null, add: Add): void {
  const path = `lines.${index}`;
  const isNameless = isBlank(line.preparation ?? '') && isPreparation(line.pharmaceuticalForm);
  if (isNameless && substance?.convention === 1971)
    add('line.preparation.missing', `${path}.preparation`, { line: line.no });
  if (line.scheduleThree && !isWithinScheduleThree(line))
    add('line.scheduleThree.exceeds', `${path}.scheduleThree`, {
      line: line.no,
      substance: substance?.name ?? line.substance
    });
}
