/** A box has the same number and name on the screen and on the paper: both are printed and compared. */
import { describe, expect, it } from 'vitest';
import { bodyToSheet } from '#lib/authorization/sheet.ts';
import { boxesOf, boxNumber } from '#lib/domain/authorization/form-fields.ts';
import { boxLabel } from '#lib/i18n/form-words.ts';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import { aFullExport, aFullImport, hasPdfToText, loadFont, readPdf } from './forms.ts';

if (!hasPdfToText)
  console.warn('pdftotext (poppler-utils) is not here: the numbers on paper are NOT checked');

describe.each([aFullImport(), aFullExport()])('the boxes of an $body.kind', (act) => {
  const { above, goods, below } = bodyToSheet(act.body);
  const onScreen = [...above, { box: goods, label: boxLabel(act.body.kind, 'goods') }, ...below];

  it('are numbered on the screen from one, without a gap, in the order of the form', () => {
    expect(onScreen.map(({ box }) => box)).toEqual(boxesOf(act.body.kind).map((_, at) => String(at + 1)));
    for (const name of boxesOf(act.body.kind))
      expect(onScreen[boxNumber(act.body.kind, name) - 1]?.label).toBe(boxLabel(act.body.kind, name));
  });

  it.skipIf(!hasPdfToText)('bear the same numbers and names on paper', async () => {
    const { bytes } = await authorizationPdf(act, { locale: 'en', copy: 'original' }, loadFont);
    const paper = readPdf(bytes);
    for (const { box, label } of onScreen) expect(paper).toContain(`${box} ${label}`);
    // What is signed is numbered on from there.
    expect(paper).toContain(`${onScreen.length + 1} `);
  });
});
