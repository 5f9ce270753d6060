/** The geometry of the growth of countries: areas one above the other over the months, and bars of what was issued. */
import { type MonthGrowth } from '#lib/domain/usage/growth.ts';
import { USE_STATES, type UseState } from '#lib/domain/usage/use-state.ts';

export const GROWTH_WIDTH = 720;
export const GROWTH_HEIGHT = 180;
const BAR_HEIGHT = 60;

export interface GrowthAreas {
  readonly areas: Readonly<Record<UseState, string>>;
  readonly lines: readonly { readonly count: number; readonly y: number }[];
  /** In the drawing's units; the heights of what was issued, and of that what was exchanged. */
  readonly bars: readonly {
    readonly x: number;
    readonly width: number;
    readonly issued: number;
    readonly exchanged: number;
  }[];
}

export function xOf(index: number, count: number): number {
  return count < 2 ? 0 : round((index * GROWTH_WIDTH) / (count - 1));
}

export function areasOf(growth: readonly MonthGrowth[]): GrowthAreas {
  const totals = growth.map((one) => USE_STATES.reduce((sum, state) => sum + one[state], 0));
  const top = niceTop(Math.max(1, ...totals));
  const yOf = (count: number): number => round(GROWTH_HEIGHT - (count * (GROWTH_HEIGHT - 14)) / top);
  const areas = { active: '', 'not-active': '', requested: '' };
  let below = growth.map(() => 0);
  for (const state of USE_STATES) {
    const above = below.map((base, index) => base + (growth[index]?.[state] ?? 0));
    areas[state] = areaBetween(below.map(yOf), above.map(yOf));
    below = above;
  }
  const most = Math.max(1, ...growth.map(({ issued }) => issued));
  const width = round(Math.max(1, (GROWTH_WIDTH / Math.max(1, growth.length)) * 0.7));
  const bars = growth.map(({ issued, exchanged }, index) => ({
    x: round((index * GROWTH_WIDTH) / growth.length),
    width,
    issued: round((issued * BAR_HEIGHT) / most),
    exchanged: round((exchanged * BAR_HEIGHT) / most)
  }));
  return { areas, lines: [top / 2, top].map((count) => ({ count, y: yOf(count) })), bars };
}

function areaBetween(lower: readonly number[], upper: readonly number[]): string {
  if (lower.length === 0) return '';
  const at = (y: number | undefined, index: number): string => `${xOf(index, lower.length)},${y}`;
  const over = upper.map(at);
  const back = lower.map(at).reverse();
  return `M${[...over, ...back].join('L')}Z`;
}

/** The next of 2, 4, 6, 8, 10, 20, 40 …: half of it is a whole number too. */
function niceTop(most: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [2, 4, 6, 8, 10]) if (step * power >= most) return step * power;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
