/**
 * The table of 22 March 2019 ("Overview of the registration and usage (57 countries)", slides of the 4th User Group
 * Meeting of I2ES). Its heading says 57, its three lists have 53: both are shown.
 */
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { sumFigures, type CountryUse, type Overview } from '#lib/domain/usage/overview.ts';
import { USE_STATES, type UseState } from '#lib/domain/usage/use-state.ts';
import table from './registration-2019.json';

export const HISTORY_DAY = table.asOf as CalendarDate;
export const HEADING_TOTAL = table.headingTotal;

export const HISTORY: Readonly<Record<UseState, readonly CountryCode[]>> = {
  active: table.active as readonly string[] as readonly CountryCode[],
  'not-active': table.notActive as readonly string[] as readonly CountryCode[],
  requested: table.requestedAccount as readonly string[] as readonly CountryCode[]
};

export const LISTED_TOTAL = Object.values(HISTORY).reduce((sum, list) => sum + list.length, 0);

/** That day as the overview shows any other: how the countries stood, and no figures, since none are known. */
export function historyOverview(): Overview {
  const figures = sumFigures([]);
  const countries = USE_STATES.flatMap((state) =>
    HISTORY[state].map((country): CountryUse => {
      const unknown = { registeredOn: null, requestedOn: null, lastActive: null };
      return { country, state, suspended: false, ownServer: false, ...unknown, figures };
    })
  );
  countries.sort((a, b) => (a.country < b.country ? -1 : 1));
  const counts = {
    active: HISTORY.active.length,
    'not-active': HISTORY['not-active'].length,
    requested: HISTORY.requested.length
  };
  return { asOf: HISTORY_DAY, countries, counts, figures, months: [] };
}
