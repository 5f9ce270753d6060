import { describe, expect, it } from 'vitest';
import { findLookalike, findMixedWord, skeletonOf } from '#lib/domain/lookalike/find-lookalike.ts';

const KNOWN = [
  'Alpenpharma AG',
  'Ilpenpharma AG',
  'Southern Cross Hospital Supplies Pty Ltd',
  'ВЕКТОР',
  'Illumina'
];

describe('a name that looks like a known one', () => {
  it.each([
    ['Alpenph\u0430rma AG', 'Alpenpharma AG'],
    ['\u0391lpenpharma AG', 'Alpenpharma AG'],
    ['ALPENPH\u0410RMA AG', 'Alpenpharma AG'],
    ['Alpenpharma  \u0410G', 'Alpenpharma AG'],
    ['S\u03BFuthern Cross H\u0585spital Supplies Pty Ltd', 'Southern Cross Hospital Supplies Pty Ltd'],
    ['Alpenpharrna AG', 'Alpenpharma AG'],
    ['Il1umina', 'Illumina'],
    ['BEKTOP', 'ВЕКТОР'],
    // Cherokee, Lisu, Tifinagh and Canadian syllabics.
    ['\u13AAlpenpharma AG', 'Alpenpharma AG'],
    ['\uA4EElpenpharma AG', 'Alpenpharma AG'],
    ['\u15C5lpenpharma AG', 'Alpenpharma AG'],
    ['BE\u13E6\u13A2O\u13E2', 'ВЕКТОР'],
    ['\uA4D0\uA4F0\uA4D7\uA4D4\uA4F3\uA4D1', 'ВЕКТОР'],
    ['\u2D4Flpenpharma AG', 'Ilpenpharma AG']
  ])('%s is asked about beside %s', (name, known) => {
    expect(findLookalike(name, KNOWN)).toEqual({ kind: 'imitates', name, known });
  });

  it.each([
    'Alpenpharma AG',
    'ALPENPHARMA AG',
    'Älpenpharma AG',
    'Вектор',
    'Alpenpharma GmbH',
    '',
    'Київмедпрепарат'
  ])('%s is not', (name) => {
    expect(findLookalike(name, KNOWN)).toBeNull();
  });

  it('is known itself once it stands there as it is written', () => {
    const name = 'Alpenph\u0430rma AG';
    expect(findLookalike(name, [...KNOWN, name])).toBeNull();
  });

  it('with letters of two scripts in one word is asked about beside nothing', () => {
    const name = 'Farm\u0430col SA';
    expect(findLookalike(name, KNOWN)).toEqual({ kind: 'mixed', name, word: 'Farm\u0430col' });
    for (const word of ['\u13ABanssen', '\uA4D9anssen', '\u2D38ita', '\u148Danssen'])
      expect(findLookalike(`${word} SA`, KNOWN)).toEqual({ kind: 'mixed', name: `${word} SA`, word });
  });

  it('may have words of two scripts, figures, and the scripts of one language', () => {
    for (const name of ['Фарма Trade', 'β-Pharm', 'ООО "Pfizer"', '株式会社カナABC', 'Depot 10', 'L’Oréal'])
      expect([name, findMixedWord(name)]).toEqual([name, null]);
  });

  it('has the skeleton that its letters are drawn with', () => {
    expect(skeletonOf('\u0440\u0430\u0443')).toBe('pay');
    expect(skeletonOf('modern')).toBe(skeletonOf('rnodem'));
  });
});
