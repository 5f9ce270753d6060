import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  findMarkRun,
  findStrayCharacter,
  MAX_MARKS,
  withoutInvisible
} from '#lib/domain/shape/characters.ts';
import { textProblem } from '#lib/domain/shape/shape.ts';
import { cleanText, findTextProblem } from '#lib/domain/act/typed-text.ts';

describe('text that is not written without an invisible character', () => {
  test.each([
    ['Persian between letters that would join', 'شرکت می\u200Cخواهم'],
    ['Persian after a mark', 'بِ\u200Cم'],
    ['Sri Lanka in Sinhala', 'ශ්\u200Dරී ලංකා'],
    ['Malayalam, a chillu at the end', 'അവന്\u200D'],
    ['Hindi, a virama that is seen', 'क्\u200Cष'],
    ['Bengali, ra before ya', 'র\u200D্যাব'],
    ['Kannada, ra that is no repha', 'ರ\u200D್ಕ'],
    ['a Japanese name in its own shape of a character', '葛\u{E0100}城'],
    ['a Mongolian letter in its other shape', '\u1820\u180B']
  ])('is taken as it is: %s', (_, text) => {
    expect(findStrayCharacter(text)).toBeNull();
    expect(textProblem(text, 1, 100, false)).toBeNull();
    expect(cleanText(text)).toBe(text);
  });
});

describe('text that two readers could read differently', () => {
  test.each([
    ['a non-joiner between Latin letters', 'Good\u200Cday', 'invisible', 'U+200C', 5],
    ['a non-joiner after a letter that joins nothing', 'در\u200Cو', 'invisible', 'U+200C', 3],
    ['a non-joiner before a blank', 'می\u200C خ', 'invisible', 'U+200C', 3],
    ['two non-joiners in a row', 'می\u200C\u200Cخ', 'invisible', 'U+200C', 3],
    ['a joiner after a virama twice', 'ශ්\u200D\u200Dරී', 'invisible', 'U+200D', 4],
    ['a joiner between pictures', '\u{1F468}\u200D\u{1F469}', 'invisible', 'U+200D', 2],
    ['a shape for a letter that has one', 'A\uFE0F', 'invisible', 'U+FE0F', 2],
    ['an isolate', '\u2067abc\u2069', 'invisible', 'U+2067', 1],
    ['an override', 'abc\u202Egpj', 'invisible', 'U+202E', 4],
    ['a filler', 'a\u3164', 'invisible', 'U+3164', 2],
    ['Braille of no dot', 'a\u2800b', 'invisible', 'U+2800', 2],
    ['a tag', 'a\u{E0041}', 'invisible', 'U+E0041', 2],
    ['a note without a head', 'a\u{1D159}b', 'invisible', 'U+1D159', 2],
    ['a joiner of hieroglyphs', 'a\u{13430}b', 'invisible', 'U+13430', 2],
    ['a filler of Khitan', 'a\u{16FE4}b', 'invisible', 'U+16FE4', 2],
    ['private use', 'a\uF8FF', 'unreadable', 'U+F8FF', 2],
    ['private use of plane 15', '\u{F1234}', 'unreadable', 'U+F1234', 1],
    ['private use of plane 16', '\u{100000}', 'unreadable', 'U+100000', 1],
    ['a noncharacter', 'a\uFDEF', 'unreadable', 'U+FDEF', 2],
    ['a plane where nothing is', '\u{40000}', 'unreadable', 'U+40000', 1],
    ['the sign of a lost character', 'Z\uFFFDrich', 'unreadable', 'U+FFFD', 2]
  ])('is refused by name and place: %s', (_, text, kind, character, place) => {
    expect(findStrayCharacter(text)).toEqual({ kind, character, place });
    const values = { most: 100, character, place };
    expect(textProblem(text, 1, 100, false)).toEqual({ code: `act.text.${kind}`, values });
  });

  test('is refused for the first of several, counted in characters and not in halves', () => {
    expect(findStrayCharacter('\u{1F600}\u{1F600}\uE000\u200B')?.place).toBe(3);
    expect(findStrayCharacter('\u{1F600}\u200B\uE000')).toMatchObject({ kind: 'invisible', place: 2 });
  });
});

