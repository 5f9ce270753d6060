/** One form in six languages, or in two of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import type { PrintOptions } from '#lib/pdf/print-request.ts';
import { locales, type Locale } from '#lib/i18n/locale.ts';
import { aFullExport, aFullImport, loadFont } from './forms.ts';
import { listen, openFile, type Pdf, type Spoken } from './listen.ts';

async function print(locale: Locale, second?: Locale): Promise<{ pdf: Pdf; spoken: Spoken[]; name: string }> {
  const options: PrintOptions = { locale, second, copy: 'original', ledgerNote: 'delivery-pending' };
  const { bytes, filename } = await authorizationPdf(aFullExport(), options, loadFont);
  const pdf = await openFile(bytes);
  return { pdf, spoken: (await listen(pdf)).spoken, name: filename };
}

describe.each(locales)('a form in %s', (locale) => {
  it('names its language, and has every box in it and no sign for a missing letter', async () => {
    const words = (await import(`../../src/lib/i18n/messages/${locale}.json`)) as Record<string, string>;
    const { pdf, spoken } = await print(locale);
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Language: locale });
    expect(spoken[0]).toEqual({ role: 'H1', text: words['form_title_export'] });
    const headings = spoken.filter(({ role }) => role === 'H2').map(({ text }) => text);
    expect(headings).toHaveLength(24);
    expect(headings).toContain(`22 ${words['form_signature']}`);
    expect(spoken.map(({ text }) => text).join(' ')).not.toContain('\ufffd');
  });
});

describe('a form in Arabic', () => {
  it('is the mirror of one in English', async () => {
    const [english, arabic] = await Promise.all([print('en'), print('ar')]);
    const [from, to] = await Promise.all([edges(english.pdf), edges(arabic.pdf)]);
    expect(from.exporter.left).toBeLessThan(from.importer.left);
    expect(to.exporter.left).toBeGreaterThan(to.importer.left);
    expect(from.exporter.left).toBeCloseTo(595.28 - to.exporter.right, 0);
  });

  it('keeps figures with hyphens in their order', async () => {
    const { pdf } = await print('ar');
    const drawn = (await (await pdf.getPage(1)).getTextContent()).items;
    const texts = drawn.flatMap((item) => ('str' in item ? [item.str] : [])).join(' ');
    expect(texts).toContain('2026-1');
    expect(texts).not.toContain('1-2026');
  });
});

interface Edges {
  readonly left: number;
  readonly right: number;
}

/** Edges of two names, in points. */
async function edges(pdf: Pdf): Promise<Record<'exporter' | 'importer', Edges>> {
  const { items } = await (await pdf.getPage(1)).getTextContent();
  const place = (text: string): Edges => {
    const found = items.flatMap((item) => ('str' in item && item.str === text ? [item] : []))[0];
    const left = Number(found?.transform[4]);
    return { left, right: left + (found?.width ?? Number.NaN) };
  };
  return { exporter: place('Alpenpharma AG'), importer: place('Southern Cross Hospital Supplies Pty Ltd') };
}

describe('a form in two languages', () => {
  let form: Awaited<ReturnType<typeof print>>;
  const texts = (role: string): string[] =>
    form.spoken.filter((one) => one.role === role).map(({ text }) => text);

  beforeAll(async () => {
    form = await print('fr', 'ar');
  });

  it('keeps the end of the list of goods out of the footer', async () => {
    const options = { locale: 'en', second: 'fr', copy: 'original' } as const;
    const pdf = await openFile((await authorizationPdf(aFullImport(), options, loadFont)).bytes);
    const pages = await Promise.all([1, 2].map(async (no) => (await pdf.getPage(no)).getTextContent()));
    const lowest = (words: RegExp): number =>
      Math.min(
        ...pages.flatMap(({ items }) =>
          items.flatMap((item) => ('str' in item && words.test(item.str) ? [Number(item.transform[5])] : []))
        )
      );
    expect(lowest(/^Fin de la liste/)).toBeGreaterThan(lowest(/^This layout/) + 20);
  });

  it('has title, labels and heads in both, and what both say alike once', () => {
    expect(form.name).toBe('export-authorization-CH-E-2026-000077-13-original-fr-ar.pdf');
    expect(texts('H1')).toEqual(['Autorisation d’exportation\nإذن تصدير']);
    expect(texts('H2')).toContain('6 Pays exportateur\nالبلد المصدّر');
    expect(texts('TH')).toContain('Quantité\nالكمية');
    expect(texts('P').filter((text) => text === 'Alpenpharma AG')).toHaveLength(1);
  });

  it('repeats its own words in the second language, but nothing that the authority wrote', () => {
    expect(texts('P')).toContain('Suisse (CH)');
    expect(texts('P')).toContain('سويسرا (CH)');
    expect(texts('Note')).toHaveLength(1);
    expect(texts('Note')[0]).toMatch(/\n.*[\u0600-\u06ff]/s);
    expect(texts('P').filter((text) => text === 'Keep between 2 °C and 8 °C.')).toHaveLength(1);
  });
});
