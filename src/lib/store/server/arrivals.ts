/** On a slow connection a portion takes many seconds, and a count that moves only at its end looks stopped. */

export interface Arrival {
  readonly bytes: number;
  readonly records: number;
}

/** A row of `_bulk_get`; inside a text its quotes would be escaped. */
const ROW = '"docs":[';

export class Arrivals {
  /** Null while no one counts: answers then pass unchanged. */
  heard: ((arrival: Arrival) => void) | null = null;

  listen(fetchPlainly: typeof fetch): typeof fetch {
    return async (input, init) => {
      const response = await fetchPlainly(input, init);
      if (this.heard === null || response.body === null || !response.ok) return response;
      const { status, statusText, headers } = response;
      return new Response(response.body.pipeThrough(this.#counting()), { status, statusText, headers });
    };
  }

  #counting(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
    const decoder = new TextDecoder();
    let rest = '';
    return new TransformStream({
      transform: (piece, out) => {
        const text = rest + decoder.decode(piece, { stream: true });
        // A sign cut in two is counted with its second half.
        rest = text.slice(-(ROW.length - 1));
        this.heard?.({ bytes: piece.byteLength, records: text.split(ROW).length - 1 });
        out.enqueue(piece);
      }
    });
  }
}

// Only if the server has announced it (RFC 7694: `Accept-Encoding` of an answer).

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
