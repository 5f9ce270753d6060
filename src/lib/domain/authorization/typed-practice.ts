/** A national practice as an administrator types it, up to the particulars of the act. */
import type { NationalPracticeBody } from '../act/body.ts';
import { MAX_TWO_GRAMS } from '../act/kinds/national-practice.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { isCalendarDate } from '../calendar-date.ts';
import { nationalKey, toSlug, type NationalSubstance } from '../goods/national-substance.ts';
import type { CalendarDate, CountryCode, FormKey } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { cleanText, withText } from '../act/typed-text.ts';
import { judgePeriods, PERIODS, type CountrySettings } from './country-settings.ts';
import type { ParticularsOf } from './issue.ts';
import { parseShare } from './judge-line.ts';

export interface TypedSubstance {
  readonly name: string;
  /** Empty for the anhydrous base. */
  readonly form: string;
  readonly schedule: string;
  readonly factor: string;
}

interface TypedPractice
  extends
    Record<(typeof PERIODS)[number], string>,
    Pick<
      NationalPracticeBody,
      'extendedSchedules' | 'sealRequired' | 'membersFirst' | 'verification' | 'electronicFor' | 'fourEyes'
    > {
  readonly effectiveFrom: string;
  readonly electronicSince: string;
  /** The limits of `fourEyes`; all empty: every authorization. */
  readonly twoKinds: readonly AuthorizationKind[];
  readonly twoSchedules: readonly string[];
  readonly twoGrams: string;
  readonly acceptsElectronic: boolean;
  readonly substances: readonly TypedSubstance[];
}

export type PracticeParticulars = ParticularsOf<'national-practice'>;

/** A problem's path is the name of its box: `substances.0.factor`. */
export function parsePractice(
  typed: TypedPractice,
  { country, today }: { readonly country: CountryCode; readonly today: CalendarDate }
): Result<PracticeParticulars> {
  const {
    effectiveFrom,
    electronicSince,
    acceptsElectronic,
    substances,
    twoKinds,
    twoSchedules,
    twoGrams,
    ...rest
  } = typed;
  const months = Object.fromEntries(PERIODS.map((name) => [name, Number(typed[name] || Number.NaN)]));
  const problems = [...judgePeriods(months, PERIODS)];
  if (!isCalendarDate(effectiveFrom) || effectiveFrom < today)
    problems.push({ code: 'practice.effective.past', path: 'effectiveFrom' });
  if (acceptsElectronic && !isCalendarDate(electronicSince))
    problems.push({ code: 'date.incomplete', path: 'electronicSince' });
  const grams = twoGrams.trim() === '' ? undefined : Number(twoGrams);
  if (
    typed.fourEyes &&
    grams !== undefined &&
    !(Number.isInteger(grams) && grams >= 1 && grams <= MAX_TWO_GRAMS)
  )
    problems.push({ code: 'practice.two.grams', path: 'twoGrams', values: { most: MAX_TWO_GRAMS } });
  const fourEyesFor = {
    ...(twoKinds.length > 0 ? { kinds: twoKinds } : {}),
    ...(twoSchedules.length > 0 ? { schedules: twoSchedules } : {}),
    ...(grams === undefined ? {} : { fromGrams: grams })
  };
  const rows = substances.map((one, index) => readSubstance(one, `substances.${index}`, country, problems));
  if (problems.length > 0) return refuse(...problems);
  return accept({
    ...rest,
    ...months,
    effectiveFrom,
    ...(typed.fourEyes && Object.keys(fourEyesFor).length > 0 ? { fourEyesFor } : {}),
    ...withText('electronicSince', acceptsElectronic ? electronicSince : ''),
    substances: rows
  } as object as PracticeParticulars);
}

function readSubstance(
  typed: TypedSubstance,
  path: string,
  country: CountryCode,
  problems: Problem[]
): NationalSubstance | null {
  const [name, formName, schedule] = [typed.name, typed.form, typed.schedule].map((one) => cleanText(one));
  const key = nationalKey(country, name ?? '');
  const form = formName ? toSlug(formName) : 'base';
  const factor = parseShare(typed.factor);
  if (key === null) problems.push({ code: 'practice.substance.name', path: `${path}.name` });
  if (form === '') problems.push({ code: 'practice.substance.form', path: `${path}.form` });
  if (!schedule) problems.push({ code: 'practice.substance.schedule', path: `${path}.schedule` });
  if (factor === null || (form === 'base' && factor !== '1'))
    problems.push({ code: 'practice.substance.factor', path: `${path}.factor` });
  if (key === null || form === '' || !name || !schedule || factor === null) return null;
  return { key, name, schedule, form: form as FormKey, formName: formName || 'anhydrous base', factor };
}

/** A published practice, or the settings of a country that has published none, as the form begins. */
export function practiceToTyped(
  from: NationalPracticeBody | CountrySettings,
  today: CalendarDate
): TypedPractice {
  const known = 'kind' in from ? from : null;
  const { importMonths, importMonthsBySea, exportMonths, extendedSchedules, sealRequired } = from;
  return {
    importMonths: String(importMonths),
    importMonthsBySea: String(importMonthsBySea),
    exportMonths: String(exportMonths),
    extendedSchedules,
    sealRequired,
    effectiveFrom: today,
    electronicSince: known?.electronicSince ?? '',
    acceptsElectronic: known?.electronicSince !== undefined,
    membersFirst: known?.membersFirst ?? false,
    verification: known?.verification ?? 'doubtful',
    electronicFor: known?.electronicFor ?? 'everybody',
    fourEyes: known?.fourEyes ?? false,
    twoKinds: known?.fourEyesFor?.kinds ?? [],
    twoSchedules: known?.fourEyesFor?.schedules ?? [],
    twoGrams: String(known?.fourEyesFor?.fromGrams ?? ''),
    substances: (known?.substances ?? []).map(({ name, form, formName, schedule, factor }) => ({
      name,
      schedule,
      factor,
      form: form === 'base' ? '' : formName
    }))
  };
}
