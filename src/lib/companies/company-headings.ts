import { COMPANY_COLUMNS } from '#lib/domain/company/read-companies.ts';
import type { Column } from '#lib/domain/lists/columns.ts';
import { locales, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';

type Words = (inputs: object, options?: { locale: Locale }) => string;

/** The headings of a file of companies, by member. */
const HEADINGS: Readonly<Record<string, Words>> = {
  name: m.company_heading_name,
  address: m.authorization_address,
  country: m.registration_country,
  nationalNumber: m.company_number,
  roles: m.company_roles,
  responsible: m.company_responsible,
  office: m.registration_function,
  number: m.authorization_licence,
  operations: m.company_operations,
  substances: m.app_group_substances,
  schedules: m.company_schedules,
  validFrom: m.company_heading_from,
  validUntil: m.company_heading_until,
  conditions: m.company_conditions
};

export function companyHeadings(): readonly (Column & { readonly word: string })[] {
  return COMPANY_COLUMNS.map((column) => {
    const words = HEADINGS[column.member];
    const word = words?.({}) ?? column.name;
    return { ...column, word, alsoNamed: words ? locales.map((locale) => words({}, { locale })) : [] };
  });
}
