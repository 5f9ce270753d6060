/** Fills a cache from packs (`packs.ts`). What no pack brought is missing afterwards; the caller fetches it file by file. */
import { packedType, packOf, packUrl } from './packs.ts';

interface Program {
  readonly base: string;
  /** Paths of all files of the build. */
  readonly files: readonly string[];
}

interface Filling {
  readonly cache: Cache;
  readonly keep: (path: string, answer: Response) => Promise<void>;
}

export async function pathsIn(cache: Cache): Promise<ReadonlySet<string>> {
  return new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
}

/** A pack is worth its bytes where a third of it is missing: at the first visit, and after a large change. */
export async function takePack(
  name: string,
  { base, files }: Program,
  { cache, keep }: Filling
): Promise<void> {
  const kept = await pathsIn(cache);
  const all = files.filter((path) => packOf(path) === name);
  const missing = new Set(all.filter((path) => !kept.has(path)));
  if (missing.size * 3 <= all.length) return;
  const taken = Object.entries(await readPack(base + packUrl(name))).map(async ([path, text]) => {
    if (!missing.has(base + path) || typeof text !== 'string') return;
    await keep(base + path, new Response(text, { headers: { 'content-type': packedType(path) } }));
  });
  await Promise.all(taken);
}

/** Nothing, where the server has none or the connection breaks. */
async function readPack(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const answer = await fetch(url, { cache: 'no-cache' });
    const pack: unknown = answer.ok ? await answer.json() : null;
    return typeof pack === 'object' && pack !== null ? (pack as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
