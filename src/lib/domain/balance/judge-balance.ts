/**
 * The rule of estimates for form and door (1961 art. 31(1)(b), 21(4)(b); ECOSOC 1981/7 for 1971; rule R12): no more than
 * the importing country's total, except by a documented way out, which is signed with the authorization.
 *
 * | what is asked                                  | without a way out | with one                                |
 * |------------------------------------------------|-------------------|-----------------------------------------|
 * | no figure is published                         | no information    |                                         |
 * | within the device's reservation                | issued            |                                         |
 * | within what no device has reserved             | issued online     | offline, by name: not yet reserved      |
 * | within the total, but other devices hold it    | refused           | by name: not yet reserved               |
 * | beyond the total                               | refused           | treatment, supplement or INCB's decision |
 *
 * A lower figure that INCB publishes later does not end a reservation: what it covers is issued.
 */
import type { Exceeding } from '../act/kinds/special-terms.ts';
import type { Purpose } from '../act/kinds/authorization.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import { isBlank } from '../act/typed-text.ts';
import { CURRENT_EDITION, findSubstance, type EditionIndex } from '../goods/substance.ts';
import type { DossierKey } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Asked } from './claims.ts';
import type { BalanceOf } from './ledger.ts';

export interface Room extends BalanceOf {
  /** Micrograms of anhydrous base, with supplements; null if INCB has published no figure. */
  readonly total: number | null;
  /** Authorized before this country used I2ES. */
  readonly opening: number;
  readonly taken: number;
  /** Unused reservations of this device, and of all others. */
  readonly own: number;
  readonly others: number;
}

export interface Estimates {
  roomOf(of: BalanceOf, upon?: DossierKey): Room;
  readonly isOffline?: boolean;
}

export function remainingIn({ total, opening, taken }: Room): number {
  return (total ?? 0) - opening - taken;
}

export interface WayOut {
  readonly purpose: Purpose | null;
  /** On an import authorization, the reason of `essential-treatment`. */
  readonly remarks: string;
  readonly exceeding: Exceeding | null;
  /** No server can be asked for what this device has not reserved. */
  readonly isOffline?: boolean;
  /** At the door: what others issued in the meantime was not known to the officer. */
  readonly isSigned?: boolean;
}

type BalanceCode = Extract<
  ProblemCode,
  'balance.unknown' | 'balance.exceeded' | 'balance.reserved' | 'balance.offline' | 'balance.exceeding'
>;

interface BalanceFinding {
  readonly code: BalanceCode;
  readonly line: number;
  readonly values: NonNullable<Problem['values']>;
}

export function judgeBalance(
  asked: Asked,
  room: Room,
  out: WayOut,
  edition: EditionIndex = CURRENT_EDITION
): BalanceFinding | null {
  const { line, quantity } = asked;
  const substance = findSubstance(asked.substance, edition)?.name ?? asked.substance;
  const { country, year, total } = room;
  // Art. 31(1)(b): "with the addition of the amounts intended to be re-exported".
  if (out.purpose === 're-export') return null;
  if (total === null) return { code: 'balance.unknown', line, values: { substance, country, year } };
  const remaining = remainingIn(room);
  const found = (code: BalanceCode): BalanceFinding => ({
    code,
    line,
    values: {
      line,
      substance,
      country,
      year,
      asked: quantity,
      remaining: Math.max(0, remaining),
      limit: total
    }
  });
  if (quantity <= room.own) return null;
  const isBeyond = quantity > remaining;
  const isHeld = quantity > remaining - room.others;
  if (!isBeyond && !isHeld && !out.isOffline) return null;
  if (isExcused(out, !isBeyond || (out.isSigned === true && quantity <= total - room.opening)))
    return found('balance.exceeding');
  if (isBeyond) return found('balance.exceeded');
  return found(isHeld ? 'balance.reserved' : 'balance.offline');
}

/** “Not reserved” excuses what the officer could not know, and never more than the whole year's total. */
function isExcused({ purpose, remarks, exceeding }: WayOut, isUnreserved: boolean): boolean {
  if (exceeding && !isBlank(exceeding.reason)) return exceeding.ground !== 'unreserved' || isUnreserved;
  return purpose === 'essential-treatment' && !isBlank(remarks);
}

/** The form asks for a way out. */
export function isExcess(code: string): boolean {
  return code.startsWith('balance.') && code !== 'balance.unknown';
}
