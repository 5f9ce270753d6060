/**
 * Ruled tables. The plugin decides widths, heights and page breaks; cells are drawn here, because a cell starts in
 * another weight and wrapping must not lose a letter.
 */
import type { autoTable, CellHookData, Styles } from 'jspdf-autotable';
import { MILLIMETRES_PER_POINT } from './faces.ts';
import type { Table } from './form-parts.ts';
import { CONTENT_WIDTH, SHEET, type Paper, type Style } from './paper.ts';
import type { Element, Tags } from './tags.ts';

export type DrawTable = typeof autoTable;

const FONT_SIZE = 8;
const PADDING = 1.3;
const LEAD: Style = { size: 8, bold: true };
const PLAIN: Style = { size: 8 };
const REST: Style = { size: 7, grey: 30 };
const HEAD: Style = { size: 6.8, grey: 70 };
/** Marks a bold line, because the plugin carries plain text. */
const BOLD_MARK = '\u0001';
const SMALL_MARK = '\u0002';

export function drawTable(paper: Paper, draw: DrawTable, table: Table): void {
  const { columns } = table;
  const head = [[{ content: table.title, colSpan: columns.length }], columns.map((column) => column.head)];
  paper.keep(40);
  const cellToElement = tagTable(paper.tags, table.title);
  draw(paper.doc, {
    startY: paper.y,
    margin: { top: SHEET.top, bottom: SHEET.height - SHEET.bottom, left: SHEET.left },
    tableWidth: CONTENT_WIDTH,
    theme: 'plain',
    rowPageBreak: 'avoid',
    styles: {
      fontSize: FONT_SIZE,
      cellPadding: PADDING,
      overflow: (texts, width) => wrapAll(paper, texts, width, HEAD)
    },
    bodyStyles: { minCellHeight: table.minRowHeight ?? 0 },
    columnStyles: Object.fromEntries(columns.map((column, index) => [index, columnStyle(paper, column)])),
    head,
    body: table.rows.map((row) => row.map(textsToContent)),
    willDrawCell: (data) => {
      paper.tags.within(cellToElement(data), () => drawCell(paper, data, columns[data.column.index]?.align));
      return false;
    },
    didDrawPage: (data) => {
      paper.y = data.cursor?.y ?? paper.y;
    }
  });
}

/** The plugin splits at line feeds, so a text's own breaks are removed. */
function textsToContent(texts: readonly string[]): string {
  return texts.map((text) => text.replace(/\n/g, ' ')).join('\n');
}

function columnStyle(paper: Paper, column: Table['columns'][number]): Partial<Styles> {
  return {
    cellWidth: column.width,
    overflow: (texts, width) => wrapCell(paper, column, [texts].flat(), width)
  };
}

function wrapCell(
  paper: Paper,
  column: Table['columns'][number],
  texts: readonly string[],
  width: number
): string[] {
  return texts.flatMap((text, index) => {
    if (index === 0 && !column.leads) return paper.wrap(text, width, PLAIN);
    const [mark, style] = index === 0 ? [BOLD_MARK, LEAD] : [SMALL_MARK, REST];
    return paper.wrap(text, width, style).map((line) => mark + line);
  });
}

function wrapAll(paper: Paper, texts: string | string[], width: number, style: Style): string[] {
  return [texts].flat().flatMap((text) => paper.wrap(text, width, style));
}

function styleOf(line: string, section: CellHookData['section']): Style {
  if (section === 'head') return HEAD;
  if (line.startsWith(BOLD_MARK)) return LEAD;
  return line.startsWith(SMALL_MARK) ? REST : PLAIN;
}

/** The first cell of a row is its line number. The title and the heads that a next sheet repeats are artifacts. */
function tagTable(tags: Tags, title: string): (data: CellHookData) => Element | null {
  const table = tags.add('Table');
  const rows = new Map<unknown, Element>();
  return ({ cell, row, section, column, pageNumber }) => {
    const isHead = section === 'head';
    if (isHead && pageNumber > 1) return null;
    const text = isHead && cell.colSpan > 1 ? title : String(cell.raw);
    if (isHead && cell.colSpan > 1) return tags.add('Caption', { text }, table);
    const parent = rows.get(row) ?? tags.add('TR', {}, table);
    rows.set(row, parent);
    const scope = isHead ? 'Column' : 'Row';
    return isHead || column.index === 0
      ? tags.add('TH', { text, scope }, parent)
      : tags.add('TD', { text }, parent);
  };
}

function drawCell(
  paper: Paper,
  { cell, section }: CellHookData,
  align: Table['columns'][number]['align']
): void {
  paper.frame(cell.x, cell.y, cell.width, cell.height);
  const isAtEnd = align === 'end' && (section === 'body' || cell.colSpan === 1);
  const x = isAtEnd ? cell.x + cell.width - PADDING : cell.x + PADDING;
  // By the plugin's measure, so drawing fits the reserved space.
  const lineHeight = FONT_SIZE * paper.doc.getLineHeightFactor() * MILLIMETRES_PER_POINT;
  cell.text.forEach((line, index) => {
    const style = styleOf(line, section);
    const text = line.replace(BOLD_MARK, '').replace(SMALL_MARK, '');
    paper.writeLine(text, x, cell.y + PADDING + index * lineHeight, isAtEnd ? { ...style, align } : style);
  });
}
