/** Exact numbers of trades per course, with planted causes of domain.md 5.2. A test asks the matcher for each. */
import type { Case } from './goods.ts';

interface Plot<N extends string> {
  readonly name: N;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

interface Planted<N extends string> extends Plot<N> {
  readonly of: string;
  /** The causes that the matcher names, or none if other evidence shows it. */
  readonly shows: readonly string[];
  /** One line of such goods; else one to three of any. */
  readonly goods?: Case;
}

function plot<const N extends string>(name: N, least: number, most: number, count: number): Plot<N> {
  return { name, least, most, count };
}

const SOME_TIME_AGO = [60, 300] as const;

function planted<const N extends string>(
  name: N,
  count: number,
  of: string,
  shows: readonly string[] = [],
  goods?: Case,
  [least, most]: readonly [number, number] = SOME_TIME_AGO
): Planted<N> {
  return { name, least, most, count, of, shows, ...(goods ? { goods } : {}) };
}

/** The pair's trades: every status, and young ones recent, so that an officer has work today. */
export const PAIR_PLOTS = [
  plot('closed', 60, 360, 44),
  plot('closed-short', 60, 360, 14),
  plot('returned', 110, 330, 4),
  plot('differs', 45, 200, 5),
  plot('base', 45, 200, 3),
  plot('cancelled', 40, 300, 5),
  plot('unused', 100, 300, 4),
  plot('partly-used', 30, 80, 6),
  plot('endorsement-due', 24, 60, 6),
  plot('shipped', 8, 14, 8),
  plot('exporting', 5, 14, 6),
  plot('unmatched', 6, 40, 2),
  plot('authentic', 3, 10, 5),
  plot('queried', 3, 12, 3),
  plot('objected', 5, 20, 2),
  plot('issued', 1, 6, 9)
];

/**
 * Trades per cause. Two authorities' acts cannot show these causes of 5.2: several customs entries for one export, an
 * authorization counted in the statistics, transit, exempt preparations, control in one country, territories.
 */
export const PLANTED = [
  planted('base', 18, 'salt or base', ['base'], 'alone'),
  planted('factor', 14, 'rounding of the factor', ['factor'], 'salt'),
  planted('hydrate', 8, 'another hydrate assumed', ['hydrate'], 'salt'),
  planted('form', 8, 'another form named for the same figure', ['form'], 'hydrate'),
  planted('unit', 8, 'slip of the unit', ['unit'], 'ampoule'),
  planted('gross', 8, 'mass of the preparation', ['gross'], 'ampoule'),
  planted('packs', 8, 'packs counted as units', ['packs'], 'tablet'),
  planted('consignments', 20, 'several consignments on one import authorization', ['consignments'], 'alone'),
  planted('swap', 6, 'two consignments endorsed the wrong way round', ['consignments', 'swap'], 'alone'),
  planted('sum', 6, 'two consignments endorsed as one', ['consignments', 'sum'], 'alone', [35, 80]),
  planted('year', 12, 'cut-over of the year', ['year'], 'alone', [0, 0]),
  planted('expired', 14, 'endorsement missing', ['expired'], 'alone', [110, 300]),
  planted('short', 14, 'lost on the way', [], 'ampoule'),
  planted('returned', 16, 'expired unused and returned', [], undefined, [110, 330]),
  planted('importer', 16, 'another importer named'),
  planted('replaced', 12, 'authorization replaced'),
  planted('misquoted', 10, 'number cited wrongly', [], undefined, [30, 80]),
  planted('unmatched', 12, 'export without import authorization', [], undefined, [6, 40])
];

/** For the country with partners outside the system: it gets no replies. */
const ON_PAPER = [plot('paper-import', 1, 340, 20), plot('paper-export', 10, 340, 14)];

export const WORLD_PLOTS = [
  plot('closed', 60, 350, 256),
  plot('shipped-less', 60, 350, 60),
  ...PLANTED,
  plot('cancelled', 40, 300, 24),
  plot('unused', 100, 300, 20),
  plot('partly-used', 30, 80, 26),
  plot('endorsement-due', 24, 60, 30),
  plot('shipped', 8, 14, 30),
  plot('exporting', 5, 14, 24),
  plot('authentic', 3, 10, 16),
  plot('queried', 3, 12, 10),
  plot('objected', 5, 20, 8),
  plot('issued', 1, 6, 26),
  ...ON_PAPER
];

export type PlotName = (typeof WORLD_PLOTS | typeof PAIR_PLOTS)[number]['name'];

export function isOnPaper(name: PlotName): boolean {
  return ON_PAPER.some((one) => one.name === name);
}
