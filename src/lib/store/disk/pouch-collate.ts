/**
 * Replaces pouchdb-collate in the browser's bundle. Replication compares two sequences, and sorts names; the order of all
 * values is for views, which the store has none of.
 */
export function collate(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
