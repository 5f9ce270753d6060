/** Stacked states above, issued next to exchanged below. A month without counts has no column. */
import { type MonthGrowth } from '#lib/domain/usage/overview.ts';
import { USE_STATES, type UseState } from '#lib/domain/usage/use-state.ts';

export const GROWTH_WIDTH = 720;
export const GROWTH_LEFT = 44;
export const COUNTRIES_TOP = 24;
export const COUNTRIES_BOTTOM = 190;
export const ISSUED_TOP = 226;
const ISSUED_BOTTOM = 296;
export const GROWTH_HEIGHT = 316;

interface ScaleLine {
  readonly count: number;
  readonly y: number;
}

interface Column {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface GrowthAreas {
  readonly areas: Readonly<Record<UseState, string>>;
  readonly lines: readonly ScaleLine[];
  readonly issued: readonly Column[];
  readonly exchanged: readonly Column[];
  readonly issuedLines: readonly ScaleLine[];
}

export function xOf(index: number, count: number): number {
  return round(GROWTH_LEFT + (index * (GROWTH_WIDTH - GROWTH_LEFT)) / Math.max(1, count));
}

export function areasOf(growth: readonly MonthGrowth[]): GrowthAreas {
  const totals = growth.map((one) => USE_STATES.reduce((sum, state) => sum + (one[state] ?? 0), 0));
  const countries = scaleOf(totals, COUNTRIES_TOP, COUNTRIES_BOTTOM);
  const counts = growth.flatMap(({ issued, exchanged }) => [issued ?? 0, exchanged ?? 0]);
  const issued = scaleOf(counts, ISSUED_TOP, ISSUED_BOTTOM);
  const width = round(Math.max(0.5, ((GROWTH_WIDTH - GROWTH_LEFT) / Math.max(1, growth.length)) * 0.4));
  const columnsOf = (kind: 'issued' | 'exchanged'): readonly Column[] =>
    growth.flatMap((one, index): Column[] => {
      const count = one[kind];
      if (count === null) return [];
      const y = issued.yOf(count);
      const x = round(xOf(index, growth.length) + (kind === 'issued' ? 0 : width));
      return [{ x, y, width, height: round(ISSUED_BOTTOM - y) }];
    });
  return {
    areas: stackOf(growth, countries.yOf),
    lines: countries.lines,
    issued: columnsOf('issued'),
    exchanged: columnsOf('exchanged'),
    issuedLines: issued.lines
  };
}

function stackOf(
  growth: readonly MonthGrowth[],
  yOf: (count: number) => number
): Readonly<Record<UseState, string>> {
  const areas = { active: '', 'not-active': '', registered: '', requested: '' };
  growth.forEach((one, index) => {
    const [from, until] = [xOf(index, growth.length), xOf(index + 1, growth.length)];
    let below = 0;
    for (const state of USE_STATES) {
      const count = one[state] ?? 0;
      if (count > 0) areas[state] += `M${from},${yOf(below)}V${yOf(below + count)}H${until}V${yOf(below)}Z`;
      below += count;
    }
  });
  return areas;
}

function scaleOf(
  counts: readonly number[],
  from: number,
  until: number
): { readonly yOf: (count: number) => number; readonly lines: readonly ScaleLine[] } {
  const top = niceTop(Math.max(1, ...counts));
  const yOf = (count: number): number => round(until - (count * (until - from)) / top);
  return { yOf, lines: [0, top / 2, top].map((count) => ({ count, y: yOf(count) })) };
}

/** Next of 2, 4, 6, 8, 10, 20, 40 …, so that its half is whole too. */
function niceTop(most: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [2, 4, 6, 8, 10]) if (step * power >= most) return step * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
