/** The embedded engine on a disk in memory. */
import { EmbeddedEngine } from '#couch/engine/embedded.ts';
import { isDatabaseName } from '#couch/engine/contract.ts';
import { openPouch } from '#couch/engine/pouch.ts';
import type { Disk } from './disks.ts';

export function openMemoryEngine(disk: Disk, word: string): EmbeddedEngine {
  const level = disk.begin();
  return new EmbeddedEngine({
    list: () => disk.locations().filter(isDatabaseName),
    has: (name) => disk.has(name),
    // There is no older format, and looking for one reads real files.
    open: (name, options) =>
      openPouch(word + name, { ...options, adapter: 'leveldb', db: level, migrate: false }),
    remove: () => undefined,
    freeBytes: async () => null,
    explain: (error) => error,
    close: async () => undefined
  });
}
