import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from '#lib/domain/act/typed-text.ts';

test('plain letters fold beside foreign ones as they fold alone', () => {
  const plain = fc.stringMatching(/^[\x20-\x7e\n]*$/);
  const beside = fc.property(plain, (text) => {
    expect(foldText(`Ω,${text}`)).toBe(`ω${foldText(`,${text}`)}`);
  });
  fc.assert(beside);
  expect(foldText('  P.O.  Box\n 12 ')).toBe('p.o. box 12');
  expect(foldText('Zürich  Ａ１')).toBe('zurich a1');
});
