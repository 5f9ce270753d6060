/**
 * The substances of INCB's edition in force, over the bundled ones (edition zero). INCB counts with its own factors, so
 * they come first; the computed one stays beside them.
 */
import type { Act, AuthorizationBody } from '../act/body.ts';
import { instantToDate } from '../calendar-date.ts';
import type { SubstanceEntry } from '../act/kinds/lists.ts';
import type { EditionIndex, Substance, SubstanceForm } from '../goods/substance-edition.ts';
import { BASE_FORM, CURRENT_EDITION } from '../goods/substance.ts';
import type { CalendarDate, DecimalText, FormKey, Instant } from '../ids.ts';
import type { Problem } from '../result.ts';
import { entriesOf, inForceOn, listsOf, type InForce, type ListAct } from './in-force.ts';

interface Source {
  readonly edition: string;
  readonly date: CalendarDate;
}

/** An entry without a salt comes before those of its salts. */
export function withPublished(index: EditionIndex, inForce: InForce): EditionIndex {
  const first = inForce.get('substance-edition')?.[0]?.act.body;
  if (!first) return index;
  const source = { edition: first.edition, date: first.effective };
  const byKey = new Map(index.byKey);
  const entries = entriesOf(inForce, 'substance-edition');
  for (const entry of entries.filter(({ form }) => form === undefined))
    byKey.set(entry.substance, toSubstance(entry, byKey.get(entry.substance)));
  for (const entry of entries.filter(({ form }) => form !== undefined)) {
    const substance = byKey.get(entry.substance);
    if (substance) byKey.set(entry.substance, withForm(substance, entry, source));
  }
  return { edition: { ...index.edition, rows: [...byKey.values()] }, byKey };
}

function toSubstance(entry: SubstanceEntry, known: Substance | undefined): Substance {
  const { substance: key, name, synonyms = [], cas, convention, schedules, hs, atc, ids } = entry;
  return {
    key,
    name: known?.name ?? name,
    innSource: known?.innSource ?? null,
    synonyms: [...(known?.synonyms ?? []), ...synonyms].filter((one, at, all) => all.indexOf(one) === at),
    convention: convention ?? known?.convention ?? null,
    schedules: schedules ?? known?.schedules ?? [],
    scheduleSource: schedules ? entry.source : (known?.scheduleSource ?? ''),
    cas: cas ?? known?.cas ?? null,
    casSource: cas ? entry.source : (known?.casSource ?? null),
    formula: known?.formula ?? null,
    formulaSource: known?.formulaSource ?? null,
    mw: known?.mw ?? null,
    hs6: hs ?? known?.hs6 ?? null,
    atc: atc ?? known?.atc ?? null,
    incbIdsCode: ids ?? known?.incbIdsCode ?? null,
    forms: known?.forms ?? [BASE_FORM]
  };
}

function withForm(substance: Substance, entry: SubstanceEntry, source: Source): Substance {
  const key = entry.form as FormKey;
  const known = substance.forms.find((one) => one.key === key);
  const form: SubstanceForm = {
    ...(known ?? { key, name: entry.name, factor: null, factorSource: 'unknown' }),
    ...(entry.cas ? { cas: entry.cas, casSource: entry.source } : {}),
    ...(entry.factor ? { factor: entry.factor, factorSource: 'INCB', source } : {}),
    ...(entry.factor && known?.factor ? { computed: known.factor } : {})
  };
  const others = substance.forms.filter((one) => one.key !== key);
  return {
    ...substance,
    forms: known ? substance.forms.map((one) => (one === known ? form : one)) : [...others, form]
  };
}

/** Factors are compared with the edition that a line names (`judgeNamedFactors`), prohibitions with the list of the day. */
export function editionAtDoor(at: Instant, lists: readonly Act[]): EditionIndex {
  const published = lists.filter(
    ({ body: { kind } }) => kind === 'prohibition' || kind === 'list-confirmation'
  );
  const inForce = inForceOn(listsOf(published), instantToDate(at));
  const prohibitions = entriesOf(inForce, 'prohibition');
  return inForce.has('prohibition') ? { ...CURRENT_EDITION, prohibitions } : CURRENT_EDITION;
}

/** The door: a line that names an edition of INCB has the factor of that edition, in force or not. */
export function judgeNamedFactors(
  { lines }: Pick<AuthorizationBody, 'lines'>,
  lists: readonly Act[]
): Problem[] {
  const named = lines.filter(({ factor }) => factor.source === 'INCB');
  if (named.length === 0) return [];
  const confirmed = listsOf(lists).filter(
    ({ act, confirmed: by }) => by && act.body.kind === 'substance-edition'
  );
  const entriesBy = new Map<string, SubstanceEntry[]>();
  for (const { act } of confirmed as readonly { readonly act: ListAct<'substance-edition'> }[])
    entriesBy.set(act.body.edition, (entriesBy.get(act.body.edition) ?? []).concat(act.body.entries));
  return lines.flatMap(({ factor, substance, form, no }, index): Problem[] => {
    const entries = factor.source === 'INCB' ? entriesBy.get(factor.edition) : undefined;
    if (!entries) return [];
    const values: readonly (DecimalText | undefined)[] = entries
      .filter((one) => one.substance === substance && one.form === form)
      .map((one) => one.factor);
    if (values.indexOf(factor.value) >= 0) return [];
    const path = `body.lines.${index}.factor`;
    return [{ code: 'line.factor.malformed', path, values: { line: no, typed: factor.value } }];
  });
}
