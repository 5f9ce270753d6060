import { expect, test } from 'vitest';
import { countriesOf, regionOf, REGIONS } from '#lib/domain/country-regions.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';

test('every country and territory lies in one region, and Antarctica in none', () => {
  const all = REGIONS.flatMap((region) => countriesOf(region)) as readonly string[];
  expect([...all, 'AQ'].sort()).toEqual([...COUNTRY_CODES].sort());
  for (const region of REGIONS)
    for (const country of countriesOf(region)) expect(regionOf(country)).toBe(region);
});
