/** Parts of the program in the browser's caches (`src/service-worker.ts`). */

/** `forms`: fonts, and engines for printing and scanning. */
export type KeptPart = 'program' | 'forms' | 'training';

export const KEPT_PARTS: readonly KeptPart[] = ['program', 'forms', 'training'];

/** Bytes as they are kept, which are more than came over the connection. Null if this browser keeps no program. */
export async function measureParts(): Promise<Readonly<Record<KeptPart, number>> | null> {
  if (!globalThis.caches) return null;
  const sizes = { program: 0, forms: 0, training: 0 };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      sizes[partOf(name)] += (await answer?.blob())?.size ?? 0;
    }
  }
  return sizes.program > 0 ? sizes : null;
}

function partOf(cache: string): KeptPart {
  if (cache === 'i2es-late') return 'forms';
  return cache === 'i2es-training' ? 'training' : 'program';
}
