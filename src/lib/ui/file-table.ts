/** A table as a file that others reckon with: figures are figures, and nothing in it is a formula. */
export type Cell = string | number | null;

export interface FileTable {
  /** Of the one sheet. */
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

/** One sheet; figures are numbers there. Rejects where the writer cannot be fetched. */
export async function xlsxOf({ name, head, rows }: FileTable): Promise<Blob> {
  const { default: writeExcelFile } = await import('write-excel-file/universal');
  const heads = head.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const cells = rows.map((row) =>
    row.map((value) => (value === null ? null : { value, type: typeof value === 'number' ? Number : String }))
  );
  return writeExcelFile([heads, ...cells] as never, { sheet: name } as never).toBlob();
}
