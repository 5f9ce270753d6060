import type { Company, Licence } from '#lib/domain/company/company.ts';

export function aLicence(over: object = {}): Licence {
  return {
    number: 'L-0012',
    operations: ['import'],
    substances: ['morphine'],
    schedules: [],
    validFrom: '2026-01-01',
    validUntil: '2027-12-31',
    ...over
  } as unknown as Licence;
}

/** `no` tells companies apart: it is the end of the id. */
export function aCompany(no: number, over: object = {}): Company {
  return {
    _id: `company:00000000-0000-4000-8000-${String(no).padStart(12, '0')}`,
    schema: 1,
    name: `Company ${no}`,
    address: `${no} Example Street`,
    country: 'AU',
    licences: [aLicence()],
    history: [{ status: 'active', on: '2026-01-05' }],
    ...over
  } as unknown as Company;
}
