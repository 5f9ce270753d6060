import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layText } from '#lib/pdf/wrap-text.ts';

const letters = (text: string): number => [...text].length;
const drawn = (text: string, width: number): string[] =>
  layText(text, width, letters).map((line) => line.text.normalize('NFKC'));

describe('a text laid on the sheet', () => {
  it('is read the way its own paragraph begins, and starts at that side', () => {
    const lines = layText('شارع 12\nRiyadh 11564', 40, letters);
    expect(lines.map(({ isFromRight }) => isFromRight)).toEqual([true, false]);
    expect(drawn('شارع 12\nRiyadh 11564', 40)).toEqual(['12 عراش', 'Riyadh 11564']);
  });

  it('keeps a Latin name and figures within an Arabic condition as they are read', () => {
    expect(drawn('بحضور ممثل (I2ES) بعد 30 يوما.', 60)).toEqual(['.اموي 30 دعب (I2ES) لثمم روضحب']);
  });

  it('keeps an Arabic name within a Latin line, broken over two, in the order of reading', () => {
    expect(drawn('Kept by شركة الخليج الكبرى, Riyadh', 19)).toEqual([
      'Kept by جيلخلا ةكرش',
      'ىربكلا, Riyadh'
    ]);
  });

  it('keeps names that were set apart in their order', () => {
    expect(drawn('\u2068منى\u2069, \u2068مديرة\u2069, Egypt', 60)).toEqual(['ىنم, ةريدم, Egypt']);
  });

  it('parts Persian letters where the word does, and draws no mark for it', () => {
    const [line] = layText('می\u200cخ', 20, letters);
    expect([...(line?.text ?? '')].map((one) => one.charCodeAt(0).toString(16))).toEqual([
      'fea5',
      'fbfd',
      'fee3'
    ]);
  });

  it('loses no letter where a vowel sign, which is left out, stands by itself', () => {
    expect(drawn('دار \u064b بيت', 40)).toEqual(['تيب راد']);
    expect(drawn('\u064b دار بيت', 40)).toEqual(['تيب راد']);
  });

  it('loses no letter and fits its box, whatever scripts meet', () => {
    const piece = fc.constantFrom('شركة', 'الخليج', 'United', '上海', '12', '(x)', ' ', '，', '٣', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 3, max: 30 }), (pieces, width) => {
        const text = pieces.join('');
        const lines = layText(text, width, letters).map((line) => line.text);
        const sorted = (words: string): string =>
          [...words.normalize('NFKC').replace(/\s/g, '').replace(/[()]/g, '|')].sort().join('');
        expect(sorted(lines.join(''))).toBe(sorted(text));
        for (const line of lines) expect(letters(line.trimEnd())).toBeLessThanOrEqual(width);
      })
    );
  });
});
