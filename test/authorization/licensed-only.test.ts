import { expect, test } from 'vitest';
import { licensedOnly } from '#lib/authorization/known-parties.ts';
import { openBook } from '#lib/domain/company/company-book.ts';
import { withStatus } from '#lib/domain/company/company.ts';
import { findSubstance } from '#lib/domain/goods/substance.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { aCompany, aLicence } from '../samples/companies.ts';

test('the form offers only companies whose licences cover all goods on the day', () => {
  const today = '2026-11-30' as CalendarDate;
  const premises = [{ name: 'Depot', address: '9 Quay Street' }];
  const companies = [
    aCompany(1),
    aCompany(2, { licences: [] }),
    aCompany(3, { licences: [aLicence({ validUntil: '2026-11-29' })] }),
    withStatus(aCompany(4), 'suspended', today, 'Inspection'),
    aCompany(5, { licences: [aLicence({ premises: 'Depot' })], premises })
  ];
  const parties = [...companies, aCompany(6)].map(({ name, address }) => ({ name, address, country: 'AU' }));
  const offered = (...names: string[]) =>
    licensedOnly(
      parties,
      openBook(companies),
      names.map((name) => findSubstance(name)!),
      'import',
      today
    ).map(({ name }) => name);
  expect(offered('morphine')).toEqual(['Company 1']);
  expect(offered('morphine', 'codeine')).toEqual([]);
});
