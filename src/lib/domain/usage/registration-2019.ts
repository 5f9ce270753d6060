/**
 * Table of 22 March 2019 ("Overview of the registration and usage (57 countries)", slides of the 4th User Group Meeting
 * of I2ES): status of countries. Its heading has 57, its three lists 53; both are shown.
 */
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { CountryUse, Overview } from './overview.ts';
import table from './registration-2019.json' with { type: 'json' };

export const HISTORY_DAY = table.asOf as CalendarDate;
export const HEADING_TOTAL = table.headingTotal;

export const STATES_2019 = ['active', 'not-active', 'requested'] as const;

export const REGISTRATION_2019: Readonly<Record<(typeof STATES_2019)[number], readonly CountryCode[]>> = {
  active: table.active as readonly string[] as readonly CountryCode[],
  'not-active': table.notActive as readonly string[] as readonly CountryCode[],
  requested: table.requestedAccount as readonly string[] as readonly CountryCode[]
};

export const LISTED_TOTAL = Object.values(REGISTRATION_2019).reduce((sum, list) => sum + list.length, 0);

export function historyOverview(): Overview {
  const unknown = { registeredOn: null, requestedOn: null, lastActive: null, figures: null };
  const countries = STATES_2019.flatMap((state) =>
    REGISTRATION_2019[state].map((country): CountryUse => ({
      country,
      state,
      suspended: false,
      ownServer: false,
      ...unknown
    }))
  );
  countries.sort((a, b) => (a.country < b.country ? -1 : 1));
  const { active, 'not-active': idle, requested } = REGISTRATION_2019;
  const counts = { active: active.length, 'not-active': idle.length, requested: requested.length };
  const since = { records: HISTORY_DAY, activity: HISTORY_DAY, figures: HISTORY_DAY.slice(0, 7) };
  const known = { asOf: HISTORY_DAY, countries, counts: { ...counts, registered: null }, since };
  return { ...known, figures: null, months: [] };
}
