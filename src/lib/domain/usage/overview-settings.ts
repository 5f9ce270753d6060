/** `setting:overview` in INCB's database: the secretariat's choices and named groups. */
import {
  anyText,
  instant,
  integer,
  listOf,
  oneOf,
  pattern,
  readStored,
  shaped,
  stored,
  text,
  type Checked
} from '../shape/shape.ts';
import { country } from '../shape/references.ts';
import type { Result } from '../result.ts';

export const OVERVIEW_SETTING_ID = 'setting:overview';
/** Months within which an active country issued or answered; INCB's own rule of 2019 is unknown. */
export const USUAL_ACTIVE_MONTHS = 12;
export const MAX_ACTIVE_MONTHS = 60;

const group = shaped({ required: { name: text(1, 120), countries: listOf(country, 1, 249) } });
export type CountryGroup = Checked<typeof group>;

/** A conflict: the value not in force, kept until a person decides. */
const apart = shaped({ required: { part: anyText, other: anyText } });
export type ApartChoice = Checked<typeof apart>;

export const MAX_MONTHS_APART = 100;
export const MAX_JOINED = 50;

const setting = stored({
  required: { _id: oneOf([OVERVIEW_SETTING_ID]), schema: oneOf([1]) },
  optional: {
    activeMonths: integer(1, MAX_ACTIVE_MONTHS),
    groups: listOf(group, 0, 50),
    /** Replaces the usual sentence under maps, by language. */
    mapNote: stored({
      required: {},
      optional: { en: anyText, fr: anyText, es: anyText, ru: anyText, zh: anyText, ar: anyText }
    }),
    /** Time of the choice; in a conflict the later one applies. */
    at: instant,
    apart: listOf(apart, 0, MAX_MONTHS_APART),
    /** Merged revisions of other devices: settings cannot be deleted, so those revisions remain. */
    joined: listOf(pattern(/^\d{1,9}-[0-9a-f]{32}$/, 'document.revision.malformed'), 0, MAX_JOINED)
  }
});
export type OverviewSetting = Checked<typeof setting>;

const NO_SETTING: OverviewSetting = { _id: OVERVIEW_SETTING_ID, schema: 1 };

export function parseOverviewSetting(document: unknown): Result<OverviewSetting> {
  return readStored(setting, document);
}

/** An unreadable setting counts as empty, so the overview always shows. */
export function readOverviewSetting(document: unknown): OverviewSetting {
  const read = parseOverviewSetting(document);
  return read.ok ? read.value : NO_SETTING;
}
