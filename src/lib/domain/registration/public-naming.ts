/** An administrator's consent to name the country in public. */
import { calendarDate, oneOf, readStored, stored, yesOrNo, type Checked } from '../shape/shape.ts';
import type { Result } from '../result.ts';

export const PUBLIC_SETTING_ID = 'setting:public';

const setting = stored({
  required: { _id: oneOf([PUBLIC_SETTING_ID]), schema: oneOf([1]), named: yesOrNo },
  /** The day of the consent; choices of earlier versions have none. */
  optional: { since: calendarDate }
});
type PublicSetting = Checked<typeof setting>;

export function parsePublicSetting(document: unknown): Result<PublicSetting> {
  return readStored(setting, document);
}

export function isNamed(versions: readonly unknown[]): boolean {
  return (
    versions.length > 0 &&
    versions.every((one) => {
      const read = parsePublicSetting(one);
      return read.ok && read.value.named;
    })
  );
}
