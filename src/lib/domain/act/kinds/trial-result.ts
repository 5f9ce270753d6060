/**
 * What a trial came to, signed by each side from its own records (`domain/partners/trial-figures.ts`). Where both signed
 * the same figures they agree; where not, the figures say where.
 */
import { bodyShape } from '../head.ts';
import type { SubstanceKey } from '../../ids.ts';
import { country, hash, slug, trialReference } from '../references.ts';
import { calendarDate, integer, listOf, micrograms, shaped, type Checked } from '../shape.ts';
import type { Problem } from '../../result.ts';
import { judgePairAudience, proposerOf, WRONG_ISSUER } from './audiences.ts';
import { defineKind } from './define-kind.ts';

const count = integer(0, 1e6);

/** As many as one authorization can have lines. */
const MAX_SUBSTANCES = 200;

/** Of one substance, in micrograms of anhydrous base: different drugs are never added. */
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
    /** Of the dossiers: both sides say the same, something is to be looked at, one side has not spoken yet. */
    agreed: count,
    open: count,
    waiting: count,
    /** How many acts that was counted from, and the hash of their ids: whether both had the same. */
    acts: count,
    hash
  },
  optional: {
    /** In order of their keys, each once. */
    substances: listOf(substanceFigures, 0, MAX_SUBSTANCES),
    /** Results signed by version 0.1.0 have these totals over all drugs in their place. They are read and not shown. */
    authorized: micrograms,
    exported: micrograms,
    imported: micrograms
  }
});
export type TrialFigures = Checked<typeof figures>;

const shape = bodyShape('trial-result', {
  trial: trialReference,
  /** Acts stated until then are counted, by the date in their ids. */
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

/** Substance by substance, or all three totals: never both, so that there is one reading. */
function hasQuantitiesOnce({ substances, authorized, exported, imported }: TrialFigures): boolean {
  const totals = [authorized, exported, imported].filter((total) => total !== undefined).length;
  return totals === (substances === undefined ? 3 : 0);
}

/** One order, so that two sides with the same figures sign the same text; and none of them twice. */
function isInOrder(substances: readonly SubstanceFigures[]): boolean {
  return substances.every(({ substance }, at) => at === 0 || substances[at - 1]!.substance < substance);
}
