/** The form of a special import licence, 1971 art. 13(3): what the law names, for whom each copy is, and its code. */
import { describe, expect, it } from 'vitest';
import { authorizationCopiesPdf, authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import { formPage } from '#lib/pdf/form-page.ts';
import { copiesOfKind, copyUseText, type PrintOptions } from '#lib/pdf/print-request.ts';
import { locales } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { codesOfAct } from '#lib/print-code/form-codes.ts';
import { readCode } from '#lib/print-code/code-text.ts';
import { aSpecialLicence } from '../samples/acts.ts';
import { aFullImport, loadFont } from './forms.ts';
import { listen, openFile, type Spoken } from './listen.ts';

const licensed = aFullImport();
const licence = aSpecialLicence(licensed, { over: { substance: 'diazepam', limit: '1250000000' } });
const [form] = codesOfAct(licence, { extracts: [], origin: 'https://i2es.example.org' });
const codes = { form: form ? [form] : [], keys: null, shipment: [], endorsement: [] };
const options = { copy: 'original', related: { licensed }, codes } as const;

async function hear(over: Pick<PrintOptions, 'locale' | 'second'>): Promise<Spoken[]> {
  const { bytes } = await authorizationPdf(licence, { ...options, ...over }, loadFont);
  return (await listen(await openFile(bytes))).spoken;
}

describe.each(locales)('a licence in %s', (locale) => {
  it('names importer and exporter, substance, quantity and the article, and leaves room for the endorsement', async () => {
    // The font of Chinese has one sign for a comma and its wide form.
    const spoken = await hear({ locale });
    const said = (words: (inputs: object, options: object) => string): string =>
      words({}, { locale }).normalize('NFKC');
    const texts = spoken.map(({ text }) => text);
    expect(spoken[0]).toEqual({ role: 'H1', text: said(m.form_title_licence) });
    expect(texts).toEqual(
      expect.arrayContaining([
        said(m.form_convention_1971_licence),
        said(m.form_copy_licence_original),
        'Southern Cross Hospital Supplies Pty Ltd',
        'Alpenpharma AG',
        `14 ${said(m.form_licence_endorsement)}`
      ])
    );
    expect(texts.join(' ')).toMatch(/diazepam/);
    expect(texts.join(' ')).not.toContain('\ufffd');
  });
});

describe('a licence', () => {
  it('goes in two copies to the exporting country, and one stays', async () => {
    expect(copiesOfKind('special-import-licence')).toHaveLength(3);
    expect(copyUseText('special-import-licence', 'original', 'en')).toContain('accompany the shipment');
    const all = await authorizationCopiesPdf(licence, { ...options, locale: 'en' }, loadFont);
    expect(all.filename).toBe('special-import-licence-SIL-4-2026-copies-en.pdf');
    expect((await openFile(all.bytes)).numPages).toBe(3);
  });

  it('is printed in two languages, and its page has the same words', async () => {
    const spoken = await hear({ locale: 'fr', second: 'ar' });
    expect(spoken[0]?.text).toBe('Permis spécial d’importation\nرخصة استيراد خاصة');
    const page = await formPage(licence, { ...options, locale: 'fr', second: 'ar' });
    expect(page).toContain('10 Autorisation d’importation des mêmes produits');
    expect(page).toContain('Alpenpharma AG');
  });

  it('has a code that holds the signed licence itself', () => {
    const read = readCode(form?.text ?? '');
    expect(read.ok && read.value.as === 'act' && read.value.act._id).toBe(licence._id);
  });

  it('is not printed beside another import authorization', async () => {
    const other = aFullImport({ number: 'AU-I-2026-000999-11' });
    const wrong = { ...options, locale: 'en', related: { licensed: other } } as const;
    await expect(authorizationPdf(licence, wrong, loadFont)).rejects.toThrow(/is missing/);
  });
});
