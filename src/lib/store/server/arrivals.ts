/**
 * What of the server's answers has arrived while the rest is still on its way: on a slow line a portion takes many
 * seconds, and a count that moves only when it is whole looks like one that has stopped.
 */
export interface Arrival {
  /** As read, after the platform has unpacked what came gzipped. */
  readonly bytes: number;
  readonly records: number;
}

/** A row of `_bulk_get`; inside of a text its quotes would be escaped. */
const ROW = '"docs":[';

export class Arrivals {
  /** Told of each piece; null while nobody counts, and answers then pass as they are. */
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
        // A sign that is cut in two is counted with its second half.
        rest = text.slice(-(ROW.length - 1));
        this.heard?.({ bytes: piece.byteLength, records: text.split(ROW).length - 1 });
        out.enqueue(piece);
      }
    });
  }
}
