/** Compares the content of two documents, regardless of revision and key order. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { StoredDocument } from '../disk/pouch.ts';

export function isSameContent(one: StoredDocument, other: StoredDocument): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf(document: StoredDocument): string {
  const content = Object.entries(document).filter(([key]) => key === '_id' || !key.startsWith('_'));
  return JSON.stringify(Object.fromEntries(content), (_key, value: unknown) =>
    isPlainObject(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  );
}
