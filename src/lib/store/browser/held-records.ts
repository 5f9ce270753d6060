/**
 * Checks for our records without opening any, so that a page can greet new people before the larger part loads. True if
 * unknown.
 */
const OURS = '_pouch_';

export async function mayHoldRecords(): Promise<boolean> {
  try {
    const databases = await globalThis.indexedDB.databases();
    return databases.some(({ name }) => name === undefined || name.startsWith(OURS));
  } catch {
    return true;
  }
}
