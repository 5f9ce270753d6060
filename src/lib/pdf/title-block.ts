import type { AuthorizationAct, Line } from '#lib/domain/act/body.ts';
import { findSubstance, type EditionIndex } from '#lib/domain/goods/substance.ts';
import { countryName, formatDate, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { CONTENT_WIDTH, lineHeight, SHEET, type Paper, type Style } from './paper.ts';
import type { Element } from './tags.ts';
import {
  copyText,
  copyUseText,
  type Copy,
  type FormLocale,
  type LedgerNote,
  type Mark,
  type PrintOptions,
  type Recorded
} from './print-request.ts';
import { PRACTICE, type InventedMark } from '#lib/domain/act/practice.ts';
import { UNPRINTABLE } from './printable.ts';
import { markInvented } from './print-sheets.ts';

const TITLE: Style = { size: 19, bold: true };
const COPY: Style = { size: 10.5, bold: true };
const USE: Style = { size: 7.2 };
const ARTICLE: Style = { size: 8.2 };
const NOTE: Style = { size: 9, bold: true };

const COPY_WIDTH = 62;
const FIRST_TOP = 13;
/** Titles leave room for the copy's frame. */
const TITLE_WIDTH = CONTENT_WIDTH - COPY_WIDTH - 4;

type Kind = AuthorizationAct['body']['kind'];

export function titleText(kind: Kind, locale: FormLocale): string {
  return kind === 'import-authorization'
    ? m.form_title_import({}, { locale })
    : m.form_title_export({}, { locale });
}

/**
 * 1961 art. 31 for its substances; 1971 art. 12 for Schedules I and II. For III and IV no treaty requires an
 * authorization: the resolutions by which Governments extended it.
 */
export function conventionTexts(lines: readonly Line[], edition: EditionIndex, locale: FormLocale): string[] {
  const texts = lines.map((line) => {
    const substance = findSubstance(line.substance, edition);
    if (!substance || substance.national) return m.form_no_convention({}, { locale });
    if (substance.convention === 1961) return m.form_convention_1961({}, { locale });
    const isRequired = substance.schedules.some((schedule) => schedule === 'I' || schedule === 'II');
    return isRequired
      ? m.form_convention_1971({}, { locale })
      : m.form_convention_1971_extended({}, { locale });
  });
  return [...new Set(texts)].sort((a, b) => yearOf(a) - yearOf(b));
}

/** Conventions by year; texts without a year last. */
function yearOf(text: string): number {
  return Number(/1961|1971/.exec(text)?.[0] ?? 9999);
}

function ledgerText(note: LedgerNote, locale: FormLocale): string {
  return note === 'partner-pending'
    ? m.form_partner_pending({}, { locale })
    : m.form_delivery_pending({}, { locale });
}

function recordedText(
  { body }: AuthorizationAct,
  { comparedBy, comparedOn }: Recorded,
  locale: FormLocale
): string {
  const [person, date] = [isolate(comparedBy), formatDate(comparedOn, locale)];
  return m.form_paper_note({ number: isolate(body.number), person, date }, { locale });
}

function markText(mark: Mark, locale: FormLocale): string {
  const date = formatDate(mark.on, locale);
  if (mark.kind === 'replaced') return m.form_replaced_note({ date, number: mark.by }, { locale });
  const note = mark.kind === 'cancelled' ? m.form_cancelled_note : m.form_suspended_note;
  return note({ date }, { locale });
}

function inventedText(mark: InventedMark, locale: FormLocale): string {
  return (mark === PRACTICE ? m.form_practice_note : m.form_demonstration_note)({}, { locale });
}

export function drawTitleBlock(
  paper: Paper,
  act: AuthorizationAct,
  options: PrintOptions & { readonly edition: EditionIndex }
): void {
  const { body } = act;
  const { locale, mark, ledgerNote, recorded } = options;
  let y =
    FIRST_TOP +
    paper.writeText(titleText(body.kind, locale), SHEET.left, FIRST_TOP, TITLE_WIDTH, TITLE, 'H1');
  for (const text of conventionTexts(body.lines, options.edition, locale)) {
    y += paper.writeText(text, SHEET.left, y, TITLE_WIDTH, ARTICLE);
  }
  if (options.sealRequired)
    y += paper.writeText(m.form_seal_note({}, { locale }), SHEET.left, y, TITLE_WIDTH, ARTICLE);
  y = Math.max(y, drawCopy(paper, body.kind, options.copy, locale)) + 2;
  if (body.demonstration) y = drawNote(paper, inventedText(body.demonstration, locale), y);
  if (recorded) y = drawNote(paper, recordedText(act, recorded, locale), y);
  if (mark) y = drawNote(paper, markText(mark, locale), y);
  if (ledgerNote) y = drawNote(paper, ledgerText(ledgerNote, locale), y);
  paper.y = y;
}

function drawCopy(paper: Paper, kind: Kind, copy: Copy, locale: FormLocale): number {
  const x = SHEET.right - COPY_WIDTH;
  const width = COPY_WIDTH - 4;
  const use = copyUseText(kind, copy, locale);
  const height = lineHeight(COPY) + paper.wrap(use, width, USE).length * lineHeight(USE) + 3.4;
  paper.frame(x, FIRST_TOP, COPY_WIDTH, height);
  paper.writeText(copyText(copy, locale), x + 2, FIRST_TOP + 1.4, width, COPY);
  paper.writeText(use, x + 2, FIRST_TOP + 1.8 + lineHeight(COPY), width, USE);
  return FIRST_TOP + height;
}

function drawNote(paper: Paper, text: string, y: number): number {
  const height = paper.wrap(text, CONTENT_WIDTH - 4, NOTE).length * lineHeight(NOTE) + 2.4;
  paper.frame(SHEET.left, y, CONTENT_WIDTH, height);
  paper.writeText(text, SHEET.left + 2, y + 1.2, CONTENT_WIDTH - 4, NOTE, 'Note');
  return y + height + 2;
}

const HEADER: Style = { size: 8, bold: true };
const FOOTER: Style = { size: 6.4, grey: 60 };
const FOOTER_NOTE: Style = { size: 6.8, bold: true };
const PAGE_WIDTH = 30;
const HEADER_TOP = 11;

interface SheetMarks extends PrintOptions {
  readonly missing: number;
  /** First sheet of this copy, from 1; it is the last copy so far. */
  readonly first: number;
  /** Its footer is read once, after the form. */
  readonly part: Element;
}

export function drawSheetMarks(paper: Paper, act: AuthorizationAct, marks: SheetMarks): void {
  const pages = paper.doc.getNumberOfPages() - marks.first + 1;
  for (let page = 1; page <= pages; page++) {
    paper.doc.setPage(marks.first + page - 1);
    if (page > 1) drawHeader(paper, act, marks);
    const words = m.form_page({ page, pages }, { locale: marks.locale });
    paper.tags.within(page === 1 ? marks.part : null, () => drawFooter(paper, act, marks, words));
    paper.tags.artifact(() => drawAcross(paper, act, marks));
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
function footerNotes(act: AuthorizationAct, marks: SheetMarks): string {
  const { body } = act;
  const { locale, mark, ledgerNote, recorded, missing } = marks;
  return [
    ...(body.demonstration ? [inventedText(body.demonstration, locale)] : []),
    ...(recorded ? [recordedText(act, recorded, locale)] : []),
    ...(mark ? [markText(mark, locale)] : []),
    ...(ledgerNote ? [ledgerText(ledgerNote, locale)] : []),
    ...(missing > 0 ? [m.form_unprintable({ count: missing, sign: UNPRINTABLE }, { locale })] : [])
  ].join('  ·  ');
}

function drawFooter(paper: Paper, act: AuthorizationAct, marks: SheetMarks, page: string): void {
  const top = SHEET.bottom + 3;
  paper.rule(SHEET.left, top, CONTENT_WIDTH);
  paper.tags.within(null, () =>
    paper.writeLine(page, SHEET.right, top + 1.4, { ...FOOTER_NOTE, align: 'right' })
  );
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

const ACROSS = { cancelled: m.form_cancelled, replaced: m.form_replaced, suspended: m.form_suspended };

function drawAcross(paper: Paper, { body }: AuthorizationAct, { locale, mark }: SheetMarks): void {
  if (body.demonstration) markInvented(paper.faces, body.demonstration, locale, 125);
  if (!mark) return;
  const word = ACROSS[mark.kind];
  const red = { size: 76, ink: [170, 20, 20], opacity: 0.26 } as const;
  paper.faces.drawAcross(word({}, { locale }), { y: 185, ...red });
}
