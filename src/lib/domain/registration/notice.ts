/**
 * What a country's administrators are told of what happens at INCB in their country's name: somebody else
 * asked for its account, or INCB named a new administrator. `registration-notice:<n>` in their own database.
 */
import { isPlainObject } from '../act/shape.ts';
import { isInstant } from '../calendar-date.ts';
import type { Instant } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';

/** `second-request`: asked for a country that is registered · `successor`: INCB invited an administrator. */
export type NoticeKind = 'second-request' | 'successor';

export interface RegistrationNotice {
  readonly _id: string;
  readonly schema: 1;
  readonly kind: NoticeKind;
  /** The request, or the invitation, that it tells of. */
  readonly about: string;
  readonly at: Instant;
  readonly name: string;
  readonly function: string;
  readonly email: string;
  /** As the asker calls it; INCB's reason for a successor. */
  readonly authority?: string;
  readonly reason?: string;
}

export const NOTICE_PREFIX = 'registration-notice:';

export function parseNotice(value: unknown): Result<RegistrationNotice> {
  const wellFormed =
    isPlainObject(value) &&
    typeof value['_id'] === 'string' &&
    /^registration-notice:[1-9]\d{0,8}$/.test(value['_id']) &&
    value['schema'] === 1 &&
    (value['kind'] === 'second-request' || value['kind'] === 'successor') &&
    isInstant(value['at']) &&
    ['about', 'name', 'function', 'email'].every((key) => typeof value[key] === 'string');
  return wellFormed ? accept(value as unknown as RegistrationNotice) : refuse({ code: 'document.malformed' });
}
