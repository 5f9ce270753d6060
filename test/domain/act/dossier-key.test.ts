/** What does not distinguish two references: 1961 art. 31(4)(c) has the number copied by hand from paper. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeNumber } from '#lib/domain/act/dossier-key.ts';

test.each([
  ['case and separators', ['ma 2026/77', 'MA-2026-77', 'MA.2026.77', ' MA-2026-77 ']],
  ['what says that it is a number', ['No. 77', 'Nr 77', 'N° 77', '#77', '77', 'NO-77']],
  ['leading zeros of each group', ['AU-I-2026-000101-98', 'AU-I-2026-101-98', 'AU-1-2O26-0101-98']],
  ['look-alikes', ['IO-L1', '10-11', 'lo-Il']],
  ['width and digits of a keyboard', ['ＭＡ－２０２６', 'MA-2026']],
  ['the script of its figures', ['MA-2026/77', 'MA-٢٠٢٦/٧٧', 'MA-۲۰۲۶/۷۷', 'MA-२०२६/७७', 'MA-๒๐๒๖/๗๗']]
])('two writings of one number are the same in spite of %s', (_, [first = '', ...others]) => {
  for (const other of others) expect(normalizeNumber(other)).toBe(normalizeNumber(first));
});

test('two numbers are not', () => {
  expect(normalizeNumber('MA-2026-77')).not.toBe(normalizeNumber('MA-2026-78'));
  expect(normalizeNumber('MA-20-2677')).not.toBe(normalizeNumber('MA-2026-77'));
  expect(normalizeNumber('0A1')).not.toBe(normalizeNumber('A1'));
  expect(normalizeNumber('NORD-1')).toBe('N0RD-1');
});

test('a number that is compared already is compared as it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'AXOI0190-- .é№')), (letters) => {
      const once = normalizeNumber(`7${letters.join('')}`);
      expect(normalizeNumber(once)).toBe(once);
    })
  );
});
