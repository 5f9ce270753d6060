import { jsPDF } from 'jspdf';
import { describe, expect, it } from 'vitest';
import { embedFace } from '#lib/pdf/fonts.ts';
import { countUnprintable, FACES, isInFace, neededFaces } from '#lib/pdf/printable-letters.ts';
import { loadFont } from './forms.ts';

const LAST_CODE = 0xffff;
/** Steers the direction; the face that has a drawing for it is not asked. */
const ARABIC_MARK = 0x61c;

it.each(FACES)('the letters told to be printable before issuing are those that %s has', async (face) => {
  const isInFont = await embedFace(new jsPDF(), face, loadFont);
  const differing = [];
  for (let code = 0x21; code <= LAST_CODE; code++)
    if (code !== ARABIC_MARK && isInFont(code) !== isInFace(face, code)) differing.push(code.toString(16));
  expect(differing).toEqual([]);
});

describe('what a text needs', () => {
  it.each([
    ['Łódź, Αθήνα, Ташкент', ['NotoSans']],
    ['شركة United', ['NotoSans', 'NotoNaskhArabic']],
    ['上海 (Shanghai)', ['NotoSans', 'NotoSansSC']],
    ['ファイザー', ['NotoSans', 'NotoSansSC']],
    ['شركة 上海', ['NotoSans', 'NotoNaskhArabic', 'NotoSansSC']],
    ['ნინო', ['NotoSans']]
  ])('is, for %s: %s', (text, faces) => {
    expect(neededFaces(text)).toEqual(faces);
  });

  it('counts only what no face has', () => {
    expect(countUnprintable('شركة 上海 (Łódź)')).toBe(0);
    expect(countUnprintable('می\u200cخواهم')).toBe(0);
    expect(countUnprintable('ნინო 藥 x')).toBe(5);
    expect(countUnprintable('a\u061cb')).toBe(1);
  });
});
