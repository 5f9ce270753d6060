/** All pictures of all languages on one page, to be looked at by a person. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Taken {
  readonly locale: string;
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
}

export function writeContactSheet(path: string, taken: readonly Taken[]): void {
  const figures = taken.map(({ locale, name, file, bytes }) => {
    const data = readFileSync(file).toString('base64');
    return `<figure><img src="data:image/webp;base64,${data}" alt=""><figcaption>${name} · ${locale} · ${Math.round(bytes / 1000)} kB</figcaption></figure>`;
  });
  const style =
    'body{font:14px sans-serif;display:grid;grid-template-columns:repeat(auto-fill,minmax(380px,1fr));gap:16px}figure{margin:0}img{max-width:100%;border:1px solid #999}';
  const total = taken.reduce((sum, { bytes }) => sum + bytes, 0);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `<!doctype html><meta charset="utf-8"><title>Pictures of lessons</title><style>${style}</style><p>${taken.length} pictures, ${Math.round(total / 1000)} kB</p>${figures.join('\n')}`
  );
}
