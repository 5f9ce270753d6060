/** Which plain documents an office keeps together and its own devices write; `door.ts` says by whose right. */
const SHARED_PREFIXES = ['company:', 'setting:', 'contact:'] as const;

export function isSharedDocument(id: string): boolean {
  return SHARED_PREFIXES.some((prefix) => id.startsWith(prefix));
}
