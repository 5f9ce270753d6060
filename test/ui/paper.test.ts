/** Whatever sheet is made on this device can be printed where it is saved: all of them go through one part. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Modules that end in a PDF, as the app fetches them when one is asked for. */
const MAKER =
  /import\('#lib\/pdf\/(?:authorization-pdf|[a-z-]*(?:letter|invitation|brief|paper|certificate))\.ts'\)|import \{ overviewBrief/;
/** The one part, or a sheet for a caller of it: a `Print` has no other use. */
const ONE_PART = /PaperActions|openPaper|toPaper|Promise<Print>/;

const sources = ['src/lib', 'src/routes'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:svelte|ts)$/.test(name))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') }))
);

test('who makes a sheet saves and prints it by the one part', () => {
  const makers = sources.filter(({ path, text }) => !path.startsWith('src/lib/pdf/') && MAKER.test(text));
  expect(makers.length).toBeGreaterThan(6);
  expect(makers.filter(({ text }) => !ONE_PART.test(text)).map(({ path }) => path)).toEqual([]);
});

test('nobody else makes a file of a PDF', () => {
  const others = sources.filter(({ text }) => /new Blob\(\[[^\]]*\], \{ type: 'application\/pdf'/.test(text));
  expect(others.map(({ path }) => path)).toEqual(['src/lib/ui/file/hand-over.ts']);
});
