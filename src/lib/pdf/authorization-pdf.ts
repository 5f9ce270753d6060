import type { jsPDF } from 'jspdf';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Stated } from '#lib/domain/act/stated-as.ts';
import { isPaper } from '#lib/domain/act/stand-in.ts';
import { boxesOf, boxNumber, rowsAroundGoods } from '#lib/domain/authorization/form-fields.ts';
import { CURRENT_EDITION, type EditionIndex } from '#lib/domain/goods/substance.ts';
import { boxLabel } from '#lib/i18n/form-words.ts';
import { bodyToBoxes, boxTexts, countryText, shortActId, type BoxText } from '#lib/i18n/box-texts.ts';
import { formatDate, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { drawRow, drawSignatureRow, type Box } from './boxes.ts';
import { Faces } from './faces.ts';
import { momentText } from './figures.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { actualsTable, linesTable } from './goods-tables.ts';
import { Paper, type Style } from './paper.ts';
import { printableCopy } from './printable.ts';
import {
  COPIES,
  wordsOnForm,
  type Copy,
  type FormLocale,
  type Print,
  type PrintOptions,
  type RelatedActs
} from './print-request.ts';
import { closePdf, openPdf, stampPdf } from './print-sheets.ts';
import { drawSheetMarks, drawTitleBlock, titleText } from './title-block.ts';
import { drawTable, type DrawTable } from './table.ts';

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
  const [doc, { autoTable }] = await Promise.all([openPdf(options.locale), import('jspdf-autotable')]);
  const printed = { act: withSignatory(act, options), related: options.related, mark: options.mark };
  const faces = await Faces.embed(doc, wordsOnForm(act, options), loadFont, true);
  const { copy, missing } = printableCopy(printed, (code) => faces.has(code));
  const { related, mark, ...plain } = options;
  const request: Request = {
    ...plain,
    ...(related && copy.related ? { related: copy.related } : {}),
    ...(mark && copy.mark ? { mark: copy.mark } : {}),
    edition: options.edition ?? CURRENT_EDITION
  };
  describe(doc, copy.act, options, copies);
  const paper = new Paper(faces);
  for (const one of copies) {
    if (one !== copies[0]) paper.turnPage();
    const first = doc.getNumberOfPages();
    const part = paper.tags.add('Part');
    paper.tags.within(part, () => drawForm(paper, autoTable, copy.act, { ...request, copy: one }));
    drawSheetMarks(paper, copy.act, { ...request, copy: one, missing, first, part });
  }
  return closePdf(doc, filenameOf(act, options, copies));
}

/** The partner signed its paper, not this sheet; the head of the record names this authority's officer. */
function withSignatory(act: AuthorizationAct, { locale, recorded }: PrintOptions): AuthorizationAct {
  if (!recorded) return act;
  const by = { ...act.body.by, name: m.form_paper_signature({}, { locale }), function: '' };
  return { ...act, body: { ...act.body, by } } as AuthorizationAct;
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
  const { above, below } = rowsAroundGoods(body.kind);
  const source = bodyToBoxes(body);
  const toBoxes = (rows: typeof above): Box[][] =>
    rows.map((row) =>
      row.flatMap((name) => {
        if (name === 'goods') return [];
        const texts = boxTexts(name, source, { locale, isPaper: true });
        return { no: boxNumber(body.kind, name), label: boxLabel(body.kind, name, locale), texts };
      })
    );
  const drawRows = (rows: readonly (readonly Box[])[], minHeight = 0): void => {
    for (const row of rows)
      drawRow(paper, row, { minHeight, continued: (label) => m.form_continued({ label }, { locale }) });
  };
  drawTitleBlock(paper, act, request);
  drawRows(toBoxes(above));
  const goods = `${boxNumber(body.kind, 'goods')}  ${boxLabel(body.kind, 'goods', locale)}`;
  drawTable(paper, draw, linesTable(goods, body.lines, request.edition, locale));
  drawClosing(paper, act, request);
  drawRows(toBoxes(below));
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

function shipmentTexts(shipment: Stated<'shipment'> | undefined, locale: FormLocale): BoxText[] {
  if (!shipment) return [{ text: m.form_to_be_completed({}, { locale }), small: true }];
  const date = formatDate(shipment.body.shippedOn, locale);
  return [{ text: m.form_shipped_on({ date }, { locale }) }, ...statementTexts(shipment, locale)];
}

function endorsementTexts(endorsement: Stated<'endorsement'> | undefined, locale: FormLocale): BoxText[] {
  if (!endorsement) return [{ text: m.form_to_be_completed({}, { locale }), small: true }];
  const date = formatDate(endorsement.body.receivedOn, locale);
  const isImported = endorsement.body.outcome === 'imported';
  const words = isImported ? m.form_endorsement_imported : m.form_endorsement_not_imported;
  return [{ text: words({ date }, { locale }), bold: true }, ...statementTexts(endorsement, locale)];
}

function statementTexts(
  { _id, body, signature }: Stated<'shipment' | 'endorsement'>,
  locale: FormLocale
): BoxText[] {
  const { name, function: office } = body.by;
  // The head of a record is this authority's; it is addressed to itself where it stands in for the partner's document.
  const isRecord = isPaper(_id);
  const country = countryText(isRecord ? (body.to[0] ?? '') : body.issuer, { locale, isPaper: true });
  const words = isRecord ? m.form_recorded_by : m.form_stated_by;
  const signed = m.form_record_signed({ at: momentText(body.at), key: signature.key }, { locale });
  return [
    ...(body.reason
      ? [
          {
            text: m.form_corrected(
              { date: formatDate(instantToDate(body.at), locale), reason: body.reason },
              { locale }
            )
          }
        ]
      : []),
    ...(body.remarks ? [{ text: body.remarks }] : []),
    { text: words({ name: isolate(name), function: isolate(office), country }, { locale }) },
    { text: signed, small: true },
    { text: m.form_record_act({ act: shortActId(_id) }, { locale }), small: true }
  ];
}

/** Closes the list of goods, so nothing can be added below. */
function drawClosing(paper: Paper, { body }: AuthorizationAct, { locale }: Request): void {
  const words = m.form_lines_end({ count: body.lines.length, edition: body.edition }, { locale });
  paper.y += 0.8;
  paper.y += paper.writeText(words, 15.6, paper.y, 178, CLOSING) + 1.2;
}

function describe(doc: jsPDF, act: AuthorizationAct, options: PrintOptions, copies: readonly Copy[]): void {
  const { body } = act;
  const { edition: _edition, ...printed } = options;
  stampPdf(doc, body.at, [act._id, printed, ...copies.slice(1)]);
  doc.setLanguage(options.locale === 'fr' ? 'fr' : 'en');
  const title = `${titleText(body.kind, options.locale)} ${body.number}`;
  doc.setProperties({ title, author: body.authority.name, creator: 'I2ES', subject: body.dossier });
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
