/** An authorization on paper: same act, options and fonts give the same bytes. */
import type { jsPDF } from 'jspdf';
import { sha256 } from '#lib/domain/sha256.ts';
import { boxesOf, boxNumber } from '#lib/domain/authorization/boxes.ts';
import { CURRENT_EDITION, type EditionIndex } from '#lib/domain/goods/substance.ts';
import { textToUtf8 } from '#lib/domain/bytes.ts';
import { boxLabel } from '#lib/i18n/box-labels.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { m } from '#lib/i18n/messages.ts';
import { actualsTable, endorsementTexts, shipmentTexts } from './actuals.ts';
import { authorizationRows } from './authorization-boxes.ts';
import { drawRow, type Box } from './boxes.ts';
import { Faces } from './faces.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { wordsOnForm } from './lacking-faces.ts';
import { linesTable } from './lines-table.ts';
import { Paper, type Style } from './paper.ts';
import { printableCopy } from './printable.ts';
import {
  COPIES,
  type AuthorizationAct,
  type Copy,
  type Print,
  type PrintOptions,
  type RelatedActs
} from './print-request.ts';
import { drawSheetMarks } from './sheet-marks.ts';
import { drawSignatureRow } from './signature-row.ts';
import { drawTable, type DrawTable } from './table.ts';
import { drawTitleBlock, titleText } from './title-block.ts';

type Request = PrintOptions & { readonly edition: EditionIndex };

const CLOSING: Style = { size: 7.6 };

/**
 * Rejects if the library or the form's font fails to load, or a related act concerns another authorization. Characters
 * without an available font print as a sign; `listLackingFaces` reports them beforehand.
 */
export function authorizationPdf(
  act: AuthorizationAct,
  options: PrintOptions,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  return copiesPdf(act, options, [options.copy], loadFont);
}

/** All copies in one document, each with its own sheet count; like `authorizationPdf`. */
export function authorizationCopiesPdf(
  act: AuthorizationAct,
  options: Omit<PrintOptions, 'copy'>,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  return copiesPdf(act, { ...options, copy: 'original' }, COPIES, loadFont);
}

async function copiesPdf(
  act: AuthorizationAct,
  options: PrintOptions,
  copies: readonly Copy[],
  loadFont: LoadFont
): Promise<Print> {
  checkRelated(act, options.related);
  const [{ jsPDF }, { autoTable }] = await Promise.all([
    import('jspdf'),
    import('jspdf-autotable'),
    loadCatalog(options.locale)
  ]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const printed = { act, related: options.related, mark: options.mark };
  const faces = await Faces.embedAtHand(doc, wordsOnForm(act, options), loadFont);
  const { copy, missing } = printableCopy(printed, (code) => faces.has(code));
  const { related, mark, ...plain } = options;
  const request: Request = {
    ...plain,
    ...(related && copy.related ? { related: copy.related } : {}),
    ...(mark && copy.mark ? { mark: copy.mark } : {}),
    edition: options.edition ?? CURRENT_EDITION
  };
  describe(doc, copy.act, options, copies);
  const paper = new Paper(doc, faces);
  for (const one of copies) {
    if (one !== copies[0]) paper.turnPage();
    const first = doc.getNumberOfPages();
    drawForm(paper, autoTable, copy.act, { ...request, copy: one });
    drawSheetMarks(paper, copy.act, { ...request, copy: one, missing, first });
  }
  return { bytes: new Uint8Array(doc.output('arraybuffer')), filename: filenameOf(act, options, copies) };
}

/** Printing a document on another authorization would forge it. */
function checkRelated(act: AuthorizationAct, { shipment, endorsement }: RelatedActs = {}): void {
  for (const related of [shipment, endorsement]) {
    if (related && related.body.exportAuthorization !== act._id) {
      throw new Error(`${related._id} is not about ${act._id}`);
    }
  }
}

function drawForm(paper: Paper, draw: DrawTable, act: AuthorizationAct, request: Request): void {
  const { body } = act;
  const { locale } = request;
  const { above, below } = authorizationRows(body, locale);
  const drawRows = (rows: readonly (readonly Box[])[], minHeight = 0): void => {
    for (const row of rows)
      drawRow(paper, row, { minHeight, continued: (label) => m.form_continued({ label }, { locale }) });
  };
  drawTitleBlock(paper, act, request);
  drawRows(above);
  const goods = `${boxNumber(body.kind, 'goods')}  ${boxLabel(body.kind, 'goods', locale)}`;
  drawTable(paper, draw, linesTable(goods, body.lines, request.edition, locale));
  drawClosing(paper, act, request);
  drawRows(below);
  let no = boxesOf(body.kind).length + 1;
  drawSignatureRow(paper, no, act, request);
  no += 3;
  if (body.kind !== 'export-authorization') return;
  const related = request.related ?? {};
  const title = `${no++}  ${m.form_actuals({}, { locale })}`;
  paper.y += 4;
  drawTable(paper, draw, actualsTable(title, body.lines, related, locale));
  drawRows([statementRow(no, related, request)], 34);
}

function statementRow(no: number, { shipment, endorsement }: RelatedActs, { locale }: Request): Box[] {
  const pen = { signHere: m.form_statement_line({}, { locale }) };
  return [
    {
      no,
      label: m.form_shipment({}, { locale }),
      texts: shipmentTexts(shipment, locale),
      ...(shipment ? {} : pen)
    },
    {
      no: no + 1,
      label: m.form_endorsement({}, { locale }),
      texts: endorsementTexts(endorsement, locale),
      ...(endorsement ? {} : pen)
    }
  ];
}

/** Closes the list of goods, so nothing can be added below. */
function drawClosing(paper: Paper, { body }: AuthorizationAct, { locale }: Request): void {
  const words = m.form_lines_end({ count: body.lines.length, edition: body.edition }, { locale });
  paper.y += 0.8;
  paper.y += paper.writeText(words, 15.6, paper.y, 178, CLOSING) + 1.2;
}

/** No clock, no randomness: date and file id come from the printed content. */
function describe(doc: jsPDF, act: AuthorizationAct, options: PrintOptions, copies: readonly Copy[]): void {
  const { body } = act;
  const stamp = body.at.replace(/\D/g, '').slice(0, 14);
  const { edition: _edition, ...printed } = options;
  doc.setCreationDate(`D:${stamp}+00'00'`);
  doc.setFileId(
    hexOf(sha256(textToUtf8(JSON.stringify([act._id, printed, ...copies.slice(1)]))))
      .slice(0, 32)
      .toUpperCase()
  );
  doc.setLanguage(options.locale === 'fr' ? 'fr' : 'en');
  const title = `${titleText(body.kind, options.locale)} ${body.number}`;
  doc.setProperties({ title, author: body.authority.name, creator: 'I2ES', subject: body.dossier });
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `export-authorization-CH-E-2026-000077-13-original-en.pdf`: safe on every file system. */
function filenameOf(
  { body }: AuthorizationAct,
  { copy, locale }: PrintOptions,
  copies: readonly Copy[]
): string {
  const number = body.number
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return [body.kind, number || 'form', copies.length > 1 ? 'copies' : copy, locale].join('-') + '.pdf';
}
