/**
 * The substances of INCB's edition in force, over the bundled ones (edition zero). INCB counts with its own factors, so
 * they come first; the computed one stays beside them.
 */
import type { Act, AuthorizationBody } from '../act/body.ts';
import type { ActKind } from '../act/kinds.ts';
import { NAMED_IN, type SubstanceEntry } from '../act/kinds/lists.ts';
import type { EditionIndex, Substance, SubstanceForm } from '../goods/substance-edition.ts';
import { BASE_FORM, CURRENT_EDITION } from '../goods/substance.ts';
import type { CalendarDate, DecimalText, FormKey } from '../ids.ts';
import type { Problem } from '../result.ts';
import {
  countsOn,
  entriesOf,
  inForceOn,
  listsOf,
  type InForce,
  type ListAct,
  type Listed
} from './in-force.ts';

interface Source {
  readonly edition: string;
  readonly date: CalendarDate;
}

/** An entry without a salt comes before those of its salts. */
function withPublished(inForce: InForce): EditionIndex {
  const index = CURRENT_EDITION;
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
  const { substance: key, name, synonyms = [], tradeNames = [] } = entry;
  const { cas, convention, schedules, hs, atc, ids } = entry;
  const named = NAMED_IN.flatMap((language) => (entry[language] ? [[language, entry[language]]] : []));
  return {
    key,
    name: known?.name ?? name,
    innSource: known?.innSource ?? null,
    ...(named.length > 0 ? { names: Object.fromEntries(named) } : {}),
    synonyms: (known?.synonyms ?? [])
      .concat(synonyms, tradeNames)
      .filter((one, at, all) => all.indexOf(one) === at),
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

/** Documents from which `editionOn` reads. */
export const EDITION_KINDS = [
  'substance-edition',
  'prohibition',
  'schedule-practice',
  'list-confirmation'
] as const satisfies readonly ActKind[];

/** The latest, because a form asks with every letter typed, and a door with every document. */
let latest: { readonly of: string; readonly edition: EditionIndex } | null = null;

/** The one reader of substances: the bundled ones under INCB's edition that counts on the day, with its lists about them. */
export function editionOn(on: CalendarDate, lists: readonly Act[]): EditionIndex {
  const published = lists.filter(({ body }) => EDITION_KINDS.some((kind) => kind === body.kind));
  if (published.length === 0) return CURRENT_EDITION;
  const of = on + published.map(({ _id }) => _id).join();
  if (latest?.of !== of) latest = { of, edition: readEdition(inForceOn(listsOf(published), on)) };
  return latest.edition;
}

function readEdition(inForce: InForce): EditionIndex {
  return {
    ...withPublished(inForce),
    ...(inForce.has('prohibition') ? { prohibitions: entriesOf(inForce, 'prohibition') } : {}),
    notified: entriesOf(inForce, 'schedule-practice')
  };
}

/** The bundled edition as INCB would list it: its first edition is compared with this one. */
export function bundledEntries(): readonly SubstanceEntry[] {
  const { edition, rows } = CURRENT_EDITION.edition;
  const shared = { state: 'extracted', source: `I2ES ${edition}` } as const;
  return rows.flatMap((row): SubstanceEntry[] => {
    const { key: substance, name, convention, schedules, synonyms, cas, hs6: hs, atc } = row;
    const codes = { ...(cas && { cas }), ...(hs && { hs }), ...(atc && { atc }) };
    const listed = { ...(convention && { convention, schedules }), ...(synonyms[0] && { synonyms }) };
    const forms = row.forms.map((one): SubstanceEntry => {
      const { key: form, name: salt, factor } = one;
      return { substance, form, name: salt, ...(factor && { factor }), ...shared };
    });
    return [{ substance, name, ...codes, ...listed, ...shared }, ...forms];
  });
}

/** Editions of INCB that took effect since the bundled one: an app that is two behind says so. */
export function editionsSince(lists: readonly Listed[], on: CalendarDate): number {
  const since = lists.filter(
    (one) =>
      one.act.body.kind === 'substance-edition' &&
      one.act.body.effective > CURRENT_EDITION.edition.date &&
      countsOn(one, on)
  );
  return new Set(since.map(({ act }) => act.body.edition)).size;
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
