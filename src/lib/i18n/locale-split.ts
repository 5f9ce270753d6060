/**
 * Build step: paraglide's index calls all six languages, so every reader would carry all of them. For the
 * browser's build the index is rewritten to ask `catalog.ts`, which loads one language at start.
 */
import type { Plugin } from 'vite';

const INDEX = /\/i18n\/paraglide\/messages\/_index\.js$/;
const EXPORT = /^export const ([\w$]+) =/gm;

export function indexByCatalog(code: string): string {
  const keys = [...code.matchAll(EXPORT)].map((found) => found[1]);
  const lines = keys.map((key) => `export const ${key} = (i = {}, o) => c(o).${key}(i);`);
  return `import { catalogFor as c } from '../../catalog.ts';\n${lines.join('\n')}\n`;
}

export function localeSplit(): Plugin {
  return {
    name: 'i2es-locale-split',
    apply: 'build',
    transform(code, id) {
      const isBrowserBuild = this.environment.name === 'client';
      return isBrowserBuild && INDEX.test(id) ? { code: indexByCatalog(code), map: null } : undefined;
    }
  };
}
