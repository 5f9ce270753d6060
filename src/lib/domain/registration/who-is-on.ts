/**
 * What everybody may know of who is registered: how many countries of each region, and the names of those that agreed.
 * Of a country that has not agreed nothing is in it but one in a count of its region, which has dozens of countries.
 */
import { country as countryCode } from '../shape/references.ts';
import {
  calendarDate,
  integer,
  listOf,
  oneOf,
  readStored,
  shaped,
  stored,
  yesOrNo,
  type Checked
} from '../shape/shape.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { REGIONS, type RegionCode } from '../region-codes.ts';
import { regionOf } from '../region.ts';
import type { Result } from '../result.ts';
import type { Standing } from './standing.ts';

const MAX_COUNTRIES = 300;

const whoIsOn = stored({
  required: {
    /** The day that the figures are of. */
    day: calendarDate,
    registered: integer(0, MAX_COUNTRIES),
    regions: listOf(
      shaped({ required: { region: oneOf<RegionCode>(REGIONS), registered: integer(0, MAX_COUNTRIES) } }),
      0,
      5
    ),
    /** In the order of their codes. */
    named: listOf(countryCode, 0, MAX_COUNTRIES),
    /** Everything here is invented. */
    demonstration: yesOrNo
  }
});
export type WhoIsOn = Checked<typeof whoIsOn>;

/** A suspended country is registered still: that INCB has shut its people out is nobody else's business. */
export function whoIsOnAt(
  day: CalendarDate,
  standings: readonly Standing[],
  agreed: ReadonlySet<CountryCode>,
  demonstration: boolean
): WhoIsOn {
  const registered = standings.filter(({ state }) => state !== 'closed').map(({ country }) => country);
  return {
    day,
    registered: registered.length,
    regions: REGIONS.map((region) => ({
      region,
      registered: registered.filter((country) => regionOf(country) === region).length
    })),
    named: registered.filter((country) => agreed.has(country)).sort(),
    demonstration
  };
}

/** As the server told it, or as it was kept: neither is believed. */
export function parseWhoIsOn(value: unknown): Result<WhoIsOn> {
  return readStored(whoIsOn, value);
}
