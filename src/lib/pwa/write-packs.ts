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
      const packs: Record<string, Record<string, string>> = Object.fromEntries(
        Array.from({ length: PACK_COUNT }, (_, no) => [String(no), {}])
      );
      for (const file of Object.keys(bundle).sort()) {
        const name = packOf(`/${file}`);
        if (name !== null) (packs[name] ??= {})[`/${file}`] = readFileSync(join(dir, file), 'utf8');
      }
      for (const [name, pack] of Object.entries(packs)) {
        const file = join(dir, packUrl(name));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, JSON.stringify(pack));
      }
    }
  };
}
