/** Unpacks and reads a file away from the page, which can end it. Rows leave in slices, so this side holds few of them. */
import type { Problem } from '#lib/domain/result.ts';
import type { TableRow } from '#lib/domain/lists/read-table.ts';
import { pack } from './packed-list.ts';
import { encodingsOf, readFile, type Encoding, type OpenedSheet } from './read-file.ts';

const SLICE_ROWS = 1000;
const SLICE_LENGTH = 1_000_000;

self.onmessage = ({ data }: MessageEvent<{ bytes: ArrayBuffer; encoding?: Encoding }>) => {
  const bytes = new Uint8Array(data.bytes);
  const guesses = data.encoding ? [] : encodingsOf(bytes);
  if (guesses.length > 0) return self.postMessage({ guesses });
  let slice: TableRow[] = [];
  let length = 0;
  let problems: Problem[] = [];
  let sheet: OpenedSheet = { index: 0, is1904: false, name: '' };
  const send = (rows: readonly TableRow[], isHeading = false): void => {
    const bytes = pack(rows);
    const said = { sheet, bytes, count: rows.length, isHeading, problems };
    self.postMessage(said, { transfer: [bytes.buffer] });
    problems = [];
  };
  const sendSlice = (): void => {
    if (slice.length + problems.length > 0) send(slice);
    [slice, length] = [[], 0];
  };
  const read = readFile(bytes, data.encoding, (next) => {
    sendSlice();
    sheet = next;
    return {
      row: (no, cells) => {
        slice.push({ no, cells });
        for (const cell of cells) length += String(cell).length;
        if (slice.length >= SLICE_ROWS || length > SLICE_LENGTH) sendSlice();
      },
      problem: (problem) => void problems.push(problem),
      heading: (cells) => (sendSlice(), send([{ no: 1, cells }], true))
    };
  });
  send(slice);
  self.postMessage({ read });
};
