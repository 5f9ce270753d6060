/**
 * What a scenario is: steps that are reached or not by what both sides' databases hold, read by the same fold as every
 * desk reads it. Texts are the page's (`rehearsal_<name>_task` and so on); here is what counts.
 */
import type { Act, ActOf } from '../act/body.ts';
import type { ActKind } from '../act/kinds.ts';
import { DossierIndex, isDossierAct } from '../dossier/dossier-index.ts';
import type { Dossier, ExportStrand } from '../dossier/dossier.ts';
import type { ActId, CalendarDate, CountryCode, KeyId } from '../ids.ts';
import type { Difference } from './difference.ts';

/** Who issues import authorizations here, and who export authorizations. */
export type Side = 'importing' | 'exporting';
export const SIDES: readonly Side[] = ['importing', 'exporting'];

/** What happens before the learner does anything, or upon what they do: `stage/` plays it. */
export type Prelude = 'nothing' | 'salt' | 'forged' | 'stolen';

/** What a prelude leaves behind that a step asks about. */
export interface Planted {
  readonly act?: ActId;
  readonly key?: KeyId;
}

/** What both sides hold, of acts that are verified good. */
export interface Seen {
  readonly acts: Readonly<Record<Side, readonly Act[]>>;
  readonly countries: Readonly<Record<Side, CountryCode>>;
  readonly today: CalendarDate;
  readonly planted: Planted;
  /** What the door has said to whatever it refused: JSON of problems. */
  readonly refused: readonly string[];
}

export interface Step {
  readonly name: string;
  /** Whose hand it takes. */
  readonly side: Side;
  isReached(seen: Seen): boolean;
  /** What was stated for it and is not as the task says, in force and not replaced yet; none where it is reached. */
  differences?(seen: Seen): readonly Difference[];
}

export interface Scenario {
  readonly name: string;
  readonly minutes: number;
  /** Where the learner begins. */
  readonly opens: Readonly<Record<Side, string>>;
  readonly prelude: Prelude;
  readonly steps: readonly Step[];
}

export const FIRST_DESKS: Scenario['opens'] = { importing: '/authorizations/new', exporting: '/today' };

/** In the order of the scenario; a later one may be reached before an earlier one. */
export function reachedSteps({ steps }: Scenario, seen: Seen): readonly string[] {
  return steps.filter((step) => step.isReached(seen)).map(({ name }) => name);
}

/** By the name of a step. */
export type DifferencesByStep = Readonly<Record<string, readonly Difference[]>>;

/** What the learner is told. */
export function differencesBySteps({ steps }: Scenario, seen: Seen): DifferencesByStep {
  return Object.fromEntries(steps.map((step) => [step.name, step.differences?.(seen) ?? []]));
}

export function isComplete(scenario: Scenario, seen: Seen): boolean {
  return scenario.steps.every((step) => step.isReached(seen));
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
