/** The setting document of a country, and the one member that Today reads without the others (`country-settings.ts`). */
import { isPlainObject } from '../shape/shape.ts';

export const COUNTRY_SETTING = 'country';
export const COUNTRY_SETTING_ID = `setting:${COUNTRY_SETTING}`;

/** Days without a partner's reply after which Today reminds; 0: never. No treaty sets a time (rule R20). */
export const REPLY_DAYS_BOUNDS = { least: 0, most: 365 } as const;

export function readReplyDays(setting: unknown): number {
  const days = isPlainObject(setting) ? setting['replyDays'] : undefined;
  const { least, most } = REPLY_DAYS_BOUNDS;
  return typeof days === 'number' && Number.isInteger(days) && days >= least && days <= most ? days : least;
}
