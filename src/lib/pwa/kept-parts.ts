/** Parts of the program in the browser's caches (`src/service-worker.ts`). */

/** `languages`: messages. `forms`: fonts, and engines for printing and scanning. */
export type KeptPart = 'program' | 'languages' | 'forms' | 'training';

export const KEPT_PARTS: readonly KeptPart[] = ['program', 'languages', 'forms', 'training'];

const CACHES: Readonly<Record<string, KeptPart>> = {
  'i2es-languages': 'languages',
  'i2es-late': 'forms',
  'i2es-training': 'training'
};

/** Bytes as they are kept. Null if this browser keeps no program. */
export async function measureParts(): Promise<Readonly<Record<KeptPart, number>> | null> {
  if (!globalThis.caches) return null;
  const sizes = { program: 0, languages: 0, forms: 0, training: 0 };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      sizes[CACHES[name] ?? 'program'] += (await answer?.blob())?.size ?? 0;
    }
  }
  return sizes.program > 0 ? sizes : null;
}
