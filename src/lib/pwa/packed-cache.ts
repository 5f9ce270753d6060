/**
 * Files kept compressed in a cache of the browser: a third of their bytes. For files that few pages read, because each
 * reading unpacks them. An older browser keeps them as they are.
 */
const MARK = 'x-i2es-packed';

export async function putPacked(cache: Cache, path: string, answer: Response): Promise<void> {
  if (!answer.body || !('CompressionStream' in globalThis)) return cache.put(path, answer);
  const headers = new Headers(answer.headers);
  // They describe the answer as it was sent.
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  headers.set(MARK, 'gzip');
  await cache.put(path, new Response(answer.body.pipeThrough(new CompressionStream('gzip')), { headers }));
}

export async function matchPacked(cache: Cache, path: string): Promise<Response | undefined> {
  const kept = await cache.match(path);
  if (!kept?.body || !kept.headers.has(MARK)) return kept;
  const headers = new Headers(kept.headers);
  headers.delete(MARK);
  return new Response(kept.body.pipeThrough(new DecompressionStream('gzip')), { headers });
}

/** Throws if the server does not have it or the connection breaks. */
export async function fetchPacked(cache: Cache, path: string): Promise<void> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`The server answered ${answer.status} for ${path}.`);
  await putPacked(cache, path, answer);
}
