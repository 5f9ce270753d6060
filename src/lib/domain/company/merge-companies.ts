import { foldText, isBlank } from '../act/typed-text.ts';
import { addTo } from '../groups.ts';
import type { CalendarDate } from '../ids.ts';
import { findMixedWord, skeletonOf, type Lookalike } from '../lookalike/find-lookalike.ts';
import { statusOf, withoutPersons, type Company } from './company.ts';

/** The first one keeps everything of both; where both say something else, its own counts. */
export function mergeCompanies(
  kept: Company,
  gone: Company,
  on: CalendarDate
): readonly [kept: Company, gone: Company] {
  const names = [gone.name, ...(kept.earlierNames ?? []), ...(gone.earlierNames ?? [])];
  const address = { name: gone.name.slice(0, 120), address: gone.address };
  const other = foldText(gone.address) === foldText(kept.address) ? [] : [address];
  const merged = {
    ...kept,
    ...optional('nationalNumber', kept.nationalNumber ?? gone.nationalNumber),
    ...optional('licence', kept.licence ?? gone.licence),
    ...optional('responsible', kept.responsible ?? gone.responsible),
    roles: union(kept.roles, gone.roles, String),
    earlierNames: union(names, [], foldText).filter((name) => foldText(name) !== foldText(kept.name)),
    premises: union([...(kept.premises ?? []), ...other], gone.premises, ({ name }) => name),
    licences: union(kept.licences, gone.licences, ({ number }) => number),
    quotas: union(kept.quotas, gone.quotas, (one) => [one.substance, one.operation, one.year].join(' ')),
    history: kept.history ?? [{ status: statusOf(kept), on }]
  };
  const history = gone.history ?? [{ status: statusOf(gone), on }];
  return [merged, { ...withoutPersons(gone), history, retired: true, mergedInto: kept._id }];
}

/** A company is still found by the name that it had before. */
export function keepName(before: Company | undefined, after: Company): Company {
  if (!before || foldText(before.name) === foldText(after.name)) return after;
  const names = union([before.name], after.earlierNames, foldText);
  return { ...after, earlierNames: names.filter((name) => foldText(name) !== foldText(after.name)) };
}

/** The change that the door must know (`judgeIssuedCompany`). */
export function dateChange(before: Company | undefined, after: Company, on: CalendarDate): Company {
  const said = ({ licences = [], premises = [], country }: Company): string =>
    JSON.stringify([licences, premises, country]);
  const isSame = before !== undefined && said(before) === said(after);
  return { ...after, ...optional('changedOn', isSame ? before.changedOn : on) };
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}

function union<T>(one: readonly T[] = [], other: readonly T[] = [], keyOf: (item: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const item of [...one, ...other]) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}

/** A second for 10,000 companies; each is an object of its own until it changes. */
const keptKeys = new WeakMap<Company, readonly string[]>();

type Named = Pick<Company, 'name' | 'country' | 'nationalNumber' | 'earlierNames'>;

/** Companies with the same number, the same name, or a name that looks the same: a question, never a refusal. */
export class Doubles {
  readonly #byKey = new Map<string, Company[]>();

  constructor(companies: readonly Company[]) {
    for (const one of companies) {
      const keys = keptKeys.get(one) ?? doubleKeys(one);
      keptKeys.set(one, keys);
      for (const key of keys) addTo(this.#byKey, key, one);
    }
  }

  of(one: Named & { readonly _id?: string }): readonly Company[] {
    const found = doubleKeys(one).flatMap((key) => this.#byKey.get(key) ?? []);
    return [...new Set(found)].filter(({ _id }) => _id !== one._id);
  }
}

export function doubleKeys({ name, country, nationalNumber, earlierNames = [] }: Named): string[] {
  // Capitals can look the same when small letters do not.
  const keys = [name, ...earlierNames]
    .filter((one) => !isBlank(one))
    .flatMap((one) => [`small ${skeletonOf(one.toLowerCase())}`, `large ${skeletonOf(one.toUpperCase())}`]);
  return nationalNumber ? [`number ${country} ${foldText(nationalNumber)}`, ...keys] : keys;
}

/** The question about a name that is similar to another company's. */
export function askAboutName(one: Named, doubles: readonly Company[]): Lookalike | null {
  const known = doubles.find(({ name }) => foldText(name) !== foldText(one.name));
  if (known) return { kind: 'imitates', name: one.name, known: known.name };
  const word = findMixedWord(one.name);
  return word === null ? null : { kind: 'mixed', name: one.name, word };
}
