/** Build step: writes the packs, each an object of paths and their texts. The server compresses them as it does all files. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { PACK_COUNT, packOf, packUrl } from './packs.ts';

export function writePacks(): Plugin {
  return {
    name: 'i2es-packs',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      if (this.environment.name !== 'client' || dir === undefined) return;
      const packs = Array.from({ length: PACK_COUNT }, (): Record<string, string> => ({}));
      for (const file of Object.keys(bundle).sort()) {
        const no = packOf(`/${file}`);
        if (no !== null) packs[no]![`/${file}`] = readFileSync(join(dir, file), 'utf8');
      }
      packs.forEach((pack, no) => {
        const file = join(dir, packUrl(no));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, JSON.stringify(pack));
      });
    }
  };
}
