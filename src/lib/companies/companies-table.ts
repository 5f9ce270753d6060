import { statusOf, type Company } from '#lib/domain/company/company.ts';
import { countryName, formatList } from '#lib/i18n/format.ts';
import { scheduleName } from '#lib/i18n/kind-words.ts';
import { m } from '#lib/i18n/messages.ts';
import { listTable } from '#lib/register/register-table.ts';
import { substanceName } from '#lib/register/substance-words.ts';
import { dayCell, type FileTable } from '#lib/ui/file/file-table.ts';
import { roleName, statusName } from './company-words.ts';

/** One row a company, and on a second sheet one row a licence. */
export function companiesTables(rows: readonly Company[]): readonly [FileTable, FileTable] {
  const licences = rows.flatMap((company) =>
    (company.licences ?? []).map((licence) => ({ company, licence }))
  );
  return [
    listTable(m.app_desk_companies(), rows, [
      [m.people_column_name(), ({ name }) => name],
      [m.authorization_address(), ({ address }) => address],
      [m.registration_country(), ({ country }) => (country ? countryName(country) : null)],
      [m.company_number(), ({ nationalNumber }) => nationalNumber ?? null],
      [m.company_roles(), ({ roles = [] }) => formatList(roles.map(roleName))],
      [m.people_column_state(), (row) => statusName(statusOf(row))]
    ]),
    listTable(m.company_licences(), licences, [
      [m.people_column_name(), ({ company }) => company.name],
      [m.authorization_licence(), ({ licence }) => licence.number],
      [m.authorization_valid_from(), ({ licence }) => dayCell(licence.validFrom)],
      [m.authorization_valid_until(), ({ licence }) => dayCell(licence.validUntil)],
      [
        m.register_column_substances(),
        ({ licence }) => formatList(licence.substances.map((one) => substanceName(one)))
      ],
      [m.company_schedules(), ({ licence }) => formatList(licence.schedules.map(scheduleName))]
    ])
  ];
}
