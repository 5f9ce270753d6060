/**
 * What the central server refused of a country that has its own: the national server has stored it, the
 * partner will never get it. The word is kept beside it, where the country's officers see it as a task.
 */
import { isPlainObject } from '../act/shape.ts';
import { isInstant } from '../calendar-date.ts';
import type { Instant } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';

export const REFUSAL_PREFIX = 'refusal:';

/** `refusal:<id of what was refused>`, written by the link between the two servers and by nobody else. */
export interface CentralRefusal {
  readonly _id: string;
  readonly schema: 1;
  readonly of: string;
  readonly rev: string;
  readonly problems: readonly Problem[];
  readonly refusedAt: Instant;
}

export function centralRefusalOf(
  refused: Pick<CentralRefusal, 'of' | 'rev' | 'problems' | 'refusedAt'>
): CentralRefusal {
  return { _id: REFUSAL_PREFIX + refused.of, schema: 1, ...refused };
}

export function parseCentralRefusal(value: unknown): Result<CentralRefusal> {
  const wellFormed =
    isPlainObject(value) &&
    value['schema'] === 1 &&
    typeof value['of'] === 'string' &&
    value['_id'] === REFUSAL_PREFIX + value['of'] &&
    typeof value['rev'] === 'string' &&
    isInstant(value['refusedAt']) &&
    Array.isArray(value['problems']) &&
    value['problems'].length > 0 &&
    value['problems'].every((one) => isPlainObject(one) && typeof one['code'] === 'string');
  return wellFormed ? accept(value as unknown as CentralRefusal) : refuse({ code: 'document.malformed' });
}

/** For want of something that may come yet: a partner's act, a certificate, a number block. */
const MAY_COME: readonly string[] = [
  'dossier.reference.missing',
  'dossier.refersToSetAside',
  'signature.key.unknown',
  'signature.chain.broken',
  'door.number.notReserved',
  'block.device.notCertified',
  'block.enoughLeft'
];

/** Whether what was refused so is worth offering again once something has come. */
export function mayBecomeAcceptable(problems: readonly Pick<Problem, 'code'>[]): boolean {
  return problems.some(({ code }) => MAY_COME.indexOf(code) >= 0);
}
