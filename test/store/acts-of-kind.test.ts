/** The acts of a kind, as screens ask for them at every key that is typed. */
import { describe, expect, test } from 'vitest';
import { Shelf } from '#lib/store/index/shelf.ts';
import type { Opened } from '#lib/store/disk/sealed-database.ts';
import { anExportAuthorization, anImportAuthorization, aReply } from '../samples/acts.ts';

const opened = (document: { readonly _id: string }): Opened =>
  ({ id: document._id, rev: '1-a', conflicts: [], deleted: false, document }) as unknown as Opened;

function aShelf(): Shelf {
  return new Shelf(() => true);
}

describe('the acts of a kind', () => {
  const ia = anImportAuthorization();

  test('are all of it and no other, in the order in which they came', () => {
    const shelf = aShelf();
    const later = anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } });
    for (const act of [ia, aReply(ia), later, anExportAuthorization(ia)]) shelf.take(opened(act));
    expect(shelf.ofKind('import-authorization').map(({ _id }) => _id)).toEqual([ia._id, later._id]);
    expect(shelf.ofKind('endorsement')).toEqual([]);
  });

  test('are the same list until one of the kind has come, whatever else does', () => {
    const shelf = aShelf();
    shelf.take(opened(ia));
    const before = shelf.ofKind('import-authorization');
    shelf.take(opened(aReply(ia)));
    shelf.take(opened(ia));
    shelf.take(opened({ _id: 'draft:6f1c1b1e-6a52-4f0e-9d6e-000000000001' }));
    expect(shelf.ofKind('import-authorization')).toBe(before);
    shelf.take(opened(anImportAuthorization({ over: { number: 'AU-I-2026-000111-98' } })));
    expect(shelf.ofKind('import-authorization')).toHaveLength(2);
  });
});
