import { localeDirection } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { FormContent } from './form-parts.ts';
import { CONTENT_WIDTH, SHEET, type Paper, type Style } from './paper.ts';
import type { FormAct, PrintOptions } from './print-request.ts';
import { UNPRINTABLE } from './printable.ts';
import { markInvented } from './print-sheets.ts';
import type { Element } from './tags.ts';
import { visualLine } from './visual-line.ts';

const TITLE: Style = { size: 19, bold: true };
const LONG_TITLE: Style = { size: 14, bold: true };
const COPY: Style = { size: 10.5, bold: true };
const USE: Style = { size: 7.2 };
const ARTICLE: Style = { size: 8.2 };
const NOTE: Style = { size: 9, bold: true };

const COPY_WIDTH = 62;
const FIRST_TOP = 13;
/** Above the title, at most so wide and high. */
const LOGO = { top: 10, width: 60, height: 14 } as const;
/** Titles leave room for the copy's frame. */
const TITLE_WIDTH = CONTENT_WIDTH - COPY_WIDTH - 4;

export function drawTitleBlock(paper: Paper, content: FormContent): void {
  const { logo, title, articles, notes } = content;
  const top = FIRST_TOP + (logo ? drawLogo(paper, logo) : 0);
  const style = paper.wrap(title, TITLE_WIDTH, TITLE).length > 1 ? LONG_TITLE : TITLE;
  let y = top + paper.writeText(title, SHEET.left, top, TITLE_WIDTH, style, 'H1');
  for (const text of articles) y += paper.writeText(text, SHEET.left, y, TITLE_WIDTH, ARTICLE);
  y = Math.max(y, drawCopy(paper, content)) + 2;
  for (const note of notes) y = drawNote(paper, note, y);
  paper.y = y;
}

/** Decoration: the authority is named in the form. */
function drawLogo(paper: Paper, logo: string): number {
  const { doc, tags } = paper;
  const { width, height } = doc.getImageProperties(logo);
  const share = Math.min(LOGO.width / width, LOGO.height / height);
  const drawn = { width: width * share, height: height * share };
  tags.artifact(() =>
    doc.addImage(logo, 'PNG', paper.leftOf(SHEET.left, drawn.width), LOGO.top, drawn.width, drawn.height)
  );
  return LOGO.top + drawn.height + 2 - FIRST_TOP;
}

function drawCopy(paper: Paper, { copy, use }: FormContent): number {
  const x = SHEET.right - COPY_WIDTH;
  const width = COPY_WIDTH - 4;
  let y = FIRST_TOP + 1.4;
  y += paper.writeText(copy, x + 2, y, width, COPY) + 0.4;
  y += paper.writeText(use, x + 2, y, width, USE);
  paper.frame(x, FIRST_TOP, COPY_WIDTH, y + 1.6 - FIRST_TOP);
  return y + 1.6;
}

function drawNote(paper: Paper, text: string, y: number): number {
  const height = paper.writeText(text, SHEET.left + 2, y + 1.2, CONTENT_WIDTH - 4, NOTE, 'Note') + 2.4;
  paper.frame(SHEET.left, y, CONTENT_WIDTH, height);
  return y + height + 2;
}

const HEADER: Style = { size: 8, bold: true };
const FOOTER: Style = { size: 6.4, grey: 60 };
const FOOTER_NOTE: Style = { size: 6.8, bold: true };
const PAGE_WIDTH = 30;
const HEADER_TOP = 11;

interface SheetMarks extends Pick<PrintOptions, 'locale' | 'mark'> {
  readonly content: FormContent;
  readonly missing: number;
  /** First sheet of this copy, from 1; it is the last copy so far. */
  readonly first: number;
  /** Its footer is read once, after the form. */
  readonly part: Element;
}

export function drawSheetMarks(paper: Paper, act: FormAct, marks: SheetMarks): void {
  const pages = paper.doc.getNumberOfPages() - marks.first + 1;
  for (let page = 1; page <= pages; page++) {
    paper.doc.setPage(marks.first + page - 1);
    if (page > 1) drawHeader(paper, marks.content);
    const words = m.form_page({ page, pages }, { locale: marks.locale });
    paper.tags.within(page === 1 ? marks.part : null, () => drawFooter(paper, marks, words));
    paper.tags.artifact(() => drawAcross(paper, act, marks));
  }
}

function drawHeader(paper: Paper, { header, copy }: FormContent): void {
  const width = CONTENT_WIDTH - 40;
  const height = Math.max(
    paper.writeText(header, SHEET.left, HEADER_TOP, width, HEADER),
    paper.writeAtEnd(copy, SHEET.right, HEADER_TOP, 38, HEADER)
  );
  paper.rule(SHEET.left, HEADER_TOP + height + 1, CONTENT_WIDTH, 0.4);
}

function drawFooter(paper: Paper, { content, locale, missing }: SheetMarks, page: string): void {
  const top = SHEET.bottom + 3;
  const unprintable = { count: missing, sign: UNPRINTABLE };
  const notes = [
    ...content.notes,
    ...(missing > 0 ? [m.form_unprintable(unprintable, { locale })] : [])
  ].join('  ·  ');
  paper.rule(SHEET.left, top, CONTENT_WIDTH);
  paper.tags.within(null, () => paper.writeAtEnd(page, SHEET.right, top + 1.4, PAGE_WIDTH, FOOTER_NOTE));
  const layout = m.form_layout_note({}, { locale });
  const used = paper.writeText(layout, SHEET.left, top + 1.4, CONTENT_WIDTH - PAGE_WIDTH, FOOTER);
  const below = top + 1.4 + used + paper.lineHeight(FOOTER) * 0.2;
  if (notes) paper.writeText(notes.replace(/\n/g, ' / '), SHEET.left, below, CONTENT_WIDTH, FOOTER_NOTE);
}

const ACROSS = {
  draft: m.form_draft,
  cancelled: m.form_cancelled,
  replaced: m.form_replaced,
  suspended: m.form_suspended
};

function drawAcross(paper: Paper, { body }: FormAct, { locale, mark }: SheetMarks): void {
  if (body.demonstration) markInvented(paper.faces, body.demonstration, locale, 125);
  if (!mark) return;
  const word = visualLine(ACROSS[mark.kind]({}, { locale }), localeDirection(locale));
  const red = { size: 76, ink: [170, 20, 20], opacity: 0.26 } as const;
  paper.faces.drawAcross(word, { y: 185, ...red });
}
