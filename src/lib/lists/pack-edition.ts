/**
 * The substance list in the browser's bundle, by columns: each name is written once (0.6 kB brotli on every page). Other
 * builds read the file itself.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

type Row = Readonly<Record<string, unknown>>;
type Columns = readonly (readonly [name: string, values: readonly unknown[]])[];

/** No value of the list is this number. */
const ABSENT = 0;

function columnsOf(rows: readonly Row[]): Columns {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => [name, rows.map((row) => (name in row ? row[name] : ABSENT))]);
}

/** The forms of a substance follow those of the one before. */
export function editionByColumns(text: string): string {
  const { rows, ...head } = JSON.parse(text) as { readonly rows: readonly { readonly forms: Row[] }[] };
  if (/[:[]0[,}\]]/.test(JSON.stringify(rows))) throw new Error('The substance list has the number 0.');
  const packed = {
    head,
    rows: columnsOf(rows.map((row) => ({ ...row, forms: row.forms.length + 1 }))),
    forms: columnsOf(rows.flatMap(({ forms }) => forms))
  };
  return `const { head, rows, forms } = JSON.parse(${JSON.stringify(JSON.stringify(packed))});
const rowsOf = (columns) => columns[0][1].map((_, at) =>
  Object.fromEntries(columns.flatMap(([name, values]) => values[at] === ${ABSENT} ? [] : [[name, values[at]]])));
const rest = rowsOf(forms);
export default { ...head, rows: rowsOf(rows).map((row) => ({ ...row, forms: rest.splice(0, row.forms - 1) })) };
`;
}

const FILE = /[/]goods[/]substance-edition[.]json$/;
/** With another end, Vite does not read it as JSON. */
const PACKED = '.columns.js';

export function packEdition(): Plugin {
  return {
    name: 'i2es-pack-edition',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (this.environment.name !== 'client' || !source.endsWith('substance-edition.json')) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      return found && FILE.test(found.id) ? found.id + PACKED : null;
    },
    load(id) {
      return id.endsWith(PACKED)
        ? editionByColumns(readFileSync(id.slice(0, -PACKED.length), 'utf8'))
        : undefined;
    }
  };
}
