import type { jsPDF } from 'jspdf';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { drawRow, drawSignatureRow } from './boxes.ts';
import { drawCodes } from './codes.ts';
import { Faces } from './faces.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { formContent, type FormRequest } from './form-content.ts';
import type { FormContent, FormPart } from './form-parts.ts';
import { Paper, SHEET, type Style } from './paper.ts';
import { printableCopy } from './printable.ts';
import {
  copiesOfKind,
  formName,
  ownWords,
  wordsOnForm,
  type Copy,
  type FormAct,
  type Print,
  type PrintOptions
} from './print-request.ts';
import { closePdf, openPdf, stampPdf } from './print-sheets.ts';
import { drawSheetMarks, drawTitleBlock } from './title-block.ts';
import { titleText } from './title-words.ts';
import { drawTable, type DrawTable } from './table.ts';

const CLOSING: Style = { size: 7.6 };

/**
 * Rejects if the library or the form's font fails to load, or a related act concerns another authorization. Characters
 * without an available font print as a sign; `listLackingFaces` reports them beforehand.
 */
export function authorizationPdf(
  act: FormAct,
  options: PrintOptions,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  return copiesPdf(act, options, [options.copy], loadFont);
}

export function authorizationCopiesPdf(
  act: FormAct,
  options: Omit<PrintOptions, 'copy'>,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  return copiesPdf(act, { ...options, copy: 'original' }, copiesOfKind(act.body.kind), loadFont);
}

interface Form {
  readonly act: FormAct;
  readonly options: PrintOptions;
}

interface Watch {
  readonly title: string;
  readonly filename: string;
  /** Called with the number of forms so far. */
  readonly onprinted: (count: number) => void;
  /** Stops between two forms; the promise rejects with its reason. */
  readonly signal: AbortSignal;
}

/** Forms of many authorizations, in the languages of the first, in one file. */
export async function authorizationsPdf(
  forms: readonly [Form, ...Form[]],
  { title, filename, onprinted, signal }: Watch,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const sheets = await openSheets(forms, loadFont);
  for (const [at, { act, options }] of forms.entries()) {
    // A pause lets the page show the progress and react to a click.
    await new Promise((go) => setTimeout(go));
    signal.throwIfAborted();
    drawCopies(sheets, act, options, [options.copy]);
    closePages(sheets.paper.doc);
    onprinted(at + 1);
  }
  const { doc } = sheets.paper;
  const latest = forms.reduce((last, { act }) => (act.body.at > last ? act.body.at : last), '');
  stampPdf(doc, latest, [forms.map(({ act }) => act._id), title]);
  doc.setProperties({ title, creator: 'I2ES' });
  return closePdf(doc, filename);
}

/** One text for each finished page: the parts that jsPDF keeps take three times as much memory. */
function closePages(doc: jsPDF): void {
  const pages = doc.internal.pages as unknown as string[][];
  for (const parts of pages.slice(1)) parts.splice(0, parts.length, parts.join('\n'));
}

async function copiesPdf(
  act: FormAct,
  options: PrintOptions,
  copies: readonly Copy[],
  loadFont: LoadFont
): Promise<Print> {
  const sheets = await openSheets([{ act, options }], loadFont);
  describe(sheets.paper.doc, drawCopies(sheets, act, options, copies), options, copies);
  return closePdf(sheets.paper.doc, formName(act, options, copies).concat('.pdf'));
}

interface Sheets {
  readonly paper: Paper;
  readonly draw: DrawTable;
}

async function openSheets(forms: readonly [Form, ...Form[]], loadFont: LoadFont): Promise<Sheets> {
  const { locale, second } = forms[0].options;
  const [doc, { autoTable }] = await Promise.all([openPdf(locale, second), import('jspdf-autotable')]);
  doc.setLanguage(locale);
  const words = forms.map(({ act, options }) => wordsOnForm(act, options)).join('');
  const faces = await Faces.embed(doc, words, loadFont, ownWords(forms[0].options));
  return { paper: new Paper(faces, localeDirection(locale)), draw: autoTable };
}

/** Begins on the empty first sheet, or on a new one. Returns the act as printed. */
function drawCopies(
  { paper, draw }: Sheets,
  act: FormAct,
  options: PrintOptions,
  copies: readonly Copy[]
): FormAct {
  const printed = { act, related: options.related, mark: options.mark };
  const { copy, missing } = printableCopy(printed, (code) => paper.faces.has(code));
  const { related, mark, ...plain } = options;
  const request: FormRequest = {
    ...plain,
    ...(related && copy.related ? { related: copy.related } : {}),
    ...(mark && copy.mark ? { mark: copy.mark } : {}),
    edition: options.edition ?? CURRENT_EDITION
  };
  for (const one of copies) {
    if (paper.y > SHEET.top) paper.turnPage();
    const first = paper.doc.getNumberOfPages();
    const part = paper.tags.add('Part');
    const content = formContent(copy.act, { ...request, copy: one });
    paper.tags.within(part, () => drawForm(paper, draw, content, options.locale));
    drawSheetMarks(paper, copy.act, { ...request, content, missing, first, part });
  }
  return copy.act;
}

function drawForm(paper: Paper, draw: DrawTable, content: FormContent, locale: Locale): void {
  drawTitleBlock(paper, content);
  for (const part of content.parts) drawPart(paper, draw, part, locale);
}

function drawPart(paper: Paper, draw: DrawTable, part: FormPart, locale: Locale): void {
  switch (part.kind) {
    case 'row': {
      const continued = (label: string): string => m.form_continued({ label }, { locale });
      return drawRow(paper, part.boxes, { minHeight: part.minHeight ?? 0, continued });
    }
    case 'table':
      paper.y += part.table.minRowHeight === undefined ? 0 : 4;
      return drawTable(paper, draw, part.table);
    case 'closing':
      paper.keep(paper.wrap(part.text, 178, CLOSING).length * paper.lineHeight(CLOSING) + 2);
      paper.y += 0.8;
      paper.y += paper.writeText(part.text, 15.6, paper.y, 178, CLOSING) + 1.2;
      return;
    case 'signature':
      return drawSignatureRow(paper, part);
    case 'codes':
      return drawCodes(paper, part);
  }
}

function describe(doc: jsPDF, act: FormAct, options: PrintOptions, copies: readonly Copy[]): void {
  const { body } = act;
  const { edition: _edition, ...printed } = options;
  stampPdf(doc, body.at, [act._id, printed, ...copies.slice(1)]);
  const title = `${titleText(body.kind, options.locale)} ${body.number}`;
  doc.setProperties({
    title,
    author: ('authority' in body ? body : options.related?.licensed?.body)?.authority.name ?? '',
    creator: 'I2ES',
    subject: body.dossier
  });
}
