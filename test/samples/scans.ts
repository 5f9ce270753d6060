/** Scans of papers as a device declares and sends them. */
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import { countPieces, PIECE_BYTES, type Piece } from '#lib/domain/file/pieces.ts';
import type { Scan } from '#lib/domain/file/scan.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A picture of this many bytes; another `seed` is another picture. */
export function aPicture(length = 300_000, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length).map((_, index) => (index * 7 * seed + (index >> 8)) & 255);
  bytes.set(PNG.slice(0, length));
  return bytes;
}

export interface SampleScan {
  readonly scan: Scan;
  readonly declared: { readonly type: string; readonly size: number; readonly dossier: string };
  readonly pieces: readonly Piece[];
}

export async function aScan(
  bytes = aPicture(),
  type: Scan['type'] = 'image/png',
  dossier = ''
): Promise<SampleScan> {
  const sha256 = bytesToBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  const size = bytes.length;
  const pieces = Array.from({ length: countPieces(size) }, (_, number) => ({
    type,
    size,
    data: bytesToBase64url(bytes.subarray(number * PIECE_BYTES, (number + 1) * PIECE_BYTES))
  }));
  return { scan: { sha256, bytes: size, type }, declared: { type, size, dossier }, pieces };
}

/** Begins as a PDF does; another `seed` is another file. */
export function aPdf(length = 60, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = aPicture(length, seed);
  bytes.set(new TextEncoder().encode('%PDF-1.7'));
  return bytes;
}
