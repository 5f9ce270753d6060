/** Names, addresses and conditions in Arabic and Chinese on English and French forms. */
import { describe, expect, it } from 'vitest';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import { listLackingFaces, type LoadFont } from '#lib/pdf/fonts.ts';
import { locales } from '#lib/i18n/locale.ts';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import { wordsOnForm, type PrintOptions } from '#lib/pdf/print-request.ts';
import { anEndorsement } from '../samples/acts.ts';
import { aFullExport, aFullImport, FULL_LINES, hasPdfToText, loadFont, readPages } from './forms.ts';

const ENGLISH = { locale: 'en', copy: 'original' } as const;
const RIYADH = {
  name: 'شركة الخليج للصناعات الدوائية',
  address: 'شارع الملك عبد العزيز 12\nRiyadh 11564'
};
const SHANGHAI = {
  name: '国药集团医药控股股份有限公司',
  address: '上海市黄浦区福州路221号\nShanghai 200002'
};

async function pagesOf(act: AuthorizationAct, options: PrintOptions = ENGLISH): Promise<string[]> {
  return readPages((await authorizationPdf(act, options, loadFont)).bytes);
}

/** Joined forms as letters, word by word: the reader of the file writes each from its first letter on. */
async function lettersOf(act: AuthorizationAct, options?: PrintOptions): Promise<string> {
  const text = (await pagesOf(act, options)).join(' ');
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').normalize('NFKC');
}

function loadingAllBut(rare: string, asked: string[] = []): LoadFont {
  return (file) => {
    asked.push(file);
    return file.startsWith(rare) ? Promise.reject(new Error('offline')) : loadFont(file);
  };
}

describe.skipIf(!hasPdfToText)('a form in two scripts', () => {
  it.each(locales)('bears an Arabic importer letter by letter, in %s', async (locale) => {
    const text = await lettersOf(aFullImport({ importer: RIYADH }), { locale, copy: 'original' });
    const words = `${RIYADH.name} ${RIYADH.address}`.split(/\s/);
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
    expect(text).toContain('Riyadh 11564');
    expect(text).not.toContain('\ufffd');
  });

  it.each(locales)('bears a Chinese exporter letter by letter, in %s', async (locale) => {
    const text = await lettersOf(aFullExport({ exporter: SHANGHAI }), { locale, copy: 'original' });
    expect(text).toContain(SHANGHAI.name);
    expect(text).toContain('上海市黄浦区福州路221号');
    expect(text).not.toContain('\ufffd');
  });

  it('bears them in the table of goods and in the partner’s statement too', async () => {
    const lines = [{ ...FULL_LINES[0], preparation: '盐酸吗啡注射液 حقن' }, ...FULL_LINES.slice(1)];
    const ea = aFullExport({ lines });
    const by = { name: 'منى الشافعي', function: 'مديرة الترخيص', person: 'x' };
    const endorsement = anEndorsement(ea, { over: { by } });
    const text = await lettersOf(ea, { ...ENGLISH, related: { endorsement } });
    for (const words of ['盐酸吗啡注射液', 'حقن', 'منى', 'الشافعي', 'مديرة', 'الترخيص'])
      expect(text).toContain(words);
  });

  it('loses no character of a long condition that changes script, and runs on to the next sheet', async () => {
    const remarks = Array.from({ length: 250 }, (_, at) => `Condition${at} 货物须在冷藏条件下保存 شحنة`).join(
      '，'
    );
    const pages = await pagesOf(aFullImport({ remarks }));
    const text = pages.join('').normalize('NFKC');
    expect(pages.length).toBeGreaterThan(2);
    expect(text).toContain('Remarks (continued)');
    for (let at = 0; at < 250; at++) expect(text).toContain(`Condition${at}`);
    expect(text.match(/保/g)).toHaveLength(250);
    expect(text.match(/ش/g)).toHaveLength(250);
  });

  it('is the same, byte for byte, whenever it is printed', async () => {
    const act = aFullImport({ importer: RIYADH, exporter: SHANGHAI });
    const [one, two] = [
      await authorizationPdf(act, ENGLISH, loadFont),
      await authorizationPdf(act, ENGLISH, loadFont)
    ];
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
    expect(one.bytes.length).toBeLessThan(120_000);
  });
});

describe('a font for rare letters', () => {
  it('is fetched only where one occurs', async () => {
    const asked: string[] = [];
    await authorizationPdf(aFullImport(), ENGLISH, loadingAllBut('none', asked));
    expect(asked.filter((file) => !file.startsWith('NotoSans-'))).toEqual([]);
    await authorizationPdf(aFullImport({ importer: RIYADH }), ENGLISH, loadingAllBut('none', asked));
    expect(asked.filter((file) => file.startsWith('NotoSansSC'))).toEqual([]);
    expect(asked).toContain('NotoNaskhArabic-Regular.ttf');
  });

  it('is told to be lacking before anything is printed', async () => {
    const act = aFullImport({ importer: RIYADH, exporter: SHANGHAI });
    const words = wordsOnForm(act, ENGLISH);
    expect(await listLackingFaces(words, loadingAllBut('NotoSansSC'))).toEqual(['NotoSansSC']);
    expect(await listLackingFaces(words, loadFont)).toEqual([]);
    const endorsement = anEndorsement(aFullExport(), { over: { remarks: '已收到' } });
    const answered = wordsOnForm(aFullExport(), { ...ENGLISH, related: { endorsement } });
    expect(await listLackingFaces(answered, loadingAllBut('NotoSansSC'))).toEqual(['NotoSansSC']);
  });

  it.skipIf(!hasPdfToText)('leaves a sign for each of its letters, counted on the sheet', async () => {
    const act = aFullImport({ exporter: { name: '上海 (Shanghai)', address: 'Rheinweg 4' } });
    const { bytes } = await authorizationPdf(act, ENGLISH, loadingAllBut('NotoSansSC'));
    const text = readPages(bytes).join(' ');
    expect(text).toContain('�� (Shanghai)');
    expect(text).toContain('2 character(s) could not be printed');
  });
});
