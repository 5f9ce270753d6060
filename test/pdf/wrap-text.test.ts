import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapText } from '#lib/pdf/wrap-text.ts';

const letters = (text: string): number => [...text].length;

describe('a text in a box', () => {
  it('is broken between words', () => {
    expect(wrapText('12 Harbour Street', 10, letters)).toEqual(['12 Harbour', 'Street']);
  });

  it('keeps the lines of an address', () => {
    expect(wrapText('Rheinweg 4\n4051 Basel', 40, letters)).toEqual(['Rheinweg 4', '4051 Basel']);
  });

  it('is broken inside a word that is wider than the box', () => {
    expect(wrapText('a Arzneimittelgrosshandel', 10, letters)).toEqual([
      'a',
      'Arzneimitt',
      'elgrosshan',
      'del'
    ]);
  });

  it('never parts a figure from its unit', () => {
    expect(wrapText('of 11.5\u00a0kg', 8, letters)).toEqual(['of', '11.5\u00a0kg']);
  });

  it('is broken between Chinese characters, but never before a closing sign or after an opening one', () => {
    expect(wrapText('国际麻醉品管制局（麻管局）。', 9, letters)).toEqual([
      '国际麻醉品管制局',
      '（麻管局）。'
    ]);
    expect(wrapText('请在 I2ES 中确认，谢谢', 8, letters)).toEqual(['请在 I2ES', '中确认，谢谢']);
  });

  it('never parts a letter from the mark on it', () => {
    expect(wrapText('xe\u0301y', 1, (text) => text.normalize('NFC').length)).toEqual(['x', 'e\u0301', 'y']);
  });

  it('loses no letter and no line is wider than the box', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 40 }), (text, width) => {
        const lines = wrapText(text, width, letters);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(lines.filter((line) => letters(line) > width && /^\P{M}\p{M}*.\P{M}/u.test(line))).toEqual([]);
      })
    );
  });
});
