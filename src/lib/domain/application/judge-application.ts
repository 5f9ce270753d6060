/** Judges an application by the form of the authorization, without the boxes of the authority. */
import { PROBLEM_CODES, isProblemCode, type CheckName } from '../act/problem-codes.ts';
import { judgeExport } from '../authorization/judge-export.ts';
import { judgeImport } from '../authorization/judge-import.ts';
import type { ExportContext } from '../authorization/judge-context.ts';
import { fieldOf, lineFieldOf } from '../authorization/form-fields.ts';
import { foldText } from '../act/typed-text.ts';
import type { Problem } from '../result.ts';
import { addDays, instantToDate } from '../calendar-date.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { AppliedKind } from './application.ts';
import { isFinished, type ApplicationState } from './application-state.ts';

/** The others compare with documents that a company does not see. */
const COMPANY_CHECKS: readonly CheckName[] = [
  'countries',
  'parties',
  'consignee',
  'purpose',
  'consignments',
  'bonded',
  'lines',
  'quantities',
  'schedules',
  'particulars'
];

export function judgeApplied(of: AppliedKind, form: DraftFields, context: ExportContext): readonly Problem[] {
  const { problems } =
    of === 'import-authorization' ? judgeImport(form, context) : judgeExport(form, context);
  const own = problems.filter(
    ({ code }) => isProblemCode(code) && COMPANY_CHECKS.indexOf(PROBLEM_CODES[code].check) >= 0
  );
  // A declaration by the partner is no matter of the company's boxes, but the reference is.
  const isMissing = of === 'export-authorization' && fieldOf(form, 'number').trim() === '';
  return isMissing ? [...own, { code: 'application.number.missing', path: 'number', weight: 'todo' }] : own;
}

/** Days between two applications for the same goods that are shown as duplicates. */
const ALIKE_DAYS = 90;

/** Others of the same company for the same substances and quantities, at most three months apart. */
export function duplicatesOf(
  one: ApplicationState,
  all: readonly ApplicationState[]
): readonly ApplicationState[] {
  const key = goodsKey(one);
  const day = instantToDate(one.application.at);
  const [from, until] = [addDays(day, -ALIKE_DAYS), addDays(day, ALIKE_DAYS)];
  return all.filter((other) => {
    if (other === one || other.status === 'withdrawn' || goodsKey(other) !== key) return false;
    const on = instantToDate(other.application.at);
    return from <= on && on <= until;
  });
}

export function goodsKey({ application, form }: Pick<ApplicationState, 'application' | 'form'>): string {
  const isImport = application.of === 'import-authorization';
  const lines = form.lines.map((line) =>
    (['substance', 'form', 'quantity', 'unit', 'packs'] as const)
      .map((name) => lineFieldOf(line, name))
      .join(' ')
  );
  return [
    application.of,
    foldText(fieldOf(form, isImport ? 'importerName' : 'exporterName')),
    fieldOf(form, isImport ? 'exportingCountry' : 'importingCountry'),
    ...lines.sort()
  ].join('\n');
}

/** Can be accepted together with others: nothing to ask, nothing to compare by hand. */
export function isPlain(
  state: ApplicationState,
  problems: readonly Problem[],
  duplicates: readonly ApplicationState[]
): boolean {
  return (
    !isFinished(state) &&
    state.status !== 'question' &&
    state.status !== 'accepted' &&
    duplicates.length === 0 &&
    problems.every(({ weight }) => weight !== 'refused' && weight !== 'todo')
  );
}
