/** The company at home and its licence: 1961 art. 31(3)(a), 1971 art. 8(1). */
import { describe, expect, test } from 'vitest';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import { openBook } from '#lib/domain/company/company-book.ts';
import { withStatus } from '#lib/domain/company/company.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { aContext, aForm } from '../../samples/forms.ts';
import { aCompany, aLicence } from '../../samples/companies.ts';

const form = aForm();
const name = form.fields['importerName']!;

function found(over: object, unlicensed: 'ask' | 'refuse' = 'ask'): string[] {
  const context = aContext();
  const own = { ...context.settings[context.country], unlicensed };
  const companies = openBook([aCompany(1, { name, country: context.country, ...over })], []);
  return judgeImport(form, {
    ...context,
    settings: { ...context.settings, [context.country]: own },
    companies
  })
    .problems.filter(({ code }) => code.startsWith('company.'))
    .map(({ code, weight }) => `${code} ${weight}`);
}

describe('the importer of an import authorization', () => {
  const schedules = ['1961-I', '1961-II', '1961-III', '1971-II', '1971-III', '1971-IV'];
  const wide = aLicence({ substances: [], schedules, validUntil: '2099-12-31', validFrom: '2020-01-01' });

  test('with a licence for the goods passes', () => {
    expect(found({ licences: [wide] })).toEqual([]);
  });

  test('without one is a question, or a refusal where the country says so', () => {
    const other = [{ ...wide, operations: ['export'] }];
    expect(new Set(found({ licences: other }))).toEqual(new Set(['company.licence.none notice']));
    expect(new Set(found({ licences: other }, 'refuse'))).toEqual(new Set(['company.licence.none refused']));
  });

  test('with an expired or a later licence is named so', () => {
    expect(new Set(found({ licences: [{ ...wide, validUntil: '2020-12-31' }] }))).toEqual(
      new Set(['company.licence.expired notice'])
    );
    expect(new Set(found({ licences: [{ ...wide, validFrom: '2098-12-31' }] }))).toEqual(
      new Set(['company.licence.notYet notice'])
    );
  });

  test('that is not in the register, or suspended there, is named so', () => {
    expect(found({ name: 'Another', licences: [wide] })).toEqual(['company.unlisted notice']);
    const suspended = withStatus(aCompany(1), 'suspended', '2026-11-30' as CalendarDate, 'x');
    expect(found({ licences: [wide], history: suspended.history })).toEqual(['company.inactive notice']);
  });

  test('beyond its quota of the year is named so', () => {
    const year = Number(aContext().today.slice(0, 4));
    const substance = form.lines[0]!.fields['substance'];
    const quotas = [{ substance, operation: 'import', year, base: '1' }];
    expect(found({ licences: [wide], quotas })).toEqual(['company.quota.exceeded notice']);
  });

  test('is not judged where the register has no licences', () => {
    expect(found({ name: 'Another', licences: [] })).toEqual([]);
  });
});
