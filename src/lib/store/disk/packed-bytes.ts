import type { Bytes } from '#lib/crypto/bytes.ts';

/** A browser without it keeps no packed data. */
export function canPack(): boolean {
  return 'CompressionStream' in globalThis;
}

/** gzip of JSON that comes in pieces. */
export async function packBytes(pieces: readonly string[]): Promise<Bytes> {
  const stream = new Blob([...pieces]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The value. Throws if the bytes are not what `packBytes` made. */
export function unpackBytes(bytes: Bytes): Promise<unknown> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
}
