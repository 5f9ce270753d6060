/**
 * Result of a trial, signed by each side from its own records (`domain/partners/trial-figures.ts`). Equal figures mean
 * agreement; others show the difference.
 */
import { bodyShape } from '../head.ts';
import type { SubstanceKey } from '../../ids.ts';
import { country, hash, slug, trialReference } from '../../shape/references.ts';
import { calendarDate, integer, listOf, micrograms, shaped, type Checked } from '../../shape/shape.ts';
import type { Problem } from '../../result.ts';
import { judgePairAudience, proposerOf, WRONG_ISSUER } from './audiences.ts';
import { defineKind } from './define-kind.ts';

const count = integer(0, 1e6);

/** Maximum number of lines on an authorization. */
const MAX_SUBSTANCES = 200;

/** Micrograms of anhydrous base of one substance: different drugs are never added. */
const substanceFigures = shaped({
  required: {
    substance: slug<SubstanceKey>(),
    authorized: micrograms,
    exported: micrograms,
    imported: micrograms
  }
});
export type SubstanceFigures = Checked<typeof substanceFigures>;

const figures = shaped({
  required: {
    importing: country,
    dossiers: count,
    /** Dossiers in which both sides agree, differ, or one is still silent. */
    agreed: count,
    open: count,
    waiting: count,
    acts: count,
    hash
  },
  optional: {
    /** Sorted by unique key. */
    substances: listOf(substanceFigures, 0, MAX_SUBSTANCES),
    /** Version 0.1.0 signed these totals over all drugs instead. They are read but not shown. */
    authorized: micrograms,
    exported: micrograms,
    imported: micrograms
  }
});
export type TrialFigures = Checked<typeof figures>;

const shape = bodyShape('trial-result', {
  trial: trialReference,
  /** Counts acts up to this date, by their ids. */
  asAt: calendarDate,
  figures: listOf(figures, 1, 2)
});
export type TrialResultBody = Checked<typeof shape>;

export const trialResult = defineKind({
  kind: 'trial-result',
  group: 'trial',
  signers: ['administrator', 'officer'],
  shape,
  audience: judgePairAudience,
  consistency: judgeResult,
  refersTo: ({ trial }: TrialResultBody) => trial
});

function judgeResult({ trial, issuer, to, figures: stated }: TrialResultBody): Problem[] {
  const proposer = proposerOf(trial);
  if (proposer !== issuer && proposer !== to[0]) return [WRONG_ISSUER];
  const problems: Problem[] = [];
  const isOfBoth = stated.every(({ importing }) => importing === issuer || importing === to[0]);
  if (!isOfBoth || stated[0]?.importing === stated[1]?.importing)
    problems.push({ code: 'trial.scope.foreign', path: 'body.figures' });
  if (stated.some((one) => one.agreed + one.open + one.waiting !== one.dossiers))
    problems.push({ code: 'trial.figures.sum', path: 'body.figures' });
  if (!stated.every(hasQuantitiesOnce)) problems.push({ code: 'act.key.missing', path: 'body.figures' });
  if (!stated.every(({ substances = [] }) => isInOrder(substances)))
    problems.push({ code: 'trial.figures.substances', path: 'body.figures' });
  return problems;
}

/** Substances or all three totals, never both, so that there is one reading. */
function hasQuantitiesOnce({ substances, authorized, exported, imported }: TrialFigures): boolean {
  const totals = [authorized, exported, imported].filter((total) => total !== undefined).length;
  return totals === (substances === undefined ? 3 : 0);
}

/** A fixed order without duplicates, so that equal figures give equal text. */
function isInOrder(substances: readonly SubstanceFigures[]): boolean {
  return substances.every(({ substance }, at) => at === 0 || substances[at - 1]!.substance < substance);
}
