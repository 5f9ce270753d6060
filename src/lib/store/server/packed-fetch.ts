/**
 * Gzips pushed documents if the server has announced it (RFC 7694: `Accept-Encoding` of an answer). An older server
 * receives plain ones.
 */

/** Characters; below it compression saves nothing on the connection. */
const WORTH_IT = 2_000;

export function packedFetch(fetchPlainly: typeof fetch): typeof fetch {
  let isTaken = false;
  return async (input, init) => {
    const response = await fetchPlainly(input, isTaken ? await pack(init) : init);
    isTaken = /\bgzip\b/.test(response.headers.get('accept-encoding') ?? '');
    return response;
  };
}

async function pack(init: RequestInit | undefined): Promise<RequestInit | undefined> {
  const body = init?.body;
  if (typeof body !== 'string' || body.length < WORTH_IT || !('CompressionStream' in globalThis)) return init;
  const packed = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  const headers = new Headers(init?.headers);
  headers.set('content-encoding', 'gzip');
  // Whole, not as a stream: a streaming request needs HTTP/2 and cannot be sent again.
  return { ...init, headers, body: await new Response(packed).arrayBuffer() };
}
