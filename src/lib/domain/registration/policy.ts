/** What an authority asks of its people when they sign in: a second factor, and how long a desk may idle. */
import { isPlainObject } from '../shape/shape.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { may, type PersonRole } from './rights.ts';

export const SECOND_FACTORS = ['optional', 'administrators', 'everybody'] as const;
export type SecondFactorPolicy = (typeof SECOND_FACTORS)[number];

export interface Policy {
  readonly secondFactor: SecondFactorPolicy;
  /** After so long without a request a session at the server is over. */
  readonly idleMinutes: number;
}

export const SHORTEST_IDLE = 15;
export const MAX_IDLE_MINUTES = 720;
export const DEFAULT_POLICY: Policy = { secondFactor: 'optional', idleMinutes: MAX_IDLE_MINUTES };

/** Both are stated, so that nobody loosens one by leaving it out. */
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

/** Whether a person of this role has to show a second factor. A service account is a program: nobody can be asked. */
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
