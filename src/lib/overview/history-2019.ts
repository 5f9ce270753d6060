/** The table of 22 March 2019 (`domain/usage/registration-2019.ts`) as the overview shows any other day. */
import { mostInMonth, sumFigures, type CountryUse, type Overview } from '#lib/domain/usage/overview.ts';
import { USE_STATES } from '#lib/domain/usage/use-state.ts';
import {
  REGISTRATION_2019 as HISTORY,
  TABLE_DAY as HISTORY_DAY
} from '#lib/domain/usage/registration-2019.ts';

export { HEADING_TOTAL } from '#lib/domain/usage/registration-2019.ts';
export { HISTORY, HISTORY_DAY };

/** Its heading says more: both are shown. */
export const LISTED_TOTAL = Object.values(HISTORY).reduce((sum, list) => sum + list.length, 0);

/** That day as the overview shows any other: how the countries stood, and no figures, since none are known. */
export function historyOverview(): Overview {
  const [figures, most] = [sumFigures([]), mostInMonth([])];
  const countries = USE_STATES.flatMap((state) =>
    HISTORY[state].map((country): CountryUse => {
      const unknown = { registeredOn: null, requestedOn: null, lastActive: null };
      return { country, state, suspended: false, ownServer: false, ...unknown, figures, most };
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
