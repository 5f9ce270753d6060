/** `setting:contacts` in the Board's database: months until a country counts as quiet. */
import { integer, oneOf, readStored, stored, type Checked } from '../shape/shape.ts';
import type { Result } from '../result.ts';

export const CONTACT_SETTING_ID = 'setting:contacts';
/** A country is quiet after this many months without acts or replies, unless INCB chooses otherwise. */
const USUAL_QUIET_MONTHS = 6;
export const MAX_QUIET_MONTHS = 60;

const setting = stored({
  required: { _id: oneOf([CONTACT_SETTING_ID]), schema: oneOf([1]) },
  optional: { quietMonths: integer(1, MAX_QUIET_MONTHS) }
});
type ContactSetting = Checked<typeof setting>;

export function parseContactSetting(document: unknown): Result<ContactSetting> {
  return readStored(setting, document);
}

/** Unreadable settings give the default. */
export function readQuietMonths(document: unknown): number {
  const read = parseContactSetting(document);
  return (read.ok ? read.value.quietMonths : undefined) ?? USUAL_QUIET_MONTHS;
}
