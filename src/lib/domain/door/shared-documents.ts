/** Plain documents that an office shares among its devices; `door.ts` gives the rights. */
const SHARED_PREFIXES = ['company:', 'setting:', 'contact:'] as const;

export function isSharedDocument(id: string): boolean {
  return SHARED_PREFIXES.some((prefix) => id.startsWith(prefix));
}
