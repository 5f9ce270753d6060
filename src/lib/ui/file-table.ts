/** A table as a file that others reckon with: figures are figures, and nothing in it is a formula. */
export type Cell = string | number | null;

export interface FileTable {
  /** Of its sheet. */
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** RFC 4180 with a mark of UTF-8 before it, as spreadsheet programs want it. What could be a formula is text. */
export function csvOf({ head, rows }: FileTable): string {
  return '\ufeff' + [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

function csvCell(value: Cell): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** A sheet for each table; figures are numbers there. Rejects where the writer cannot be fetched. */
export async function xlsxOf(...tables: readonly FileTable[]): Promise<Blob> {
  const { default: writeExcelFile } = await import('write-excel-file/universal');
  const names = sheetNames(tables);
  const sheets = tables.map(({ head, rows }, index) => {
    const heads = head.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
    const cells = rows.map((row) =>
      row.map((value) =>
        value === null ? null : { value, type: typeof value === 'number' ? Number : String }
      )
    );
    return { data: [heads, ...cells], sheet: names[index] };
  });
  return writeExcelFile(sheets as never).toBlob();
}

/** What spreadsheet programs take: 31 units at most, without seven signs, and none twice whatever its letters' size. */
const LONGEST_SHEET_NAME = 31;

function sheetNames(tables: readonly FileTable[]): readonly string[] {
  const taken = new Set<string>();
  return tables.map(({ name }) => {
    const plain = name.replace(/[[\]:*?/\\]/g, ' ').trim();
    for (let count = 1; ; count++) {
      const end = count === 1 ? '' : ` ${count}`;
      const tried = plain.slice(0, LONGEST_SHEET_NAME - end.length).trim() + end;
      if (taken.has(tried.toLowerCase())) continue;
      taken.add(tried.toLowerCase());
      return tried;
    }
  });
}
