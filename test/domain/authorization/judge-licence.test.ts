import { expect, test } from 'vitest';
import { judgeLicence } from '#lib/domain/authorization/judge-answers.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { anImportAuthorization } from '../../samples/acts.ts';

const ia = anImportAuthorization();
const TODAY = '2026-10-02' as CalendarDate;
const form = {
  number: 'SIL 4/2026',
  validUntil: '2026-12-31',
  substance: 'morphine',
  quantity: '100',
  unit: 'g',
  copy: { sha256: 'A'.repeat(43), bytes: 1200, type: 'application/pdf' } as const
};
const codes = (over: Partial<typeof form>): string[] =>
  judgeLicence({ ...form, ...over }, ia, TODAY).problems.map(({ code }) => code);

test('a special import licence has number, substance, limit, period and the hash of its copy (1971 art. 13(3))', () => {
  expect(judgeLicence(form, ia, TODAY).body).toEqual({
    dossier: ia.body.dossier,
    of: ia._id,
    number: 'SIL 4/2026',
    issuedOn: TODAY,
    validUntil: '2026-12-31',
    substance: 'morphine',
    limit: '100000000',
    copy: form.copy
  });
});

test('a special import licence without one of them is not signed', () => {
  expect(codes({ number: '-' })).toEqual(['licence.number.missing']);
  expect(codes({ substance: '' })).toEqual(['licence.substance.missing']);
  expect(codes({ quantity: '' })).toEqual(['licence.limit.missing']);
  expect(codes({ quantity: '0' })).toEqual(['licence.limit.unreadable']);
  expect(codes({ validUntil: '' })).toEqual(['licence.until.missing']);
  expect(codes({ validUntil: '2026-10-01' })).toEqual(['licence.until.past']);
});
