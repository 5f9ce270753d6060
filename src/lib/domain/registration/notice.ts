/**
 * What a country's administrators are told of what happens at INCB in their country's name: somebody else
 * asked for its account, or INCB named a new administrator. `registration-notice:<n>` in their own database.
 */
import { anyText, instant, oneOf, pattern, readStored, stored, type Checked } from '../shape/shape.ts';
import type { Result } from '../result.ts';

/** `second-request`: asked for a country that is registered · `successor`: INCB invited an administrator. */
const NOTICE_KINDS = ['second-request', 'successor'] as const;

const notice = stored({
  required: {
    _id: pattern(/^registration-notice:[1-9]\d{0,8}$/, 'document.malformed'),
    schema: oneOf([1]),
    kind: oneOf(NOTICE_KINDS),
    /** The request, or the invitation, that it tells of. */
    about: anyText,
    at: instant,
    name: anyText,
    function: anyText,
    email: anyText
  },
  optional: {
    /** As the asker calls it. */
    authority: anyText,
    /** INCB's, for a successor. */
    reason: anyText
  }
});
export type RegistrationNotice = Checked<typeof notice>;

export const NOTICE_PREFIX = 'registration-notice:';

export function parseNotice(value: unknown): Result<RegistrationNotice> {
  return readStored(notice, value);
}
