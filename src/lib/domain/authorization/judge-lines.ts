/**
 * All lines together: one authorization covers one or more drugs (1961 art. 31(4)(a)). Requirements differ by schedule
 * (1971 art. 7(f), 11, 12; 1961 art. 31(16)).
 */
import type { DraftFields } from '../draft/draft.ts';
import type { CountryCode } from '../ids.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import { isWithinScheduleThree } from './schedule-three.ts';
import { judgePlausible } from './judge-plausible.ts';
import { regimeOf, groundOf } from '../goods/substance.ts';
import { extendedBy, settingsOf, type CountrySettings } from './country-settings.ts';
import { lineFieldOf } from './form-fields.ts';
import type { Findings, JudgeContext } from './judge-context.ts';
import { judgeLine, type ComputedLine } from './judge-line.ts';
import { foldText } from '../act/typed-text.ts';

const MAX_LINES = 200;

export function judgeLines(
  form: DraftFields,
  context: JudgeContext,
  partner: CountryCode | null,
  findings: Findings,
  judgeRegimes: JudgeRegimes = judgeAuthorized('imports')
): readonly ComputedLine[] {
  if (form.lines.length === 0) findings.add('lines.missing', 'lines');
  if (form.lines.length > MAX_LINES) findings.add('lines.tooMany', 'lines', { most: MAX_LINES });
  const lines = form.lines.map((line, index) => judgeLine(line, index + 1, context, findings));
  judgeDuplicates(form, lines, findings);
  judgePlausible(lines, context, findings);
  const conventions = new Set(lines.map((line) => line.substance?.convention).filter(Boolean));
  if (conventions.size > 1) findings.add('lines.mixedConventions', 'lines');
  judgeRegimes(lines, context, partner, findings);
  return lines;
}

/** What each line needs an authorization for, and the partner for its `side`; a declaration has its own rule (`judge-declaration.ts`). */
export function judgeAuthorized(side: 'imports' | 'exports'): JudgeRegimes {
  return (lines, context, partner, findings) => {
    const theirs = partner && extendedBy(partner, side, context);
    const extended = settingsOf(context.settings, context.country).extendedSchedules.concat(theirs ?? []);
    const isFree = lines.map((line) => judgeRegime(line, extended, findings));
    // The form reports what no list says about a partner, instead of assuming none.
    if (partner && isFree.includes(true) && !theirs)
      findings.add('regime.partnerUnknown', 'lines', { country: partner }, 1971);
  };
}

type JudgeRegimes = (
  lines: readonly ComputedLine[],
  context: JudgeContext,
  partner: CountryCode | null,
  findings: Findings
) => void;

function judgeDuplicates(form: DraftFields, lines: readonly ComputedLine[], findings: Findings): void {
  const firstByGoods = new Map<string, number>();
  form.lines.forEach((typed, index) => {
    const line = lines[index];
    if (!line?.substance || !line.form) return;
    const strength = line.content ? `${line.content.strength}/${line.content.per}${line.content.unit}` : '';
    const name = foldText(lineFieldOf(typed, 'preparation'));
    const goods = [
      line.substance.key,
      line.form.key,
      lineFieldOf(typed, 'pharmaceuticalForm'),
      name,
      strength
    ].join('|');
    const first = firstByGoods.get(goods);
    if (first === undefined) firstByGoods.set(goods, line.no);
    else findings.add('line.duplicate', `lines.${line.key}.substance`, { line: line.no, first });
  });
}

/** True if neither the treaty nor, as far as recorded here, either country requires an authorization. */
function judgeRegime(
  computed: ComputedLine,
  extended: CountrySettings['extendedSchedules'],
  findings: Findings
): boolean {
  const { substance, key, no } = computed;
  if (!substance) return false;
  const path = `lines.${key}.substance`;
  const values = { line: no, substance: substance.name };
  const add = (code: Parameters<Findings['add']>[0]): void =>
    findings.add(code, path, values, groundOf([substance]));
  if (substance.national) {
    findings.add('line.regime.national', path, { ...values, country: substance.national.country }, 'records');
    return false;
  }
  if (substance.convention === 1961) {
    judgeScheduleThree(computed, extended.includes('preparations'), add);
    return false;
  }
  const { instrument } = regimeOf(substance);
  if (instrument === 'authorization') return false;
  const isExtended = extended.includes(instrument === 'declaration' ? 'III' : 'IV');
  if (isExtended) add('line.regime.extended');
  else add(instrument === 'declaration' ? 'line.regime.declaration' : 'line.regime.records');
  return !isExtended;
}

/** The treaty requires no authorization; the officer can still issue one, because national law can demand it (art. 31(1)(a)). */
function judgeScheduleThree(
  { substance, content, factor, scheduleThree }: ComputedLine,
  isExtended: boolean,
  add: (code: ProblemCode) => void
): void {
  const isWithin = isWithinScheduleThree({ substance: substance?.key ?? '', content, factor, scheduleThree });
  // Until the officer marks the goods, only their strength speaks for the Schedule.
  if (!scheduleThree) return isWithin ? add('line.preparation.scheduleThree') : undefined;
  if (!isWithin) return add('line.scheduleThree.exceeds');
  add(isExtended ? 'line.regime.extended' : 'line.scheduleThree.stated');
}
