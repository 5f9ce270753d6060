import type { Table, TableRow } from '#lib/domain/lists/read-table.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { MAX_FILE_BYTES } from './file-room.ts';
import { PackedList } from './packed-list.ts';
import type { Encoding, EncodingGuess, OpenedSheet } from './read-file.ts';

const MAX_TIME_MS = 60_000;

type Said =
  | { readonly guesses: readonly EncodingGuess[] }
  | { readonly read: Result<true> }
  | {
      readonly sheet: OpenedSheet;
      /** `pack` of its rows. */
      readonly bytes: Uint8Array;
      readonly count: number;
      readonly isHeading: boolean;
      readonly problems: readonly Problem[];
    };

interface OpenTable extends Table {
  readonly rows: PackedList<TableRow>;
  readonly problems: Problem[];
}

export type FileFound =
  { readonly tables: readonly Table[] } | { readonly guesses: readonly EncodingGuess[] };

export async function tablesOf(
  file: File,
  encoding: Encoding | undefined,
  tell: (rows: number) => void
): Promise<Result<FileFound>> {
  if (file.size > MAX_FILE_BYTES)
    return refuse({ code: 'list.file.tooLarge', values: { most: MAX_FILE_BYTES / 1e6 } });
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const bytes = await file.arrayBuffer();
    return await new Promise<Result<FileFound>>((resolve) => {
      const tables: OpenTable[] = [];
      let count = 0;
      worker.onmessage = ({ data }: MessageEvent<Said>) => {
        if ('guesses' in data) return resolve(accept({ guesses: data.guesses }));
        if ('read' in data) return resolve(data.read.ok ? accept({ tables }) : data.read);
        const { index, ...sheet } = data.sheet;
        const table = (tables[index] ??= { ...sheet, rows: new PackedList(), problems: [] });
        table.rows.take(data.bytes, data.count, data.isHeading);
        table.problems.push(...data.problems);
        tell((count += data.count));
      };
      worker.onerror = () => resolve(refuse({ code: 'list.file.damaged' }));
      timer = setTimeout(() => resolve(refuse({ code: 'list.file.slow' })), MAX_TIME_MS);
      worker.postMessage({ bytes, encoding }, [bytes]);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
