/** The wish of the person for this device, as the last page told it: the service worker also works where no page is open. */
export interface Wanted {
  readonly language: string;
  /** If false, only the reader's language and English are kept. */
  readonly languages: boolean;
  /** If false, nothing for printing and scanning is kept. */
  readonly forms: boolean;
}

const NAME = 'i2es-wanted';

export async function readWanted(): Promise<Wanted | null> {
  const noted = await (await caches.open(NAME)).match(NAME);
  return noted ? ((await noted.json()) as Wanted) : null;
}

/** A written page tells its language only. */
export async function noteWanted(told: Readonly<Record<string, unknown>>): Promise<Wanted> {
  const { languages = true, forms = true } = (await readWanted()) ?? {};
  const wanted = {
    language: String(told['language']),
    languages: typeof told['languages'] === 'boolean' ? told['languages'] : languages,
    forms: typeof told['forms'] === 'boolean' ? told['forms'] : forms
  };
  await (await caches.open(NAME)).put(NAME, new Response(JSON.stringify(wanted)));
  return wanted;
}