describe('marks that are written on one letter', () => {
  test.each([
    ['Arabic, pointed', 'ٱلْحَمْدُ لِلَّٰهِ'],
    ['Vietnamese', 'Cục Quản lý Dược Việt Nam, Nguyễn Thị Phượng'],
    ['Vietnamese without its whole letters', 'Việt Nguyễn'.normalize('NFD')],
    ['Devanagari', 'राष्ट्रीय औषधि र्त्स्न्य'],
    ['Vedic, accented', 'ग॒णानां᳚ त्वा'],
    ['Thai', 'สำนักงานคณะกรรมการอาหารและยา ที่ผู้ป่วย'],
    ['Hebrew with vowels and accents', 'בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים'],
    ['Tibetan', 'བསྒྲུབས་ རྒྱལ་ཁབ་'],
    ['Tibetan, the ten powers of the Kalachakra', '\u0F67\u0F90\u0FB5\u0FA8\u0FB3\u0FAD\u0FB2\u0FBB\u0F83'],
    ['Myanmar', 'ကျွန်ုပ်တို့'],
    ['Khmer', 'ស្ត្រី ក្រុម៉'],
    ['Yoruba, whose letters are not made whole', 'Ọ̀rúnmìlà ṣ̀']
  ])('are taken: %s', (_, text) => {
    expect(findMarkRun(text)).toBeNull();
    const composed = text.normalize('NFC');
    expect(textProblem(composed, 1, 100, false)).toBeNull();
  });

  test.each([
    ['of Latin letters', '\u0336'],
    ['of Hebrew', '\u0591'],
    ['of Arabic', '\u064E'],
    ['of Devanagari', '\u0951'],
    ['of Thai', '\u0E4A'],
    ['of Tibetan', '\u0FB2'],
    ['around a letter', '\u20DD'],
    ['of music, on plane 1', '\u{1D165}'],
    ['of Adlam, on plane 1', '\u{1E944}']
  ])('are refused with the place where more than eight begin: marks %s', (_, mark) => {
    const within = '\u{20000}a' + mark.repeat(MAX_MARKS) + 'b' + mark.repeat(MAX_MARKS);
    expect(textProblem(within, 1, 100, false)).toBeNull();
    const beyond = '\u{20000}a' + mark.repeat(MAX_MARKS + 1) + 'b';
    const values = { most: 100, marks: MAX_MARKS, place: 3 };
    expect(textProblem(beyond, 1, 100, false)).toEqual({ code: 'act.text.marks', values });
    expect(findTextProblem(beyond, 100, false)).toEqual({ code: 'text.marks', values });
  });

  test('are not hidden among joiners', () => {
    expect(findMarkRun('क' + '\u094D\u200D'.repeat(MAX_MARKS))).toBe(2);
  });
});

test('every mark that the engine knows is one here, and no letter or figure is', () => {
  const wrong: string[] = [];
  for (let code = 0x80; code <= 0x3ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    const isHeaped = findMarkRun(character.repeat(MAX_MARKS + 1)) !== null;
    if (/\p{M}/u.test(character) && !isHeaped) wrong.push(code.toString(16));
    if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character) && isHeaped) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

test('every noncharacter and every plane of private use is known', () => {
  const last = Array.from({ length: 17 }, (_, plane) => [plane * 0x10000 + 0xfffe, plane * 0x10000 + 0xffff]);
  const known = (code: number): boolean => findStrayCharacter(String.fromCodePoint(code)) !== null;
  expect(last.flat().filter((code) => !known(code))).toEqual([]);
  for (let code = 0xe000; code <= 0xf8ff; code++) expect(known(code)).toBe(true);
  for (let code = 0xf0000; code <= 0x10ffff; code += 97) expect(known(code)).toBe(true);
});

test('what the engine knows as invisible without exception is invisible here as well', () => {
  const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;
  for (let code = 0x80; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (ignorable.test(character)) expect([code, findStrayCharacter(character)]).not.toEqual([code, null]);
  }
});

test('no letter, mark or figure that the engine knows is refused, but for the fillers', () => {
  const refused: string[] = [];
  for (let code = 0x80; code <= 0x3ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (/^[\p{L}\p{N}\p{M}]$/u.test(character) && findStrayCharacter(character))
      refused.push(code.toString(16));
  }
  expect(refused).toMatchInlineSnapshot(`
    [
      "34f",
      "115f",
      "1160",
      "17b4",
      "17b5",
      "180b",
      "180c",
      "180d",
      "180f",
      "3164",
      "fe00",
      "fe01",
      "fe02",
      "fe03",
      "fe04",
      "fe05",
      "fe06",
      "fe07",
      "fe08",
      "fe09",
      "fe0a",
      "fe0b",
      "fe0c",
      "fe0d",
      "fe0e",
      "fe0f",
      "ffa0",
      "16fe4",
    ]
  `);
});

test('whatever is typed, what is left after cleaning holds nothing invisible, and cleaning it again changes nothing', () => {
  const typed = fc.string({
    unit: fc.constantFrom(
      'a',
      'م',
      'ی',
      '्',
      'क',
      '\u200C',
      '\u200D',
      '\u202E',
      '\uFE0F',
      '葛',
      '\u{E0100}',
      ' ',
      '\uE000'
    )
  });
  fc.assert(
    fc.property(typed, (text) => {
      const clean = cleanText(text);
      expect(findStrayCharacter(clean)?.kind).not.toBe('invisible');
      expect(cleanText(clean)).toBe(clean);
      expect(withoutInvisible(clean)).toBe(clean);
    })
  );
});
