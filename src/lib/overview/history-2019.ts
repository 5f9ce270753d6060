/** The table of 22 March 2019 (`domain/usage/registration-2019.ts`) in the form of any other day. */
import type { CountryUse, Overview } from '#lib/domain/usage/overview.ts';
import {
  REGISTRATION_2019 as HISTORY,
  STATES_2019,
  TABLE_DAY as HISTORY_DAY
} from '#lib/domain/usage/registration-2019.ts';

export { HEADING_TOTAL } from '#lib/domain/usage/registration-2019.ts';
export { HISTORY, HISTORY_DAY, STATES_2019 };

/** Its heading has a higher total: both are shown. */
export const LISTED_TOTAL = Object.values(HISTORY).reduce((sum, list) => sum + list.length, 0);

export function historyOverview(): Overview {
  const countries = STATES_2019.flatMap((state) =>
    HISTORY[state].map((country): CountryUse => {
      const unknown = { registeredOn: null, requestedOn: null, lastActive: null };
      return { country, state, suspended: false, ownServer: false, ...unknown, figures: null, most: null };
    })
  );
  countries.sort((a, b) => (a.country < b.country ? -1 : 1));
  const counts = {
    active: HISTORY.active.length,
    'not-active': HISTORY['not-active'].length,
    registered: null,
    requested: HISTORY.requested.length
  };
  const since = { records: HISTORY_DAY, activity: HISTORY_DAY, figures: HISTORY_DAY.slice(0, 7) };
  return { asOf: HISTORY_DAY, countries, counts, figures: null, months: [], since };
}
