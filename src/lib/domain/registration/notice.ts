/** `registration-notice:<n>` in the country's database. */
import {
  anyText,
  instant,
  oneOf,
  parseShape,
  pattern,
  readStored,
  shaped,
  stored,
  text,
  type Checked
} from '../shape/shape.ts';
import { actReference } from '../shape/references.ts';
import type { Result } from '../result.ts';

/**
 * `second-request`: asked for a registered country · `successor`: INCB invited an administrator · `form-report`: an
 * officer of the country doubts a form.
 */
const NOTICE_KINDS = ['second-request', 'successor', 'form-report'] as const;

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

const formReport = shaped({
  required: { act: actReference, form: text(1, 200), text: text(1, 2000, true) }
});
export type FormReport = Checked<typeof formReport>;

export function parseFormReport(value: unknown): Result<FormReport> {
  return parseShape(formReport, value);
}
