/** Exact numbers of trades per course, with planted causes of domain.md 5.2. A test asks the matcher for each. */
import type { Case } from './world-goods.ts';

interface WorldPlot {
  readonly name: string;
  readonly count: number;
  /** Days since the import authorization was issued. */
  readonly least: number;
  readonly most: number;
  /** One line of such goods; else one to three of any. */
  readonly goods?: Case;
}

const PLAIN = [
  { name: 'closed', least: 60, most: 350, count: 256 },
  { name: 'shipped-less', least: 60, most: 350, count: 60 }
] as const;

/**
 * Trades per cause. `shows`: the causes that the matcher names, or other evidence
 * (`test/couch/demonstration/planted.test.ts`). Two authorities' acts cannot show these causes of 5.2: several customs
 * entries for one export, an authorization counted in the statistics, transit, exempt preparations, control in one
 * country, territories.
 */
export const PLANTED = [
  { name: 'base', of: 'salt or base', shows: ['base'], least: 60, most: 300, count: 18, goods: 'alone' },
  {
    name: 'factor',
    of: 'rounding of the factor',
    shows: ['factor'],
    least: 60,
    most: 300,
    count: 14,
    goods: 'salt'
  },
  {
    name: 'hydrate',
    of: 'another hydrate assumed',
    shows: ['hydrate'],
    least: 60,
    most: 300,
    count: 8,
    goods: 'salt'
  },
  {
    name: 'form',
    of: 'another form named for the same figure',
    shows: ['form'],
    least: 60,
    most: 300,
    count: 8,
    goods: 'hydrate'
  },
  { name: 'unit', of: 'slip of the unit', shows: ['unit'], least: 60, most: 300, count: 8, goods: 'ampoule' },
  {
    name: 'gross',
    of: 'mass of the preparation',
    shows: ['gross'],
    least: 60,
    most: 300,
    count: 8,
    goods: 'ampoule'
  },
  {
    name: 'packs',
    of: 'packs counted as units',
    shows: ['packs'],
    least: 60,
    most: 300,
    count: 8,
    goods: 'tablet'
  },
  {
    name: 'consignments',
    of: 'several consignments on one import authorization',
    shows: ['consignments'],
    least: 60,
    most: 300,
    count: 20,
    goods: 'alone'
  },
  {
    name: 'swap',
    of: 'two consignments endorsed the wrong way round',
    shows: ['consignments', 'swap'],
    least: 60,
    most: 300,
    count: 6,
    goods: 'alone'
  },
  {
    name: 'sum',
    of: 'two consignments endorsed as one',
    shows: ['consignments', 'sum'],
    least: 35,
    most: 80,
    count: 6,
    goods: 'alone'
  },
  { name: 'year', of: 'cut-over of the year', shows: ['year'], least: 0, most: 0, count: 12, goods: 'alone' },
  {
    name: 'expired',
    of: 'endorsement missing',
    shows: ['expired'],
    least: 110,
    most: 300,
    count: 14,
    goods: 'alone'
  },
  { name: 'short', of: 'lost on the way', shows: [], least: 60, most: 300, count: 14, goods: 'ampoule' },
  { name: 'returned', of: 'expired unused and returned', shows: [], least: 110, most: 330, count: 16 },
  { name: 'importer', of: 'another importer named', shows: [], least: 60, most: 300, count: 16 },
  { name: 'replaced', of: 'authorization replaced', shows: [], least: 60, most: 300, count: 12 },
  { name: 'misquoted', of: 'number cited wrongly', shows: [], least: 30, most: 80, count: 10 },
  { name: 'unmatched', of: 'export without import authorization', shows: [], least: 6, most: 40, count: 12 }
] as const satisfies readonly (WorldPlot & {
  readonly of: string;
  readonly shows: readonly string[];
})[];

const UNDER_WAY = [
  { name: 'cancelled', least: 40, most: 300, count: 24 },
  { name: 'unused', least: 100, most: 300, count: 20 },
  { name: 'partly-used', least: 30, most: 80, count: 26 },
  { name: 'endorsement-due', least: 24, most: 60, count: 30 },
  { name: 'shipped', least: 8, most: 14, count: 30 },
  { name: 'exporting', least: 5, most: 14, count: 24 },
  { name: 'authentic', least: 3, most: 10, count: 16 },
  { name: 'queried', least: 3, most: 12, count: 10 },
  { name: 'objected', least: 5, most: 20, count: 8 },
  { name: 'issued', least: 1, most: 6, count: 26 }
] as const;

/** For the country with partners outside the system: it gets no replies. */
const ON_PAPER = [
  { name: 'paper-import', least: 1, most: 340, count: 20 },
  { name: 'paper-export', least: 10, most: 340, count: 14 }
] as const;

export const WORLD_PLOTS = [...PLAIN, ...PLANTED, ...UNDER_WAY, ...ON_PAPER] as const;
export type PlotName = (typeof WORLD_PLOTS)[number]['name'];

export function isOnPaper(name: PlotName): boolean {
  return ON_PAPER.some((one) => one.name === name);
}
