/**
 * Notices for a country's administrators about INCB's work in their country's name: another account request, or a new
 * administrator. Stored as `registration-notice:<n>` in their database.
 */
import { anyText, instant, oneOf, pattern, readStored, stored, type Checked } from '../shape/shape.ts';
import type { Result } from '../result.ts';

/** `second-request`: asked for a registered country · `successor`: INCB invited an administrator. */
const NOTICE_KINDS = ['second-request', 'successor'] as const;

const notice = stored({
  required: {
    _id: pattern(/^registration-notice:[1-9]\d{0,8}$/, 'document.malformed'),
    schema: oneOf([1]),
    kind: oneOf(NOTICE_KINDS),
    about: anyText,
    at: instant,
    name: anyText,
    function: anyText,
    email: anyText
  },
  optional: {
    authority: anyText,
    reason: anyText
  }
});
export type RegistrationNotice = Checked<typeof notice>;

export const NOTICE_PREFIX = 'registration-notice:';

export function parseNotice(value: unknown): Result<RegistrationNotice> {
  return readStored(notice, value);
}
