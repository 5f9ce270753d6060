import { TREATY_SCHEDULES } from '#lib/domain/act/kinds/national-practice.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { NewPerson } from '#couch/accounts/accounts.ts';
import { withStatus, type Company, type Licence, type MayApply } from '#lib/domain/company/company.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { PAPER_AUTHORITIES, type DemonstrationAuthority } from './authorities.ts';

const MORE = ['Central Depot', 'River Warehouse', 'North Manufacture', 'South Manufacture', 'Hospital Union'];

/** Twelve or more of each country: all trade under a licence, one licence is expired, one ends soon, and one company is there twice. */
export function companiesOf(
  { country, importers, exporters, address, people }: DemonstrationAuthority,
  today: CalendarDate
): readonly Company[] {
  const [, city = ''] = address.split('\n');
  const parties = [
    ...importers.map((one) => ({ ...one, role: 'importer' as const })),
    ...exporters.map((one) => ({ ...one, role: 'exporter' as const })),
    ...MORE.map((word, no) => ({
      name: `Demo ${country} ${word}`,
      address: `${no + 30} Example Street\n${city}`,
      licence: `DEMO-${country}-M${no + 1}`,
      role: no < 2 ? ('warehouse' as const) : ('manufacturer' as const)
    }))
  ];
  const own = parties.map(({ name, address: place, licence = '', role }, no): Company => {
    // The traders' own licences are valid, or each sample authorization would be a question.
    const end = no === parties.length - 1 ? -40 : no === parties.length - 2 ? 35 : 700;
    const operations: Licence['operations'] =
      role === 'warehouse' ? ['storage'] : role === 'manufacturer' ? ['manufacture'] : ['import', 'export'];
    return {
      ...headOf(country, no, today),
      name,
      address: place,
      nationalNumber: `${country}-${1000 + no}`,
      roles: [role],
      licences: [
        {
          number: licence,
          operations,
          substances: [],
          schedules: TREATY_SCHEDULES,
          validFrom: addDays(today, end - 1000),
          validUntil: addDays(today, end)
        }
      ],
      responsible: { name: people[0]?.name ?? 'Demo Person', office: 'Responsible pharmacist' }
    };
  });
  const [first] = own;
  const abroad = PAPER_AUTHORITIES.flatMap(({ country: there, name: by, importers: [importer] }, no) =>
    importer
      ? [
          {
            ...headOf(country, 50 + no, today),
            name: importer.name,
            address: importer.address,
            country: there,
            confirmed: { by, on: addDays(today, -90) }
          } as Company
        ]
      : []
  );
  const twice: Company[] = first
    ? [
        {
          ...headOf(country, 60, today),
          name: first.name.toUpperCase(),
          address: `PO archive, ${first.address}`
        }
      ]
    : [];
  const closed: Company = {
    ...headOf(country, 61, today),
    name: `Demo ${country} Old Wholesale`,
    address: `61 Example Street\n${city}`
  };
  return [
    ...own,
    ...abroad,
    ...twice,
    withStatus(closed, 'suspended', addDays(today, -20), 'Sample: inspection')
  ];
}

type Account = readonly [id: string, name: string, mayApply: MayApply, password: string];

/** Two people of one exporter of each country of the pair. */
const ACCOUNTS: Readonly<Record<string, readonly Account[]>> = {
  AU: [
    ['tasman-submit', 'Helen Ward', 'submit', 'saltbush-ferry-26'],
    ['tasman-prepare', 'Tom Ruiz', 'prepare', 'lagoon-button-26']
  ],
  CH: [
    ['rhein-submit', 'Nora Frei', 'submit', 'arnica-copper-26'],
    ['rhein-prepare', 'Paul Rochat', 'prepare', 'chalet-ribbon-26']
  ]
};

export function hasCompanyAccounts({ country }: Pick<DemonstrationAuthority, 'country'>): boolean {
  return country in ACCOUNTS;
}

export function peopleOfCompanies(authority: DemonstrationAuthority): readonly NewPerson[] {
  const { country, importers } = authority;
  const { _id: company } = headOf(country, importers.length, '' as CalendarDate);
  return (ACCOUNTS[country] ?? []).map(([id, name, mayApply, password]) => {
    const office = { name, function: 'Regulatory affairs', role: 'company' as const };
    const account = `${country.toLowerCase()}.${id}`;
    return { id: account, ...office, authority: country, password, company, mayApply };
  });
}

/** Of the pair only the company with accounts, without a licence, so that its register judges no authorization. */
export function registerOf(
  authority: DemonstrationAuthority,
  size: 'pair' | 'world',
  today: CalendarDate
): readonly Company[] {
  const all = companiesOf(authority, today);
  if (size === 'world') return all;
  const { licences: _none, ...first } = all[authority.importers.length] as Company;
  return [first];
}

function headOf(country: string, no: number, today: CalendarDate): Company {
  return {
    _id: `company:00000000-0000-4000-8000-${String(no).padStart(12, '0')}`,
    schema: 1,
    name: '',
    address: '',
    country,
    history: [{ status: 'active', on: addDays(today, -400) }]
  };
}
