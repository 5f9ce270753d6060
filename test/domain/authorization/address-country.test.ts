/** Which country an address names; what is only like a country’s name is not asked about. */
import { beforeAll, describe, expect, test } from 'vitest';
import { findOtherCountry, type CountriesByName } from '#lib/domain/authorization/address-country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { loadNamesInAddresses } from '#lib/i18n/country-tables.ts';

describe('an address that names another country', () => {
  let names: CountriesByName;
  beforeAll(async () => {
    names = await loadNamesInAddresses();
  });
  const found = (address: string, expected: string): string | null =>
    findOtherCountry(address, expected as CountryCode, names);

  test.each([
    ['Turnhoutseweg 30\n2340 Beerse\nBelgium', 'BE'],
    ['Rue de la Loi 1, 1000 Bruxelles, BELGIQUE', 'BE'],
    ['Wetstraat 1, 1000 Brussels Belgium', 'BE'],
    ['Rue de la Loi 1 (Bélgica)', 'BE'],
    ['ул. Закона 1, Брюссель, Бельгия', 'BE'],
    ['布鲁塞尔法律街1号，比利时', 'BE'],
    ['شارع القانون 1، بروكسل، بلجيكا', 'BE'],
    ['1 Main Road, Auckland 1010, New Zealand', 'NZ']
  ])('%s is asked about where Switzerland is expected', (address, country) => {
    expect(found(address, 'CH')).toBe(country);
  });

  test.each([
    ['Rheinweg 4\n4051 Basel\nSwitzerland', 'CH'],
    ['Rheinweg 4\n4051 Basel', 'CH'],
    ['Rheinweg 4\n4051 Basel\nCH', 'CH'],
    ['1 Peachtree Street, Atlanta, Georgia, United States of America', 'US'],
    ['5 Market Street, Newark, New Jersey 07102', 'US'],
    ['12 Jordan Street, Perth WA 6000', 'AU'],
    ['Los Angeles, CA 90001', 'US'],
    ['', 'CH']
  ])('%s is not asked about', (address, expected) => {
    expect(found(address, expected)).toBeNull();
  });
});
