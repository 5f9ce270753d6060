/**
 * Figures of a session after its names are deleted: people per country and, with enough answers, evaluations. Figures
 * for INCB and trainers are made of them; a country sees only its own people.
 */
import { isPlainObject } from '../shape/shape.ts';
import { isCountry } from '../country.ts';
import type { CountryCode } from '../ids.ts';
import type { RegionCode } from '../region-codes.ts';
import { regionOf } from '../region.ts';
import type { Attendance } from './attendance.ts';
import {
  addEvaluations,
  isCount,
  NO_EVALUATIONS,
  parseEvaluationSum,
  toldEvaluations,
  type EvaluationSum
} from './evaluation.ts';
import type { Session } from './session.ts';

export interface Tally {
  readonly session: Session['_id'];
  /** `YYYY-MM` of its beginning, in UTC. */
  readonly month: string;
  readonly language: Session['language'];
  /** People present, by country. */
  readonly present: Readonly<Record<string, number>>;
  readonly evaluation: EvaluationSum;
  /** Number of evaluations since the last publication, still too few to publish. */
  readonly waiting: number;
}

export function tallySession(
  session: Pick<Session, '_id' | 'startsAt' | 'language'>,
  attendance: readonly Attendance[],
  told: EvaluationSum,
  count: number
): Tally {
  const present: Record<string, number> = {};
  for (const { isPresent, authority } of attendance)
    if (isPresent && isCountry(authority)) present[authority] = (present[authority] ?? 0) + 1;
  const { _id, startsAt, language } = session;
  const evaluation = toldEvaluations(told);
  return {
    session: _id,
    month: startsAt.slice(0, 7),
    language,
    present,
    evaluation,
    waiting: Math.max(0, count - evaluation.count)
  };
}

/** Leaves out one country's ratings: subtraction could disclose them. */
export function ownPart(tally: Tally, country: string): Tally {
  const own = tally.present[country];
  const present: Record<string, number> = own === undefined ? {} : { [country]: own };
  return { ...tally, present, evaluation: NO_EVALUATIONS, waiting: 0 };
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

/** Counts sessions with participants; a region gets its people and the evaluations of sessions with any of them. */
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

/** Drops what an older version stored of too few evaluations; null for malformed data. */
export function parseTally(value: unknown): Tally | null {
  if (!isPlainObject(value) || !isPlainObject(value['present'])) return null;
  const { session, month, language, present, waiting } = value as unknown as Tally;
  const evaluation = parseEvaluationSum(value['evaluation']);
  const isWhole =
    typeof session === 'string' &&
    /^\d{4}-\d{2}$/.test(String(month)) &&
    typeof language === 'string' &&
    isCounts(present);
  if (!isWhole || evaluation === null) return null;
  const told = { evaluation: toldEvaluations(evaluation), waiting: isCount(waiting) ? waiting : 0 };
  return { session, month, language, present, ...told };
}

function isCounts(counts: Readonly<Record<string, number>>): boolean {
  return Object.keys(counts).every((key) => isCountry(key) && isCount(counts[key]));
}
