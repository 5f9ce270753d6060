/** A proposal to another authority to test I2ES together: the user group's "time frame for testing". */
import { dateToDayNumber } from '../../calendar-date.ts';
import type { SubstanceKey } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import { country, trialReference, hash, slug } from '../../shape/references.ts';
import {
  calendarDate,
  listOf,
  text,
  type Checked,
  oneOf,
  integer,
  micrograms,
  shaped
} from '../../shape/shape.ts';
import { judgePairAudience, defineKind, proposerOf, WRONG_ISSUER } from './define-kind.ts';

const MAX_TRIAL_DAYS = 366;

export const trialProposal = defineKind(
  {
    kind: 'trial-proposal',
    group: 'trial',
    signers: ['administrator', 'officer'],
    audience: judgePairAudience,
    required: {
      /** First and last issue day of import authorizations in the trial, inclusive. */
      from: calendarDate,
      until: calendarDate,
      importing: listOf(country, 1, 2)
    },
    optional: { note: text(1, 2000, true) }
  },
  {
    consistency({ from, until, importing, issuer, to }): Problem[] {
      const problems: Problem[] = [];
      if (until < from) problems.push({ code: 'trial.period.reversed', path: 'body.until' });
      else if (dateToDayNumber(until) - dateToDayNumber(from) >= MAX_TRIAL_DAYS)
        problems.push({ code: 'trial.period.long', path: 'body.until', values: { most: MAX_TRIAL_DAYS } });
      const isOfBoth = importing.every((one) => one === issuer || one === to[0]);
      if (!isOfBoth || importing[0] === importing[1])
        problems.push({ code: 'trial.scope.foreign', path: 'body.importing' });
      return problems;
    }
  }
);

/** The invited authority accepts or declines a trial, never its own; declining needs a reason. */
export const trialAnswer = defineKind(
  {
    kind: 'trial-answer',
    group: 'trial',
    signers: ['administrator', 'officer'],
    audience: judgePairAudience,
    refersTo: 'trial',
    required: { trial: trialReference, answer: oneOf(['accept', 'decline']) },
    optional: {
      reason: text(1, 2000, true)
    }
  },
  {
    consistency({ trial, to, answer, reason }): Problem[] {
      if (proposerOf(trial) !== to[0]) return [{ code: 'trial.answer.notAsked', path: 'body.trial' }];
      const isUnsaid = answer === 'decline' && reason === undefined;
      return isUnsaid ? [{ code: 'trial.reason.missing', path: 'body.reason' }] : [];
    }
  }
);

/**
 * Result of a trial, signed by each side from its own records (`domain/partners/trial-figures.ts`). Equal figures mean
 * agreement; others show the difference.
 */
const count = integer(0, 1e6);

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
    substances: listOf(substanceFigures, 0, MAX_SUBSTANCES),
    /** Version 0.1.0 signed these totals over all drugs instead. They are read but not shown. */
    authorized: micrograms,
    exported: micrograms,
    imported: micrograms
  }
});
export type TrialFigures = Checked<typeof figures>;

export const trialResult = defineKind(
  {
    kind: 'trial-result',
    group: 'trial',
    signers: ['administrator', 'officer'],
    audience: judgePairAudience,
    refersTo: 'trial',
    required: {
      trial: trialReference,
      /** Counts acts up to this date, by their ids. */
      asAt: calendarDate,
      figures: listOf(figures, 1, 2)
    }
  },
  {
    consistency({ trial, issuer, to, figures: stated }): Problem[] {
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
  }
);

/** Substances or all three totals, never both, so that there is one reading. */
function hasQuantitiesOnce({ substances, authorized, exported, imported }: TrialFigures): boolean {
  const totals = [authorized, exported, imported].filter((total) => total !== undefined).length;
  return totals === (substances === undefined ? 3 : 0);
}

/** A fixed order without duplicates, so that equal figures give equal text. */
function isInOrder(substances: readonly SubstanceFigures[]): boolean {
  return substances.every(({ substance }, at) => at === 0 || substances[at - 1]!.substance < substance);
}
