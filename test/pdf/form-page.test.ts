/** The accessible copy of a form: the same words as on paper, as one page without scripts. */
import { describe, expect, it } from 'vitest';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import { formPage } from '#lib/pdf/form-page.ts';
import type { PrintOptions } from '#lib/pdf/print-request.ts';
import { aDeclaration } from '../samples/declarations.ts';
import { aFullExport, aFullImport, loadFont } from './forms.ts';
import { listen, openFile } from './listen.ts';

const FRENCH: PrintOptions = { locale: 'fr', second: 'ar', copy: 'original' };

function textOf(page: string): string {
  return page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ');
}

describe('the page of a form', () => {
  it('has each text that a screen reader gets from the sheets, with their languages', async () => {
    const act = aFullExport();
    const page = await formPage(act, FRENCH);
    const { spoken } = await listen(await openFile((await authorizationPdf(act, FRENCH, loadFont)).bytes));
    const text = textOf(page);
    const forPen = /^(?:\d+ )?(?:Sceau|Date|Réservé|À compléter)/;
    const lacking = spoken
      .map((one) => one.text.replace(/\s+/g, ' ').trim())
      .filter((one) => !forPen.test(one) && !text.includes(one));
    expect(lacking).toEqual([]);
    expect(page).toContain('<html lang="fr" dir="ltr">');
    expect(page).toContain('<p lang="ar">سويسرا (CH)</p>');
    expect(page).toContain('<th scope="col">');
  });

  it('of a declaration calls nothing an authorization, and states what left', async () => {
    const text = textOf(await formPage(aDeclaration(), { locale: 'en', copy: 'triplicate' }));
    expect(text).not.toMatch(/authorization/i);
    for (const words of ['Declaration number', 'Quantity declared', 'Schedule III'])
      expect(text).toContain(words);
    expect(text.match(/20 g/g)?.length).toBeGreaterThan(2);
  });

  it('shows a name with signs of HTML as it was written', async () => {
    const importer = { name: '<b>Fish & Sons</b>', address: 'x', country: 'AU' };
    const page = await formPage(aFullImport({ importer }), {
      locale: 'ar',
      copy: 'copy'
    });
    expect(page).toContain('&#60;b&#62;Fish &#38; Sons&#60;/b&#62;');
    expect(page).toContain('dir="rtl"');
    expect(page).not.toMatch(/<script|<b>/);
  });
});
