/** Read by the same fold as everywhere. Texts are in the messages (`rehearsal_<name>_task` and so on). */
import type { Act, ActOf } from '../act/body.ts';
import type { ActKind } from '../act/kinds.ts';
import { DossierIndex, isDossierAct } from '../dossier/dossier-index.ts';
import type { Dossier, ExportStrand } from '../dossier/dossier.ts';
import type { ActId, CalendarDate, CountryCode, KeyId } from '../ids.ts';
import type { Difference } from './difference.ts';

export type Side = 'importing' | 'exporting';
export const SIDES: readonly Side[] = ['importing', 'exporting'];

export type Prelude = 'nothing' | 'salt' | 'forged' | 'stolen';

export interface Planted {
  readonly act?: ActId;
  readonly key?: KeyId;
}

export interface Seen {
  readonly acts: Readonly<Record<Side, readonly Act[]>>;
  readonly countries: Readonly<Record<Side, CountryCode>>;
  readonly today: CalendarDate;
  readonly planted: Planted;
  /** JSON of the problems for each refused document. */
  readonly refused: readonly string[];
}

export interface Step {
  readonly name: string;
  readonly side: Side;
  isReached(seen: Seen): boolean;
  /** Judges documents in force and not replaced; empty if the step is reached. */
  differences?(seen: Seen): readonly Difference[];
}

export interface Scenario {
  readonly name: string;
  readonly minutes: number;
  readonly opens: Readonly<Record<Side, string>>;
  readonly prelude: Prelude;
  readonly steps: readonly Step[];
}

export const FIRST_DESKS: Scenario['opens'] = { importing: '/authorizations/new', exporting: '/today' };

export function reachedSteps({ steps }: Scenario, seen: Seen): readonly string[] {
  return steps.filter((step) => step.isReached(seen)).map(({ name }) => name);
}

export type DifferencesByStep = Readonly<Record<string, readonly Difference[]>>;

export function differencesBySteps({ steps }: Scenario, seen: Seen): DifferencesByStep {
  return Object.fromEntries(steps.map((step) => [step.name, step.differences?.(seen) ?? []]));
}

export function dossiersOf(seen: Seen, side: Side): readonly Dossier[] {
  const index = new DossierIndex();
  index.add(seen.acts[side].filter(isDossierAct));
  const dossiers: Dossier[] = [];
  index.forEach((dossier) => dossiers.push(dossier));
  return dossiers;
}

export function strandsOf(seen: Seen, side: Side): readonly ExportStrand[] {
  return dossiersOf(seen, side).flatMap(({ exports }) => exports);
}

export function actsOfKind<K extends ActKind>(seen: Seen, side: Side, kind: K): readonly ActOf<K>[] {
  return seen.acts[side].filter((act): act is ActOf<K> => act.body.kind === kind);
}
