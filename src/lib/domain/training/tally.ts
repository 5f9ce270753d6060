/** People per country and, with enough answers, evaluations. */
import { sessionReference } from '../shape/references.ts';
import { fits, isPlainObject, oneOf, pattern, stored, type Check, type Checked } from '../shape/shape.ts';
import { isCountry } from '../country.ts';
import type { CountryCode } from '../ids.ts';
import type { RegionCode } from '../region-codes.ts';
import { regionOf } from '../region.ts';
import type { Attendance } from './attendance.ts';
import {
  addEvaluations,
  count,
  evaluationSum,
  NO_EVALUATIONS,
  toldEvaluations,
  type EvaluationSum
} from './evaluation.ts';
import { SESSION_LANGUAGES, type Session } from './session.ts';

const countsByCountry: Check<Readonly<Record<string, number>>> = (value, out) => {
  const counts = isPlainObject(value) ? value : { unreadable: value };
  if (!Object.keys(counts).every((key) => isCountry(key) && fits(count, counts[key])))
    out.push({ code: 'document.malformed' });
};

const tallyShape = stored({
  required: {
    session: sessionReference,
    /** `YYYY-MM` of its beginning, in UTC. */
    month: pattern(/^\d{4}-\d{2}$/, 'document.malformed'),
    language: oneOf(SESSION_LANGUAGES),
    present: countsByCountry,
    evaluation: evaluationSum
  },
  /** People who have their certificate of attendance; absent before it was counted. */
  optional: { certificates: countsByCountry }
});
/** `waiting`: evaluations since the last publication, still too few to publish. */
export type Tally = Checked<typeof tallyShape> & { readonly waiting: number };

export function tallySession(
  session: Pick<Session, '_id' | 'startsAt' | 'language'>,
  attendance: readonly Attendance[],
  told: EvaluationSum,
  evaluated: number,
  certified: readonly { readonly authority: string }[] = []
): Tally {
  const present: Record<string, number> = {};
  for (const { isPresent, authority } of attendance)
    if (isPresent && isCountry(authority)) present[authority] = (present[authority] ?? 0) + 1;
  const certificates: Record<string, number> = {};
  for (const { authority } of certified)
    if (isCountry(authority)) certificates[authority] = (certificates[authority] ?? 0) + 1;
  const { _id, startsAt, language } = session;
  const evaluation = toldEvaluations(told);
  return {
    session: _id,
    month: startsAt.slice(0, 7),
    language,
    present,
    certificates,
    evaluation,
    waiting: Math.max(0, evaluated - evaluation.count)
  };
}

/** Leaves out one country's ratings: subtraction could disclose them. */
export function ownPart(tally: Tally, country: string): Tally {
  const own = tally.present[country];
  const present: Record<string, number> = own === undefined ? {} : { [country]: own };
  const given = tally.certificates?.[country];
  const certificates: Record<string, number> = given === undefined ? {} : { [country]: given };
  return { ...tally, present, certificates, evaluation: NO_EVALUATIONS, waiting: 0 };
}

export const FIGURES_BY = ['country', 'region', 'language', 'month'] as const;
export type FiguresBy = (typeof FIGURES_BY)[number];

export interface Figures {
  readonly key: string;
  readonly sessions: number;
  readonly people: number;
  readonly countries: number;
  readonly evaluation: EvaluationSum;
  readonly waiting: number;
}

/** A region gets its people and the evaluations of sessions with any of them. */
export function countFigures(tallies: readonly Tally[], by: FiguresBy): readonly Figures[] {
  const groups = new Map<string, Tally[]>();
  for (const tally of tallies)
    for (const [key, part] of partsBy(tally, by)) groups.set(key, [...(groups.get(key) ?? []), part]);
  return [...groups].map(([key, parts]) => ({ key, ...sumFigures(parts) })).sort(byKey);
}

export function sumFigures(tallies: readonly Tally[]): Omit<Figures, 'key'> {
  const held = tallies.filter(({ present }) => Object.keys(present).length > 0);
  const countries = new Set(held.flatMap(({ present }) => Object.keys(present)));
  const people = held.reduce((sum, { present }) => sum + sumOf(present), 0);
  const evaluation = held.reduce((sum, one) => addEvaluations(sum, one.evaluation), NO_EVALUATIONS);
  const waiting = held.reduce((sum, one) => sum + one.waiting, 0);
  return { sessions: held.length, people, countries: countries.size, evaluation, waiting };
}

function partsBy(tally: Tally, by: FiguresBy): readonly (readonly [string, Tally])[] {
  if (by === 'language') return [[tally.language, tally]];
  if (by === 'month') return [[tally.month, tally]];
  // Ratings by country could be derived by subtraction.
  if (by === 'country')
    return Object.keys(tally.present).map((country) => [country, ownPart(tally, country)]);
  const regions = new Map<RegionCode, Record<string, number>>();
  for (const country of Object.keys(tally.present)) {
    const region = regionOf(country as CountryCode);
    if (region === null) continue;
    regions.set(region, { ...regions.get(region), [country]: tally.present[country] ?? 0 });
  }
  return [...regions].map(([region, present]) => [region, { ...tally, present }] as const);
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.keys(counts).reduce((sum, key) => sum + (counts[key] ?? 0), 0);
}

function byKey(one: Figures, other: Figures): number {
  return one.key < other.key ? -1 : one.key > other.key ? 1 : 0;
}

/** Null for malformed data. An older version stored totals of too few evaluations. */
export function parseTally(value: unknown): Tally | null {
  if (!fits(tallyShape, value)) return null;
  const { session, month, language, present, certificates = {}, evaluation } = value;
  const waiting = 'waiting' in value && fits(count, value.waiting) ? value.waiting : 0;
  const told = toldEvaluations(evaluation);
  return { session, month, language, present, certificates, evaluation: told, waiting };
}
