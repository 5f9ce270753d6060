import { base64ToBytes, bytesToBase64 } from '#lib/crypto/bytes.ts';
import MemoryAdapter from 'pouchdb-adapter-memory';
import { expect, test } from 'vitest';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { DeviceBook } from '#lib/store/disk/device-book.ts';
import { installPlugin, type StoredDocument } from '#lib/store/disk/pouch.ts';
import { SealedDatabase } from '#lib/store/disk/sealed-database.ts';

installPlugin(MemoryAdapter);

let books = 0;

/** Bodies are written as they are, and how often is counted. */
class CountedDatabase extends SealedDatabase {
  puts = 0;

  override put(document: StoredDocument): Promise<string> {
    this.puts++;
    return super.put(document);
  }
}

function openDatabase(name: string): CountedDatabase {
  return new CountedDatabase(
    name,
    { adapter: 'memory' },
    {
      seal: async (_id, value) => JSON.stringify(value),
      open: async (_id, sealed) => JSON.parse(sealed) as unknown,
      sealBytes: async (_id, bytes) => bytesToBase64(bytes),
      openBytes: async (_id, sealed) => base64ToBytes(sealed)!
    }
  );
}

const at = (second: number): Instant =>
  new Date(Date.UTC(2026, 10, 27) + second * 1000).toISOString() as Instant;

test('a line that comes and goes a hundred times is noted a hundred times, and no write is tried twice', async () => {
  const database = openDatabase(`book-${books++}`);
  const book = new DeviceBook(database, 'AU' as AuthorityCode, () => at(0));
  await book.open();
  const noted = Array.from({ length: 100 }, (_, second) =>
    book.updateDevice((device) => ({ ...device, lostAt: at(second) }))
  );
  await Promise.all(noted);
  expect(book.device.lostAt).toBe(at(99));
  expect(database.puts).toBe(100);
  await book.close();
});

test('what was asked for before the book is closed is on the disk, and a write that fails keeps no other from it', async () => {
  const name = `book-${books++}`;
  const book = new DeviceBook(openDatabase(name), 'AU' as AuthorityCode, () => at(0));
  await book.open();
  const failing = book.updateDevice(() => {
    throw new Error('cannot be told');
  });
  const kept = book.updateDevice((device) => ({ ...device, lostAt: at(7) }));
  await expect(failing).rejects.toThrow('cannot be told');
  await kept;
  void book.updateDevice((device) => ({ ...device, keysKnownAt: at(8) }));
  await book.close();
  const again = new DeviceBook(openDatabase(name), 'AU' as AuthorityCode, () => at(0));
  await again.open();
  expect(again.device).toMatchObject({ lostAt: at(7), keysKnownAt: at(8) });
  await again.close();
});

test('what is already as it should be is not written again', async () => {
  const database = openDatabase(`book-${books++}`);
  const book = new DeviceBook(database, 'AU' as AuthorityCode, () => at(0));
  await book.open();
  const note = (second: number): Promise<void> =>
    book.updateDevice((device) => (device.lostAt === null ? { ...device, lostAt: at(second) } : device));
  await Promise.all([note(1), note(2), note(3)]);
  expect([book.device.lostAt, database.puts]).toEqual([at(1), 1]);
  await book.close();
});
