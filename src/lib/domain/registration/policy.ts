/** An authority's sign-in rules for its users: two-step verification, and how long a session can idle. */
import { isPlainObject } from '../shape/shape.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { may, type PersonRole } from './rights.ts';

export const SECOND_FACTORS = ['optional', 'administrators', 'everybody'] as const;
export type SecondFactorPolicy = (typeof SECOND_FACTORS)[number];

export interface Policy {
  readonly secondFactor: SecondFactorPolicy;
  /** Minutes without a request until a server session ends. */
  readonly idleMinutes: number;
}

export const SHORTEST_IDLE = 15;
export const MAX_IDLE_MINUTES = 720;
export const DEFAULT_POLICY: Policy = { secondFactor: 'optional', idleMinutes: MAX_IDLE_MINUTES };

/** Both fields are required, so that leaving one out cannot loosen it. */
export function parsePolicy(body: unknown): Result<Policy> {
  if (!isPlainObject(body)) return refuse({ code: 'request.body.malformed' });
  const problems: Problem[] = [];
  const { secondFactor, idleMinutes } = body;
  if (!isSecondFactor(secondFactor))
    problems.push({ code: 'policy.secondFactor.unknown', path: 'secondFactor' });
  if (!isIdle(idleMinutes)) {
    problems.push({
      code: 'policy.idle.outOfRange',
      path: 'idleMinutes',
      values: { least: SHORTEST_IDLE, most: MAX_IDLE_MINUTES }
    });
  }
  if (!isSecondFactor(secondFactor) || !isIdle(idleMinutes)) return refuse(...problems);
  return accept({ secondFactor, idleMinutes });
}

/** Service accounts are programs and cannot answer a second factor. */
export function asksSecondFactor({ secondFactor }: Policy, role: PersonRole): boolean {
  if (may({ role }, 'carry')) return false;
  return secondFactor === 'everybody' || (secondFactor === 'administrators' && may({ role }, 'manage'));
}

function isSecondFactor(value: unknown): value is SecondFactorPolicy {
  return (SECOND_FACTORS as readonly unknown[]).indexOf(value) >= 0;
}

function isIdle(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= SHORTEST_IDLE && Number(value) <= MAX_IDLE_MINUTES;
}
