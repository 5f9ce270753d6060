/** The company at home and its licence: 1961 art. 31(3)(a), 1971 art. 8(1). */
import { describe, expect, test } from 'vitest';
import { questionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import { DEFAULT_SETTINGS, type CountrySettings } from '#lib/domain/authorization/country-settings.ts';
import { judgeIssuedCompany } from '#lib/domain/authorization/judge-company.ts';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import { openBook } from '#lib/domain/company/company-book.ts';
import { withStatus } from '#lib/domain/company/company.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { judgeAct, type ActContext } from '#lib/domain/door/door.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { TERMS_ALWAYS_SINCE, TERMS_SINCE } from '#lib/domain/own-choices.ts';
import { anExportAuthorization, anImportAuthorization } from '../../samples/acts.ts';
import { aContext, aForm } from '../../samples/forms.ts';
import { aCompany, aLicence } from '../../samples/companies.ts';

const form = aForm();
const name = form.fields['importerName']!;

function found(over: object, unlicensed: 'ask' | 'refuse' = 'ask'): string[] {
  const context = aContext();
  const own = { ...context.settings[context.country], unlicensed };
  const companies = openBook([aCompany(1, { name, country: context.country, ...over })]);
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
    const suspended = withStatus(aCompany(1), 'suspended', aContext().today, 'x');
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

describe('at the door, the company at home', () => {
  const wide = aLicence({
    substances: ['morphine', 'codeine'],
    validFrom: '2020-01-01',
    validUntil: '2099-12-31'
  });
  const { importer, exporter } = anImportAuthorization().body;
  const issuedOn = '2026-12-02';
  const reason = 'Licence is being renewed';
  const answered = { confirmed: [{ question: 'company', reason }] };

  function judged(company: object, over: object = {}, settings: object = {}): string[] {
    const book = openBook([aCompany(1, { name: importer.name, licences: [wide], ...company })]);
    const at = `${issuedOn}T08:00:00.000Z`;
    const { body } = anImportAuthorization({ at, over: { ...over } });
    return judgeIssuedCompany(
      body,
      { book, settings: { ...DEFAULT_SETTINGS, ...settings } as CountrySettings },
      CURRENT_EDITION
    ).map(({ code, weight }) => `${code} ${weight}`);
  }
  const refuse = { unlicensed: 'refuse' };
  const none = { licences: [{ ...wide, operations: ['export'] }] };
  const NONE = 'company.licence.none refused';

  test('passes with a licence for all goods', () => {
    expect(judged({}, {}, refuse)).toEqual([]);
  });

  test('needs the reason that the form asks, or is refused with the same code', () => {
    expect(judged(none)).toEqual([NONE, NONE]);
    expect(judged(none, answered)).toEqual([]);
    expect(judged(none, { confirmed: [{ question: 'company', reason: ' - ' }] })).toEqual([NONE, NONE]);
    expect(judged(none, answered, refuse)).toEqual([NONE, NONE]);
    expect(judged({ name: 'Another' }, answered, refuse)).toEqual(['company.unlisted refused']);
  });

  test('is judged as on the day of issue, which an offline device knew', () => {
    const suspendedOn = (on: string) => withStatus(aCompany(1), 'suspended', on as CalendarDate, 'x').history;
    expect(judged({ history: suspendedOn('2026-12-03') }, {}, refuse)).toEqual([]);
    expect(judged({ history: suspendedOn(issuedOn) }, {}, refuse)).toEqual(['company.inactive refused']);
    expect(judged({ ...none, changedOn: '2026-12-03' }, {}, refuse)).toEqual([]);
    expect(judged({ ...none, changedOn: issuedOn }, {}, refuse)).toEqual([NONE, NONE]);
    expect(judged(none, answered, { ...refuse, unlicensedSince: '2026-12-03' })).toEqual([]);
    expect(judged(none, answered, { ...refuse, unlicensedSince: issuedOn })).toEqual([NONE, NONE]);
    // The register did not exist on the day of issue.
    expect(judged({ name: 'Another', changedOn: '2026-12-03' }, {}, refuse)).toEqual([]);
  });

  test('is the exporter of an export authorization, and the partner’s company is not judged', () => {
    const book = openBook([aCompany(1, { name: importer.name })]);
    const { body } = anExportAuthorization(undefined, { at: `${issuedOn}T08:00:00.000Z` });
    const found = judgeIssuedCompany(body, { book, settings: DEFAULT_SETTINGS }, CURRENT_EDITION);
    expect(found).toMatchObject([{ code: 'company.unlisted', values: { name: exporter.name } }]);
  });

  test('was not judged before the boxes of this version, and is afterwards', () => {
    const book = openBook([aCompany(1, { ...none, name: importer.name })]);
    const at = (signed: string, now: string): string[] => {
      const act = anImportAuthorization({ at: signed });
      const blocks = { find: () => ({ device: act.signature.key }) };
      const seen = { now, demonstration: false, blocks, numberHolder: null, dossier: [], trial: [] };
      const companies = { book, settings: DEFAULT_SETTINGS };
      const context = { ...seen, companies, verification: { verdict: 'good' } } as unknown as ActContext;
      return judgeAct(act, context).map(({ code }) => code);
    };
    const before = '2026-11-24T08:00:00.000Z';
    expect(at(before, '2026-12-20T08:00:00.000Z')).toEqual([]);
    expect(at(TERMS_SINCE, '2026-12-20T08:00:00.000Z')).toContain('company.licence.none');
    expect(at(before, TERMS_ALWAYS_SINCE)).toContain('company.licence.none');
  });
});

test('one answer of the officer is for all goods of a company', () => {
  const problems = ['company.licence.none', 'company.licence.expired', 'importer.bank'].map((code) => ({
    code
  }));
  expect(questionsOf(problems).map(({ question }) => question)).toEqual(['company', 'bank']);
});
