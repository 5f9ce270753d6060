import { coded, integer, oneOf, readFields, type Checked } from '../shape/shape.ts';
import type { Result } from '../result.ts';
import { may, type PersonRole } from './rights.ts';

export const SECOND_FACTORS = ['optional', 'administrators', 'everybody'] as const;
export type SecondFactorPolicy = (typeof SECOND_FACTORS)[number];

export const SHORTEST_IDLE = 15;
export const MAX_IDLE_MINUTES = 720;

/** Both fields are required, so that leaving one out cannot loosen it. */
const POLICY = {
  secondFactor: coded(oneOf(SECOND_FACTORS), 'policy.secondFactor.unknown'),
  /** Until a server session without requests ends. */
  idleMinutes: coded(integer(SHORTEST_IDLE, MAX_IDLE_MINUTES), 'policy.idle.outOfRange')
};
export type Policy = { readonly [F in keyof typeof POLICY]: Checked<(typeof POLICY)[F]> };

export const DEFAULT_POLICY: Policy = { secondFactor: 'optional', idleMinutes: MAX_IDLE_MINUTES };
export const STRICTEST_POLICY: Policy = { secondFactor: 'everybody', idleMinutes: SHORTEST_IDLE };

export function parsePolicy(body: unknown): Result<Policy> {
  return readFields(POLICY, body);
}

/** Service accounts are programs and cannot answer a second factor. Companies are strangers to the authority. */
export function asksSecondFactor({ secondFactor }: Policy, role: PersonRole): boolean {
  if (may({ role }, 'carry')) return false;
  if (may({ role }, 'apply')) return true;
  return secondFactor === 'everybody' || (secondFactor === 'administrators' && may({ role }, 'manage'));
}
