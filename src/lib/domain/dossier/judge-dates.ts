/**
 * Dates of what really went and came (1961 art. 31(4)(b), 31(7)(a)): for the form as they are typed, for the
 * door as they are stated, for the fold as they stand.
 *
 * | date                                      | form and door | fold            |
 * |-------------------------------------------|---------------|-----------------|
 * | despatch outside the period of validity   | refused       | counts, differs |
 * | despatch or receipt in the future         | refused       | counts          |
 * | receipt before the day before the issue   | refused       | counts, differs |
 * | receipt before the stated despatch        | told          | counts, differs |
 * | nil before the period has expired         | refused       | counts, differs |
 *
 * The fold refuses none of them. What a partner's server has accepted once stays counted, or goods that went
 * would vanish from the totals; and a despatch and a receipt that cross on their way would push each other
 * out by which of them came first. The door asks only its own authority, and only of what is new there.
 * Across the date line goods may arrive on the day before they left; a despatch is the partner's word, which
 * may be mistyped and is never amended, so it is no reason to refuse a true receipt.
 */
import type { ExportAuthorizationBody, BodyOf } from '../act/body.ts';
import { toFollowUpProblem, type FollowUpCode } from './follow-up-codes.ts';
import { addDays, isOutside } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import type { Problem } from '../result.ts';

type Period = Pick<ExportAuthorizationBody, 'validFrom' | 'validUntil'>;

export function judgeShippedOn(shippedOn: CalendarDate, period: Period, today: CalendarDate): Problem[] {
  const problems: Problem[] = [];
  const add = (code: FollowUpCode, values: Problem['values']): unknown =>
    problems.push(toFollowUpProblem(code, 'shippedOn', values));
  if (shippedOn > today) add('shipment.date.future', { date: shippedOn });
  if (isOutside(shippedOn, period)) {
    const values = { date: shippedOn, from: period.validFrom, until: period.validUntil };
    add('shipment.date.outsideValidity', values);
  }
  return problems;
}

interface StatedReceipt {
  readonly receivedOn: CalendarDate;
  readonly outcome: BodyOf<'endorsement'>['outcome'] | null;
}

interface ReceiptContext {
  readonly authorization: Pick<ExportAuthorizationBody, 'issuedOn' | 'validFrom' | 'validUntil'>;
  readonly shippedOn: CalendarDate | null;
  readonly today: CalendarDate;
}

export function judgeReceivedOn(
  { receivedOn, outcome }: StatedReceipt,
  { authorization, shippedOn, today }: ReceiptContext
): Problem[] {
  const problems: Problem[] = [];
  const add = (code: FollowUpCode, values: Problem['values']): unknown =>
    problems.push(toFollowUpProblem(code, 'receivedOn', values));
  const { validFrom, validUntil } = authorization;
  // A declaration can be recorded after its goods have left.
  const issuedOn = authorization.issuedOn < validFrom ? authorization.issuedOn : validFrom;
  const isNil = outcome === 'not-imported';
  if (receivedOn > today) {
    // A future day gives one problem; the period is not judged as well.
    add(isNil ? 'endorsement.nil.future' : 'endorsement.date.future', { date: receivedOn });
    return problems;
  }
  if (receivedOn < addDays(issuedOn, -1)) add('endorsement.date.beforeIssue', { date: receivedOn, issuedOn });
  else if (shippedOn && receivedOn < shippedOn)
    add('endorsement.date.beforeShipment', { date: receivedOn, shippedOn });
  const isTooEarly = receivedOn <= validUntil || today <= validUntil;
  if (isNil && isTooEarly) add('endorsement.notExpired', { until: validUntil });
  return problems;
}
