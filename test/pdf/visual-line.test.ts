import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeArabic } from '#lib/pdf/visual-line.ts';
import { directionOf, visualLine } from '#lib/pdf/visual-line.ts';

const codes = (text: string): string => [...text].map((one) => one.charCodeAt(0).toString(16)).join(' ');

describe('a paragraph of somebody’s own words', () => {
  it.each([
    ['We correct it.', 'rtl', 'ltr'],
    ['نسأل المورد.', 'ltr', 'rtl'],
    ['AU-I-2026-000052-51 ناقصة', 'rtl', 'ltr'],
    ['4.7101 غ', 'ltr', 'rtl'],
    ['4.7101', 'rtl', 'rtl'],
    ['', 'ltr', 'ltr']
  ] as const)('%j on a sheet read %s is read %s', (text, around, direction) => {
    expect(directionOf(text, around)).toBe(direction);
  });

  it('ends where it ends, whatever the sheet around it', () => {
    expect(visualLine('We correct it.', 'rtl')).toBe('.We correct it');
    expect(visualLine('We correct it.', directionOf('We correct it.', 'rtl'))).toBe('We correct it.');
  });
});

describe('an Arabic word on paper', () => {
  it.each([
    ['السلام', 'fe8d fedf feb4 fefc fee1', 'joins its letters, and lam with alef is one'],
    ['لا', 'fefb', 'lam and alef alone'],
    ['بلا', 'fe91 fefc', 'lam and alef after a letter that joins'],
    ['الآن', 'fe8d fef5 fee5', 'lam with the alef that bears a madda'],
    ['إذن', 'fe87 feab fee5', 'letters that do not join onwards stand apart'],
    ['شيء', 'feb7 fef2 fe80', 'a hamza joins nothing'],
    ['مكتب', 'fee3 fedc fe98 fe90', 'initial, medial and final forms'],
    ['پاکستان', 'fb58 fe8e fb90 feb4 fe98 fe8e fee5', 'Persian and Urdu letters too'],
    ['طُلب', 'fec3 fee0 fe90', 'vowel signs are left out and hinder no joining']
  ])('%s: %s (%s)', (word, forms) => {
    expect(codes(shapeArabic(word))).toBe(forms);
  });

  it('says the same letters as before', () => {
    const letters = fc.constantFrom(...'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ ');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 30 }), (word) => {
        expect(shapeArabic(word.join('')).normalize('NFKC')).toBe(word.join(''));
      })
    );
  });
});

describe('a line on paper', () => {
  it('stands from right to left, its figures, Latin words and brackets as they are read', () => {
    const drawn = visualLine('النظام I2ES (رقم BD-1) 24 نوفمبر 2026.', 'rtl');
    expect(drawn.normalize('NFKC')).toBe('.2026 ربمفون 24 (BD-1 مقر) I2ES ماظنلا');
  });

  it('keeps an Arabic name inside a French line readable', () => {
    const drawn = visualLine('Nom : منى الشافعي, Le Caire', 'ltr');
    expect(drawn.normalize('NFKC')).toBe('Nom : يعفاشلا ىنم, Le Caire');
  });

  it('draws none of the marks that only steer the direction', () => {
    expect(visualLine('Référence : \u2068DZ-1\u2069', 'ltr')).toBe('Référence : DZ-1');
    expect(visualLine('\u2068BD-1\u2069', 'rtl')).toBe('BD-1');
  });
});
