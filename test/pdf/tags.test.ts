/** The structure in a form's file: what a screen reader reads, and what a reader copies. */
import { readFileSync } from 'node:fs';
import createQpdf from '@neslinesli93/qpdf-wasm';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { authorizationCopiesPdf, authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import { attendanceCertificates } from '#lib/pdf/certificate.ts';
import { ONE_SHEET, printSheets } from '#lib/pdf/print-sheets.ts';
import { aFullExport, aFullImport, FULL_LINES, hasPdfToText, loadFont, readColumns } from './forms.ts';
import { listen, openFile, type Pdf, type Spoken } from './listen.ts';

const ENGLISH = { locale: 'en', copy: 'original' } as const;
const RIYADH = {
  name: 'شركة الخليج للصناعات الدوائية',
  address: 'شارع الملك عبد العزيز 12\nRiyadh 11564'
};

afterEach(() => void vi.restoreAllMocks());

describe('the structure of a form', () => {
  let pdf: Pdf;
  let spoken: Spoken[];
  let unmarked: string[];
  const textsOf = (...roles: string[]): string[] =>
    spoken.filter(({ role }) => roles.includes(role)).map(({ text }) => text);

  beforeAll(async () => {
    const lines = Array.from({ length: 14 }, (_, at) => ({ ...FULL_LINES[0], no: at + 1 }));
    const act = aFullImport({ importer: RIYADH, demonstration: true, lines });
    const mark = { kind: 'cancelled', on: '2026-11-02' as CalendarDate } as const;
    const { bytes } = await authorizationPdf(
      act,
      { ...ENGLISH, mark, ledgerNote: 'delivery-pending' },
      loadFont
    );
    pdf = await openFile(bytes);
    ({ spoken, unmarked } = await listen(pdf));
  });

  it('names its language, and its title in place of the name of the file', async () => {
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Language: 'en', Title: 'Import authorization AU-I-2026-000101-98' });
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    expect(await pdf.getViewerPreferences()).toMatchObject({ DisplayDocTitle: true });
  });

  it('has each text of the form in an element or an artifact', () => {
    expect(unmarked).toEqual([]);
  });

  it('begins with the title and the marks, and has a heading for each box, in their order', () => {
    expect(spoken[0]).toEqual({ role: 'H1', text: 'Import authorization' });
    const notes = textsOf('Note').map((note) => note.split(/[.,:]/)[0]);
    expect(notes).toEqual([
      expect.stringContaining('Demonstration'),
      expect.stringContaining('Cancelled'),
      expect.stringContaining('Issued offline')
    ]);
    const numbers = textsOf('H2', 'Caption').map((text) => Number.parseInt(text, 10));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  it('reads a table in rows, and the heads that a next sheet repeats once', () => {
    const heads = textsOf('TH');
    expect(heads.slice(0, 5)).toEqual([
      'No.',
      'Designation (INN, salt) and preparation',
      'Pharmaceutical form and content',
      'Quantity',
      'Anhydrous base content'
    ]);
    expect(heads.slice(5)).toEqual(Array.from({ length: 14 }, (_, at) => String(at + 1)));
    expect(textsOf('TD')).toHaveLength(14 * 4);
  });

  it('has Arabic in reading order', () => {
    expect(textsOf('P')).toContain(RIYADH.name);
    expect(textsOf('P')).toContain(RIYADH.address);
  });

  it('has a part for each copy in one file', async () => {
    const { bytes } = await authorizationCopiesPdf(aFullExport(), { locale: 'fr' }, loadFont);
    const heard = await listen(await openFile(bytes));
    expect(heard.spoken.filter(({ role }) => role === 'H1')).toHaveLength(4);
    expect(heard.unmarked).toEqual([]);
  });
});

/** qpdf's own answer: 0 without an error or a warning. */
async function checkPdf(bytes: Uint8Array): Promise<number> {
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  const wasmBinary = readFileSync('node_modules/@neslinesli93/qpdf-wasm/dist/qpdf.wasm');
  const qpdf = await createQpdf({ wasmBinary, noInitialRun: true } as never);
  (qpdf.FS as unknown as { writeFile(path: string, bytes: Uint8Array): void }).writeFile('/form.pdf', bytes);
  return qpdf.callMain(['--check', '/form.pdf']);
}

it('a certificate is tagged too, with its code as a figure that names its address', async () => {
  const facts = {
    word: 'attendance',
    title: 'Endorsing what has arrived',
    trainer: 'Wanjiru Kamau',
    session: 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69',
    name: 'منى الشافعي',
    startsAt: '2026-12-10T07:30:00.000Z',
    endsAt: '2026-12-10T14:00:00.000Z',
    authority: 'KE'
  };
  const sheets = [{ facts, address: 'https://i2es.example.org/verify#attendance' }];
  const content = { sheets, locale: 'ar', time: '10:30', place: 'Nairobi', day: '2026-12-10' };
  const { bytes } = await attendanceCertificates({ ...content, demonstration: true } as never, loadFont);
  const { spoken, unmarked } = await listen(await openFile(bytes));
  expect(unmarked).toEqual([]);
  expect(spoken.map(({ text }) => text)).toContain('منى الشافعي');
  expect(spoken.find(({ role }) => role === 'Figure')?.text).toBe(sheets[0]?.address);
});

it('a letter that is drawn again, smaller, is read once', async () => {
  const paragraphs = Array.from(
    { length: 55 },
    (_, at) => ['text', `Paragraph ${at + 1}`, { size: 12 }] as const
  );
  const letter = { locale: 'en', filename: 'x.pdf', content: {}, layout: () => [paragraphs] } as const;
  const { bytes } = await printSheets({ ...letter, attempts: ONE_SHEET }, loadFont);
  const { spoken } = await listen(await openFile(bytes));
  expect(spoken.map(({ text }) => text)).toEqual(paragraphs.map(([, text]) => text));
});

describe('the file of a form', () => {
  it('is whole for qpdf, which says so of no damaged file', async () => {
    const { bytes } = await authorizationPdf(aFullImport({ importer: RIYADH }), ENGLISH, loadFont);
    expect(await checkPdf(bytes)).toBe(0);
    expect(await checkPdf(bytes.slice(0, -900))).not.toBe(0);
  });

  it.skipIf(!hasPdfToText)('gives Arabic as letters in reading order when it is copied', async () => {
    const { bytes } = await authorizationPdf(aFullImport({ importer: RIYADH }), ENGLISH, loadFont);
    const text = readColumns(bytes);
    expect(text).toContain(RIYADH.name);
    expect(text).toContain('شارع الملك عبد العزيز');
  });
});
