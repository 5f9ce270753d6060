/**
 * Whether this browser may hold records of ours, asked of the browser itself and without opening any, so that a page
 * can greet who is new here before the part of the program that opens records has come. True where it cannot be known.
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
