/** A piece is written once; a file is whole when all pieces together have its hash. */
import { createHash } from 'node:crypto';
import {
  idsFrom,
  putUnlessChanged,
  readDocument,
  readPages,
  type Database,
  type Engine
} from '#couch/engine/engine.ts';
import {
  bytesOfPiece,
  countPieces,
  parsePieceOf,
  PIECE_BYTES,
  type FileKind,
  type FileSize
} from '#lib/domain/file/pieces.ts';

/** Files are refused before authorizations would be. */
const MIN_FREE_BYTES = 512 * 1024 * 1024;
/** Deleted files keep their disk space until the database is compacted. */
const MAX_DELETED_BYTES = 100_000_000;
const PAGE = 5_000;

export type Bytes = Uint8Array<ArrayBuffer>;

interface StoredPiece {
  readonly id: string;
  readonly rev: string;
}

export interface DeletedPieces {
  bytes: number;
}

interface PiecePlace<T extends string> {
  readonly name: string;
  readonly database: Database;
  readonly kind: FileKind<T>;
  /** All stores over one database share it. */
  readonly deleted?: DeletedPieces;
}

/** `pieces`: the beginning of the ids, before their numbers. */
export class PieceStore<T extends string> {
  readonly #engine: Pick<Engine, 'compact' | 'freeBytes'>;
  readonly #name: string;
  readonly #database: Database;
  readonly #kind: FileKind<T>;
  readonly #deleted: DeletedPieces;

  constructor(engine: Pick<Engine, 'compact' | 'freeBytes'>, place: PiecePlace<T>) {
    const { name, database, kind, deleted = { bytes: 0 } } = place;
    [this.#engine, this.#name, this.#database, this.#kind] = [engine, name, database, kind];
    this.#deleted = deleted;
  }

  async list(beginning: string): Promise<readonly StoredPiece[]> {
    const found: StoredPiece[] = [];
    for await (const rows of readPages(this.#database, { ...idsFrom(beginning), limit: PAGE }))
      for (const row of rows) if ('value' in row) found.push({ id: row.id, rev: row.value.rev });
    return found;
  }

  async hasDisk(): Promise<boolean> {
    const free = await this.#engine.freeBytes();
    return free === null || free >= MIN_FREE_BYTES;
  }

  put(id: string, piece: object): Promise<boolean> {
    return putUnlessChanged(this.#database, { _id: id, schema: 1, ...piece });
  }

  async read(pieces: string, { type, size }: FileSize<T>, number: number): Promise<Bytes | null> {
    if (number >= countPieces(size)) return null;
    const held = await readDocument<Record<string, unknown>>(this.#database, pieces + String(number));
    if (held === null) return null;
    const piece = parsePieceOf(
      this.#kind,
      { type: held['type'], size: held['size'], data: held['data'] },
      number
    );
    if (!piece.ok || piece.value.type !== type || piece.value.size !== size) return null;
    const bytes = new Uint8Array(Buffer.from(piece.value.data, 'base64url'));
    return bytes.length === bytesOfPiece(size, number) ? bytes : null;
  }

  /** The number of the first missing piece, or the hash of the whole file. */
  async measure(
    pieces: string,
    file: FileSize<T>,
    take: (bytes: Bytes) => void = () => undefined
  ): Promise<{ readonly hash: string } | { readonly missing: number }> {
    const hash = createHash('sha256');
    for (let number = 0; number < countPieces(file.size); number++) {
      const bytes = await this.read(pieces, file, number);
      if (bytes === null) return { missing: number };
      hash.update(bytes);
      take(bytes);
    }
    return { hash: hash.digest('base64url') };
  }

  async delete(beginning: string): Promise<void> {
    const pieces = await this.list(beginning);
    const gone = pieces.map(({ id: _id, rev: _rev }) => ({ _id, _rev, _deleted: true }));
    if (gone.length > 0) await this.#database.bulkDocs(gone as object[]);
    this.#deleted.bytes += gone.length * PIECE_BYTES;
    if (this.#deleted.bytes > MAX_DELETED_BYTES) await this.giveUpDeleted();
  }

  async giveUpDeleted(): Promise<void> {
    this.#deleted.bytes = 0;
    await this.#engine.compact(this.#name);
  }
}
