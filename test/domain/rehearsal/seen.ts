/** What both desks of a rehearsal hold, made of sample acts, and what of a scenario is reached by it. */
import type { Act, ActOf, Line } from '#lib/domain/act/body.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { Difference } from '#lib/domain/rehearsal/difference.ts';
import { differencesBySteps, reachedSteps, type Seen } from '#lib/domain/rehearsal/scenario.ts';
import { scenarioNamed } from '#lib/domain/rehearsal/scenarios.ts';
import {
  AU,
  aCodeineLine,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  CH
} from '../../samples/acts.ts';

/** Micrograms. */
export const G = 1_000_000;
/** After what was cancelled. */
export const LATER = { at: '2026-10-07T09:00:00.000Z' };
const TODAY = '2026-10-06' as CalendarDate;

export function grams(count: number, over: Record<string, unknown> = {}): Line {
  return aLine({ pharmaceuticalForm: 'powder', stated: String(count * G), ...over });
}
const ANHYDROUS = { value: '0.8533', source: 'computed', edition: '2026-1', date: '2026-11-24' };
export const anhydrous = grams(100, {
  form: 'sulfate-2-1-anhydrous',
  designation: 'morphine sulfate (2:1) anhydrous',
  factor: ANHYDROUS
});
export const base = grams(100, {
  form: 'base',
  designation: 'morphine (anhydrous base)',
  factor: { ...ANHYDROUS, value: '1', source: 'identity' }
});
export const codeine = aCodeineLine({ no: 1, stated: String(100 * G) });
/** 100 g as base: so much more of the salt. */
export const HUNDRED_AS_BASE = '132978723';

let numbers = 0;
export function asked(lines: readonly Line[], over = {}): ActOf<'import-authorization'> {
  const number = `AU-I-2026-${String(++numbers).padStart(6, '0')}-98`;
  return anImportAuthorization({ over: { lines, number, ...over } });
}

export function granted(
  upon: ActOf<'import-authorization'>,
  lines?: readonly Line[],
  over = {}
): ActOf<'export-authorization'> {
  const number = `CH-E-2026-${String(++numbers).padStart(6, '0')}-13`;
  const given = lines ? { lines: lines.map((line) => ({ ...line, importLine: 1 })) } : {};
  return anExportAuthorization(upon, { over: { number, ...given, ...over } });
}

export const shipped = (ea: ActOf<'export-authorization'>, count?: number): Act =>
  aShipment(ea, { stated: count === undefined ? [] : [String(count * G)] });
export const endorsed = (ea: ActOf<'export-authorization'>, count?: number): Act =>
  anEndorsement(ea, { stated: count === undefined ? [] : [String(count * G)] });
export const returned = (ea: ActOf<'export-authorization'>): Act =>
  anEndorsement(ea, { stated: ['0'], over: { outcome: 'not-imported' } });

export function seen(acts: readonly Act[], over: Partial<Seen> = {}): Seen {
  return {
    acts: { importing: acts, exporting: acts },
    countries: { importing: AU, exporting: CH },
    today: TODAY,
    planted: {},
    refused: [],
    ...over
  };
}

export function scenario(name: string) {
  const found = scenarioNamed(name);
  if (!found) throw new Error(name);
  return found;
}

export const reached = (name: string, acts: readonly Act[], over?: Partial<Seen>): readonly string[] =>
  reachedSteps(scenario(name), seen(acts, over));

export function told(
  name: string,
  acts: readonly Act[],
  over?: Partial<Seen>
): Record<string, readonly Difference[]> {
  const bySteps = differencesBySteps(scenario(name), seen(acts, over));
  return Object.fromEntries(Object.entries(bySteps).filter(([, differences]) => differences.length > 0));
}

export const quantity = (stated: number, as: number): Difference => ({
  what: 'quantity',
  stated: stated * G,
  asked: as * G
});
