/** `setting:overview` in the Board's database: what the secretariat chose for its overview, and the groups that it named. */
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
/** A country is active if it issued or answered within so many months; INCB's own rule of 2019 is not known. */
export const USUAL_ACTIVE_MONTHS = 12;
export const MAX_ACTIVE_MONTHS = 60;

const group = shaped({ required: { name: text(1, 120), countries: listOf(country, 1, 249) } });
/** A regional body, or whatever else the secretariat looks at together. */
export type CountryGroup = Checked<typeof group>;

/** Two devices chose differently: a value that is not in force, and is kept until a person has decided. */
const apart = shaped({ required: { part: anyText, other: anyText } });
export type ApartChoice = Checked<typeof apart>;

export const MAX_MONTHS_APART = 100;
export const MAX_JOINED = 50;

const setting = stored({
  required: { _id: oneOf([OVERVIEW_SETTING_ID]), schema: oneOf([1]) },
  optional: {
    activeMonths: integer(1, MAX_ACTIVE_MONTHS),
    groups: listOf(group, 0, 50),
    /** In place of the customary sentence under maps, by language. */
    mapNote: stored({
      required: {},
      optional: { en: anyText, fr: anyText, es: anyText, ru: anyText, zh: anyText, ar: anyText }
    }),
    /** When it was chosen: of two that were chosen apart the later is in force. */
    at: instant,
    apart: listOf(apart, 0, MAX_MONTHS_APART),
    /** Revisions of other devices that are in this one: nobody may delete a setting, so they lie beside it. */
    joined: listOf(pattern(/^\d{1,9}-[0-9a-f]{32}$/, 'document.revision.malformed'), 0, MAX_JOINED)
  }
});
export type OverviewSetting = Checked<typeof setting>;

export const NO_SETTING: OverviewSetting = { _id: OVERVIEW_SETTING_ID, schema: 1 };

export function parseOverviewSetting(document: unknown): Result<OverviewSetting> {
  return readStored(setting, document);
}

/** What cannot be read is as if nothing had been chosen: the overview is shown in any case. */
export function readOverviewSetting(document: unknown): OverviewSetting {
  const read = parseOverviewSetting(document);
  return read.ok ? read.value : NO_SETTING;
}
