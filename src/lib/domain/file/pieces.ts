/**
 * A slow connection loses at most one piece, and requests stay small. The first bytes decide the type, not the name.
 */
import { integer, oneOf, parseShape, pattern, shaped } from '../shape/shape.ts';
import { refuse, type Result } from '../result.ts';

/** Bytes per piece: as text it fits into a document (`exchange/document-structure.ts`). */
export const PIECE_BYTES = 192_000;

export type Bytes = ArrayLike<number>;

/** The accepted files, and the codes of refusals. */
export interface FileKind<T extends string> {
  readonly types: readonly T[];
  readonly maxBytes: number;
  isTypeOf(type: T, beginning: Bytes): boolean;
  readonly codes: { readonly content: string; readonly type: string };
}

export interface FileSize<T extends string = string> {
  readonly type: T;
  readonly size: number;
}

export interface Piece<T extends string = string> extends FileSize<T> {
  /** Base64url. */
  readonly data: string;
}

export function countPieces(size: number): number {
  return Math.ceil(size / PIECE_BYTES);
}

/** Pieces count from 0. */
export function bytesOfPiece(size: number, number: number): number {
  return Math.min(PIECE_BYTES, size - number * PIECE_BYTES);
}

/** Piece 0 must begin as its type does. */
export function parsePieceOf<T extends string>(
  { types, maxBytes, isTypeOf, codes }: FileKind<T>,
  value: unknown,
  number: number
): Result<Piece<T>> {
  const shape = shaped({
    required: {
      type: oneOf(types),
      size: integer(1, maxBytes),
      data: pattern(/^[A-Za-z0-9_-]+$/, codes.content)
    }
  });
  const piece = parseShape(shape, value);
  if (!piece.ok) return piece;
  const { type, size, data } = piece.value;
  if (number >= countPieces(size) || data.length !== Math.ceil((bytesOfPiece(size, number) * 4) / 3))
    return refuse({ code: codes.content, path: 'data' });
  return number > 0 || isTypeOf(type, beginningOf(data)) ? piece : refuse({ code: codes.type, path: 'type' });
}

export function hasText(bytes: Bytes, text: string, at = 0): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Enough bytes for every test of a type. */
export const BEGINNING_BYTES = 12;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** CouchDB's QuickJS lacks typed arrays, and its validator calls this. */
function beginningOf(data: string): readonly number[] {
  const bytes: number[] = [];
  let bits = 0;
  for (let i = 0; i < data.length && bytes.length < BEGINNING_BYTES; i++) {
    bits = ((bits << 6) | DIGITS.indexOf(data.charAt(i))) & 0xffff;
    if (i % 4 > 0) bytes.push((bits >> (6 - 2 * (i % 4))) & 255);
  }
  return bytes;
}
