/** Marks added when the number of sheets is known: running header, footer, marks across. */
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';
import { countryName, formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { CONTENT_WIDTH, lineHeight, SHEET, type Paper, type Style } from './paper.ts';
import { UNPRINTABLE } from './printable.ts';
import { copyText, type PrintOptions } from './print-request.ts';
import { markInvented } from './print-sheets.ts';
import { ledgerText, markText, titleText } from './title-block.ts';

const HEADER: Style = { size: 8, bold: true };
const FOOTER: Style = { size: 6.4, grey: 60 };
const FOOTER_NOTE: Style = { size: 6.8, bold: true };
const PAGE_WIDTH = 30;
const HEADER_TOP = 11;

interface SheetMarks extends PrintOptions {
  readonly missing: number;
  /** First sheet of this copy, from 1; it is the last copy so far. */
  readonly first: number;
}

export function drawSheetMarks(paper: Paper, act: AuthorizationAct, marks: SheetMarks): void {
  const pages = paper.doc.getNumberOfPages() - marks.first + 1;
  for (let page = 1; page <= pages; page++) {
    paper.doc.setPage(marks.first + page - 1);
    if (page > 1) drawHeader(paper, act, marks);
    drawFooter(paper, act, marks, m.form_page({ page, pages }, { locale: marks.locale }));
    drawAcross(paper, act, marks);
  }
}

function drawHeader(paper: Paper, { body }: AuthorizationAct, { locale, copy }: SheetMarks): void {
  const country = countryName(body.issuer, locale);
  const date = formatDate(body.issuedOn, locale);
  const title = titleText(body.kind, locale);
  const words = m.form_header({ title, number: body.number, date, country }, { locale });
  const width = CONTENT_WIDTH - 40;
  const height = paper.writeText(words, SHEET.left, HEADER_TOP, width, HEADER);
  paper.writeLine(copyText(copy, locale), SHEET.right, HEADER_TOP, { ...HEADER, align: 'right' });
  paper.rule(SHEET.left, HEADER_TOP + height + 1, CONTENT_WIDTH, 0.4);
}

/** Facts needed on every sheet, even if it is separated. */
function footerNotes({ body }: AuthorizationAct, { locale, mark, ledgerNote, missing }: SheetMarks): string {
  const in_ = { locale };
  const invented = body.demonstration === PRACTICE ? m.form_practice_note : m.form_demonstration_note;
  return [
    ...(body.demonstration ? [invented({}, in_)] : []),
    ...(mark ? [markText(mark, locale)] : []),
    ...(ledgerNote ? [ledgerText(ledgerNote, locale)] : []),
    ...(missing > 0 ? [m.form_unprintable({ count: missing, sign: UNPRINTABLE }, in_)] : [])
  ].join('  ·  ');
}

function drawFooter(paper: Paper, act: AuthorizationAct, marks: SheetMarks, page: string): void {
  const top = SHEET.bottom + 3;
  paper.rule(SHEET.left, top, CONTENT_WIDTH);
  paper.writeLine(page, SHEET.right, top + 1.4, { ...FOOTER_NOTE, align: 'right' });
  const width = CONTENT_WIDTH - PAGE_WIDTH;
  const used = paper.writeText(
    m.form_layout_note({}, { locale: marks.locale }),
    SHEET.left,
    top + 1.4,
    width,
    FOOTER
  );
  const notes = footerNotes(act, marks);
  if (notes)
    paper.writeText(
      notes,
      SHEET.left,
      top + 1.4 + used + lineHeight(FOOTER) * 0.2,
      CONTENT_WIDTH,
      FOOTER_NOTE
    );
}

function drawAcross(paper: Paper, { body }: AuthorizationAct, { locale, mark }: SheetMarks): void {
  if (body.demonstration) markInvented(paper.faces, body.demonstration, locale, 125);
  if (!mark) return;
  const word = mark.kind === 'cancelled' ? m.form_cancelled : m.form_replaced;
  const red = { size: 76, ink: [170, 20, 20], opacity: 0.26 } as const;
  paper.faces.drawAcross(word({}, { locale }), { y: 185, ...red });
}
