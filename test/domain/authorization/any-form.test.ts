/** Whatever is typed into whatever box: the rules name it, in words that are all there, and never throw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExportAuthorizationBody, ImportAuthorizationBody } from '#lib/domain/act/body.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { FORM_FIELDS, LINE_FIELDS } from '#lib/domain/authorization/form-fields.ts';
import { issue, type IssueStamp } from '#lib/domain/authorization/issue.ts';
import { judgeExport } from '#lib/domain/authorization/judge-export.ts';
import { judgeImport, type Judgement } from '#lib/domain/authorization/judge-import.ts';
import { checksOf } from '#lib/domain/authorization/checks.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/act/number.ts';
import { isProblemCode } from '#lib/domain/act/problem-codes.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { placeholdersOf, readMessages } from '../../i18n/message-file.ts';
import { aContext, aForm, anEmergencyForm, METHYLPHENIDATE, MORPHINE, TODAY } from '../../samples/forms.ts';

const AU = 'AU' as CountryCode;
const CH = 'CH' as CountryCode;
const english = readMessages('en');

const words = fc.constantFrom(
  '',
  ' ',
  'yes',
  '0',
  '1',
  '2.5',
  '1,234',
  '12 %',
  '0.000001',
  '999999999999',
  'abc',
  '\ud800',
  'PO Box 5',
  'National Bank',
  'AU',
  'CH',
  'XX',
  '2026-11-24',
  '2026-12-31',
  '2027-12-31',
  '2026-13-45',
  'sea',
  'domestic',
  'essential-treatment',
  'kg',
  'mg',
  'morphine',
  'opium',
  'diazepam',
  'mdma',
  'codeine',
  'base',
  'as-is',
  'tablet',
  'powder',
  'unit',
  'ml',
  'g',
  'first aid kit',
  'x'.repeat(3000),
  'a\u202eb\u0000c',
  'e\u0301\n\nç'
);
const changes = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), words, { maxKeys: 4, noNullPrototype: true });
const edits = fc.tuple(
  changes(FORM_FIELDS),
  fc.array(fc.tuple(fc.constantFrom(MORPHINE, METHYLPHENIDATE), changes(LINE_FIELDS)), { maxLength: 3 })
);

function expectSound(judgement: Judgement<unknown>): void {
  for (const { code, values = {}, article, weight, path } of judgement.problems) {
    expect(isProblemCode(code), code).toBe(true);
    expect(article && weight && path !== undefined, code).toBeTruthy();
    const sentence = english[`problem_${code.replace(/\./g, '_')}`] ?? '';
    expect(
      placeholdersOf(sentence).filter((name) => !(name in values)),
      code
    ).toEqual([]);
  }
  const isReady = judgement.problems.every((problem) => problem.weight === 'notice');
  expect(judgement.body !== undefined).toBe(isReady);
  expect(checksOf(judgement).some((row) => row.state === 'refused' || row.state === 'todo')).toBe(!isReady);
}

function expectAccepted(body: Result<ImportAuthorizationBody | ExportAuthorizationBody>): void {
  expect(body.ok ? parseBody(body.value) : body).toMatchObject({ ok: true });
}

function aStamp(country: CountryCode, to: CountryCode, kind: AuthorizationKind): IssueStamp {
  return {
    to: [to],
    seq: { [country]: 1, [to]: 1 },
    at: '2026-11-24T09:00:00.000Z' as Instant,
    by: { person: 'xx.officer', name: 'An Officer', function: 'Delegate' },
    number: formatNumber({ country, kind, year: 2026, serial: 7 }),
    issuedOn: TODAY
  };
}

describe('any form', () => {
  test('of an import authorization is judged soundly, and what is ready passes the partner’s door', () => {
    fc.assert(
      fc.property(edits, ([fields, lines]) => {
        const form = aForm(
          fields,
          lines.map(([line, change]) => ({ ...line, ...change }))
        );
        const judgement = judgeImport(form, aContext());
        expectSound(judgement);
        const { body } = judgement;
        if (body)
          expectAccepted(
            issue('import-authorization', body, aStamp(AU, body.exportingCountry, 'import-authorization'))
          );
      }),
      { numRuns: 400 }
    );
  });

  test('of an emergency export likewise', () => {
    fc.assert(
      fc.property(edits, ([fields, lines]) => {
        const typed = lines.map(([line, change]) => ({ ...line, ...change }));
        const judgement = judgeExport(anEmergencyForm(fields, typed), aContext({ country: CH }));
        expectSound(judgement);
        const { body } = judgement;
        if (body)
          expectAccepted(
            issue('export-authorization', body, aStamp(CH, body.importingCountry, 'export-authorization'))
          );
      }),
      { numRuns: 400 }
    );
  });
});
