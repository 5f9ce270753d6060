import { bytesToBase64url } from '#lib/domain/bytes.ts';
import { countPieces, PIECE_BYTES, type FileSize, type Piece } from '#lib/domain/file/pieces.ts';
import { MAX_WAIT_MS, WAIT_PER_BYTE, type ServerLine } from './call-server.ts';

export async function readPiece<T extends string>(
  content: Blob,
  { type, size }: FileSize<T>,
  number: number
): Promise<Piece<T>> {
  const bytes = await content.slice(number * PIECE_BYTES, (number + 1) * PIECE_BYTES).arrayBuffer();
  return { type, size, data: bytesToBase64url(new Uint8Array(bytes)) };
}

/** Null if the server does not have it or does not answer. */
export async function fetchPiece({ base, fetch }: ServerLine, path: string): Promise<Blob | null> {
  const waiting = new AbortController();
  const limit = setTimeout(() => waiting.abort(), MAX_WAIT_MS + PIECE_BYTES * WAIT_PER_BYTE);
  try {
    const answer = await fetch(base + path, { credentials: 'include', signal: waiting.signal });
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null;
  } finally {
    clearTimeout(limit);
  }
}

/** Null if a piece is missing or the bytes have another hash. The type is that of the file, never of a response. */
export async function joinPieces(
  { type, size, hash }: FileSize & { readonly hash: string },
  read: (number: number) => Promise<Blob | null>,
  ontold: (bytes: number) => void = () => undefined
): Promise<Blob | null> {
  const pieces: Blob[] = [];
  let bytes = 0;
  for (let number = 0; number < countPieces(size); number++) {
    const piece = await read(number);
    if (piece === null) return null;
    pieces.push(piece);
    ontold((bytes += piece.size));
  }
  const whole = new Blob(pieces, { type });
  return (await hashOf(whole)) === hash ? whole : null;
}

/** SHA-256, base64url. */
export async function hashOf(content: Blob): Promise<string> {
  return bytesToBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', await content.arrayBuffer())));
}
