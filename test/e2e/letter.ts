/** INCB's letter as whoever received it reads it: the code out of the file itself. */
import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';

const START = Buffer.from('stream\n');
const CODE = /\(([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})\)\s*Tj/;

/** The drawing of each page is compressed; the code is set in a standard face, so it stands there as text. */
export async function readCode(path: string): Promise<string> {
  const file = await readFile(path);
  for (let at = file.indexOf(START); at >= 0; at = file.indexOf(START, at + 1)) {
    const end = file.indexOf('endstream', at);
    const code = CODE.exec(inflated(file.subarray(at + START.length, end)))?.[1];
    if (code) return code;
  }
  throw new Error(`${path} bears no code`);
}

function inflated(stream: Buffer): string {
  try {
    return inflateSync(Uint8Array.from(stream)).toString('latin1');
  } catch {
    return stream.toString('latin1');
  }
}
