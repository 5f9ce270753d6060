/** A proposal to another authority to test I2ES together: the user group's "time frame for testing". */
import { bodyShape } from '../head.ts';
import { country } from '../../shape/references.ts';
import { calendarDate, listOf, text, type Checked } from '../../shape/shape.ts';
import { dateToDayNumber } from '../../calendar-date.ts';
import type { Problem } from '../../result.ts';
import { judgePairAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';

const MAX_TRIAL_DAYS = 366;

const shape = bodyShape(
  'trial-proposal',
  {
    /** First and last issue day of import authorizations in the trial, inclusive. */
    from: calendarDate,
    until: calendarDate,
    /** One or both sides as importers. */
    importing: listOf(country, 1, 2)
  },
  { note: text(1, 2000, true) }
);
export type TrialProposalBody = Checked<typeof shape>;

export const trialProposal = defineKind({
  kind: 'trial-proposal',
  group: 'trial',
  signers: ['administrator', 'officer'],
  shape,
  audience: judgePairAudience,
  consistency: judgeProposal
});

function judgeProposal({ from, until, importing, issuer, to }: TrialProposalBody): Problem[] {
  const problems: Problem[] = [];
  if (until < from) problems.push({ code: 'trial.period.reversed', path: 'body.until' });
  else if (dateToDayNumber(until) - dateToDayNumber(from) >= MAX_TRIAL_DAYS)
    problems.push({ code: 'trial.period.long', path: 'body.until', values: { most: MAX_TRIAL_DAYS } });
  const isOfBoth = importing.every((one) => one === issuer || one === to[0]);
  if (!isOfBoth || importing[0] === importing[1])
    problems.push({ code: 'trial.scope.foreign', path: 'body.importing' });
  return problems;
}
