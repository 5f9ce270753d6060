/**
 * Build step: paraglide's index calls all six languages, so every reader would carry all of them. For the
 * browser's build `m` asks `catalog.ts`, which loads one language at start; a sentence more costs its own
 * length and no code.
 */
import type { Plugin } from 'vite';

const MESSAGES = /\/i18n\/paraglide\/messages\.js$/;

export const messagesByCatalog = `import { catalogFor } from '../catalog.ts';
const sentence = (key) => (inputs = {}, options) => (catalogFor(options)[key] ?? (() => key))(inputs);
export const m = new Proxy({}, {
  get: (made, key) => (made[key] ??= sentence(key)),
  has: (_made, key) => key in catalogFor()
});
`;

export function localeSplit(): Plugin {
  return {
    name: 'i2es-locale-split',
    apply: 'build',
    transform(_code, id) {
      const isBrowserBuild = this.environment.name === 'client';
      return isBrowserBuild && MESSAGES.test(id) ? { code: messagesByCatalog, map: null } : undefined;
    }
  };
}
