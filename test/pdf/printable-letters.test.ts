import { jsPDF } from 'jspdf';
import { expect, it } from 'vitest';
import { embedFonts } from '#lib/pdf/fonts.ts';
import { isInFormFace } from '#lib/pdf/printable-letters.ts';
import { loadFont } from './forms.ts';

const LAST_CODE = 0xffff;

it('the letters told to be printable before issuing are those that the face of the forms has', async () => {
  const isInFont = await embedFonts(new jsPDF(), loadFont);
  const differing = [];
  for (let code = 0; code <= LAST_CODE; code++)
    if (isInFont(code) !== isInFormFace(code)) differing.push(code.toString(16));
  expect(differing).toEqual([]);
});
