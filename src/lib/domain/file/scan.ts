/**
 * In the database `files-<cc>`. The scan itself never reaches a partner. Nothing that a browser could run is accepted,
 * so no SVG and no HTML.
 */
import { hash, personReference } from '../shape/references.ts';
import {
  fits,
  instant,
  integer,
  isPlainObject,
  oneOf,
  parseShape,
  pattern,
  shaped,
  stored,
  type Checked
} from '../shape/shape.ts';
import { refuse, type Result } from '../result.ts';
import { hasText, parsePieceOf, type Bytes, type FileKind, type Piece } from './pieces.ts';

/** HEIC is left out, because most browsers cannot show it; a phone that knows it sends a JPEG instead. */
export const SCAN_ENDINGS = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp'
} as const;
export type ScanType = keyof typeof SCAN_ENDINGS;
export const SCAN_TYPES = Object.keys(SCAN_ENDINGS) as readonly ScanType[];

/** Rows of historic records (`historic/`), packed. No act, draft or company can name such a file. */
export const ROWS_TYPE = 'application/gzip';
export const STORED_ENDINGS = { ...SCAN_ENDINGS, 'application/gzip': 'jsonl.gz' } as const;
export type StoredType = keyof typeof STORED_ENDINGS;
const STORED_TYPES = Object.keys(STORED_ENDINGS) as readonly StoredType[];

/** Bytes of one scan: ten pages in grey at 200 dpi, or one large photograph. */
export const MAX_SCAN_BYTES = 5_000_000;

export const scanReference = shaped({
  required: { sha256: hash, bytes: integer(1, MAX_SCAN_BYTES), type: oneOf(SCAN_TYPES) }
});
export type Scan = Checked<typeof scanReference>;

function isScanOf(type: ScanType, bytes: Bytes): boolean {
  if (type === 'application/pdf') return hasText(bytes, '%PDF-');
  if (type === 'image/jpeg') return hasText(bytes, '\u00ff\u00d8\u00ff');
  if (type === 'image/png') return hasText(bytes, '\u0089PNG\r\n\u001a\n');
  return hasText(bytes, 'RIFF') && hasText(bytes, 'WEBP', 8);
}

export const SCANS: FileKind<ScanType> = {
  types: SCAN_TYPES,
  maxBytes: MAX_SCAN_BYTES,
  isTypeOf: isScanOf,
  codes: { content: 'scan.content', type: 'scan.type' }
};

/** Files in `files-<cc>`. */
export const STORED: FileKind<StoredType> = {
  ...SCANS,
  types: STORED_TYPES,
  isTypeOf: (type, bytes) => (type === ROWS_TYPE ? hasText(bytes, '\u001f\u008b') : isScanOf(type, bytes))
};

export function storedTypeOf(bytes: Bytes): StoredType | null {
  return STORED_TYPES.filter((type) => STORED.isTypeOf(type, bytes))[0] ?? null;
}

export function scanTypeOf(bytes: Bytes): ScanType | null {
  return SCAN_TYPES.filter((type) => isScanOf(type, bytes))[0] ?? null;
}

export function scanToText({ sha256, bytes, type }: Scan): string {
  return `${sha256} ${bytes} ${type}`;
}

export function textToScan(text: string): Scan | null {
  const [sha256, bytes, type] = text.split(' ');
  const scan = { sha256, bytes: Number(bytes), type };
  return fits(scanReference, scan) ? scan : null;
}

const declared = {
  type: oneOf(STORED_TYPES),
  size: integer(1, MAX_SCAN_BYTES),
  /** Dossier that the scan counts for, or empty: a new paper has none yet. */
  dossier: pattern(/^(?:[A-Z]{2}\.[A-Z]{2}\.\d{8}\..{1,80})?$/, 'act.dossier.malformed')
} as const;
const scanRequest = shaped({ required: declared });
export type ScanRequest = Checked<typeof scanRequest>;

export function parseScanRequest(value: unknown): Result<ScanRequest> {
  return parseShape(scanRequest, value);
}

/** `completeAt`: when all pieces were here and had the hash. `named`: an act names it, for ever. */
const storedScan = stored({
  required: {
    ...declared,
    schema: integer(1, 1),
    by: personReference,
    startedAt: instant
  },
  optional: { completeAt: instant, named: oneOf([true]) }
});
export type StoredScan = Checked<typeof storedScan>;

const SCAN_ID = /^scan:[A-Za-z0-9_-]{43}$/;
const PIECE_ID = /^piece:([A-Za-z0-9_-]{43}):(0|[1-9]\d?)$/;

export function scanId(sha256: string): string {
  return `scan:${sha256}`;
}

export function piecesOf(sha256: string): string {
  return `piece:${sha256}:`;
}

export function readStoredScan({ _id, _rev, ...rest }: Record<string, unknown>): StoredScan | null {
  return SCAN_ID.test(String(_id)) && fits(storedScan, rest) ? rest : null;
}

export function parseScanPiece(value: unknown, number: number): Result<Piece<StoredType>> {
  return parsePieceOf(STORED, value, number);
}

/** By its id; null for any other document. */
export function judgeFileDocument(document: Record<string, unknown>): Result<unknown> | null {
  const id = String(document['_id']);
  if (SCAN_ID.test(id))
    return readStoredScan(document) === null
      ? refuse({ code: 'document.malformed' })
      : { ok: true, value: true };
  const number = PIECE_ID.exec(id)?.[2];
  if (number === undefined) return null;
  const { type, size, data } = document;
  return parseScanPiece({ type, size, data }, Number(number));
}

const LONG_WORDS = /[\w-]{43,}/g;

/** In an act of whatever kind, or in a draft. */
export function hashesIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof value === 'string') {
    for (const word of value.match(LONG_WORDS) ?? []) if (word.length === 43) found.add(word);
  } else if (Array.isArray(value)) for (const one of value) hashesIn(one, found);
  else if (isPlainObject(value)) for (const key of Object.keys(value)) hashesIn(value[key], found);
  return found;
}
