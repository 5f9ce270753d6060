/** What lies on the disk of a computer: the browser's profile, file by file, as whoever finds it would read it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

interface Trace {
  readonly name: string;
  readonly bytes: readonly Buffer[];
}

/** Browsers write text in one byte a sign or in two. */
export function aText(name: string, text: string): Trace {
  return { name, bytes: [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')] };
}

/** PKCS #8 of a P-256 key up to the secret number itself (RFC 5958, RFC 5915), and what a JWK puts before it. */
export function aPrivateKey(): Trace {
  const start = Buffer.from(
    '308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420',
    'hex'
  );
  const inText = ['"d":"', start.toString('base64').slice(0, 44)];
  return { name: 'a private key', bytes: [start, ...inText.flatMap((text) => aText('', text).bytes)] };
}

/** `file: what`, for every file that holds one of the traces. */
export function findTraces(folder: string, traces: readonly Trace[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.flatMap((file) => {
    const path = join(file.parentPath, file.name);
    const content = readFileSync(path);
    return traces
      .filter(({ bytes }) => bytes.some((some) => content.includes(some)))
      .map(({ name }) => `${relative(folder, path)}: ${name}`);
  });
}
