/** Parts that the program loads when it needs them are loaded with it: no run waits for a file. */
import type { Plugin } from 'vite';

export function earlyParts(): Plugin {
  return {
    name: 'i2es-early-parts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/src/lib/') || !id.endsWith('.ts')) return null;
      const parts: string[] = [];
      const changed = code.replace(/(?<!typeof )\bimport\('([^']+)'\)/g, (_all, path: string) => {
        parts.push(`import * as part${parts.length} from '${path}';`);
        return `Promise.resolve(part${parts.length - 1})`;
      });
      return parts.length > 0 ? `${changed}\n${parts.join('\n')}\n` : null;
    }
  };
}
