/**
 * The database `lists`: an entry for each cancelled or suspended authorization, by its hidden id, and the published list
 * in pieces. It holds no number, substance, company or person.
 */
import { idsFrom, putUnlessChanged, readDocument, readPages, type Database } from '#couch/engine/engine.ts';
import { tombstoneOf } from '#couch/database/documents.ts';
import { base64urlToBytes } from '#lib/domain/bytes.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import {
  checkListDocument,
  type CancelledEntry,
  type ListPiece,
  type PublishedList,
  type SuspendedEntry
} from '#lib/domain/public-list/list-structure.ts';
import { LIST_PARTS, type ListBytes, type ListPart } from '#lib/domain/public-list/public-list.ts';

export const LISTS_DATABASE = 'lists';

export type StopEntry = CancelledEntry | SuspendedEntry;

const [CANCELLED, SUSPENDED, PIECE, PUBLISHED] = ['cancelled:', 'suspended:', 'piece:', 'published'] as const;
const PIECE_CHARACTERS = 100_000;
const PAGE = 1000;

type Stored<T> = T & { readonly _id: string; readonly _rev: string };
type NewList = Pick<PublishedList, 'signed' | 'setMadeAt'>;

export const cancelledId = (hidden: string): string => CANCELLED + hidden;
export const suspendedId = (hidden: string, by: string): string => `${SUSPENDED}${hidden}:${by}`;

export function isSuspension(entry: StopEntry): entry is SuspendedEntry {
  return entry._id.startsWith(SUSPENDED);
}

/** The hidden id in an entry’s id. */
export function hiddenOf({ _id }: StopEntry): Uint8Array {
  return base64urlToBytes(_id.split(':')[1] ?? '') ?? new Uint8Array(0);
}

export class ListBook {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async readEntries(ids: readonly string[]): Promise<ReadonlyMap<string, Stored<StopEntry>>> {
    const { rows } = await this.#database.allDocs({ keys: [...ids], include_docs: true });
    const held = rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as Stored<StopEntry>] : []));
    return new Map(held.map((entry) => [entry._id, entry]));
  }

  /** Another gateway can write the same: the next integrity scan repeats what a conflict refused. */
  async writeEntries(entries: readonly StopEntry[]): Promise<void> {
    if (entries.length > 0) await this.#database.bulkDocs([...entries]);
  }

  cancelled(today: CalendarDate): Promise<CancelledEntry[]> {
    return this.#list<CancelledEntry>(CANCELLED, today);
  }

  async suspended(today: CalendarDate): Promise<SuspendedEntry[]> {
    return (await this.#list<SuspendedEntry>(SUSPENDED, today)).filter(({ isReleased }) => !isReleased);
  }

  async #list<E extends StopEntry>(prefix: string, today: CalendarDate): Promise<E[]> {
    const entries: E[] = [];
    const range = { ...idsFrom(prefix), limit: PAGE, include_docs: true };
    for await (const rows of readPages(this.#database, range)) {
      const held = rows.flatMap(({ doc }) => (checkListDocument(doc).ok ? [doc as Stored<E>] : []));
      entries.push(...held.filter(({ until }) => until >= today));
      const over = held.filter(({ until }) => until < today).map(tombstoneOf);
      if (over.length > 0) await this.#database.bulkDocs(over as object[]);
    }
    return entries;
  }

  /** Null without a list, also for one that something else has written. */
  async readPublished(): Promise<PublishedList | null> {
    const held = await readDocument<Stored<PublishedList>>(this.#database, PUBLISHED);
    return checkListDocument(held).ok ? held : null;
  }

  /** Null if a piece is missing, as while another gateway publishes. */
  async readParts({ signed }: NewList): Promise<ListBytes | null> {
    const parts = {} as Record<ListPart, Uint8Array>;
    for (const name of LIST_PARTS) {
      const { sha256, bytes } = signed.head.parts[name];
      const range = { ...idsFrom(`${PIECE}${sha256}:`), include_docs: true };
      const { rows } = await this.#database.allDocs<ListPiece>(range);
      parts[name] = new Uint8Array(Buffer.from(rows.map(({ doc }) => doc?.data ?? '').join(''), 'base64'));
      if (parts[name].length !== bytes) return null;
    }
    return parts;
  }

  /** Pieces first. Nothing is published if another gateway was faster. */
  async publish(list: NewList, parts: ListBytes): Promise<void> {
    const before = await readDocument<Stored<PublishedList>>(this.#database, PUBLISHED);
    for (const name of LIST_PARTS) await this.#writePieces(list.signed.head.parts[name].sha256, parts[name]);
    const revision = before ? { _rev: before._rev } : {};
    const document = { _id: PUBLISHED, schema: 1, ...revision, ...list };
    if (await putUnlessChanged(this.#database, document)) await this.#deletePiecesExcept(list);
  }

  /** A piece that is there already is the same, by the hash in its id. */
  async #writePieces(sha256: string, bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString('base64');
    const pieces: ListPiece[] = [];
    for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
      const _id = `${PIECE}${sha256}:${String(pieces.length).padStart(4, '0')}`;
      pieces.push({ _id, schema: 1, data: text.slice(at, at + PIECE_CHARACTERS) });
    }
    if (pieces.length > 0) await this.#database.bulkDocs(pieces);
  }

  async #deletePiecesExcept({ signed }: NewList): Promise<void> {
    const kept = LIST_PARTS.map((name) => `${PIECE}${signed.head.parts[name].sha256}:`);
    const { rows } = await this.#database.allDocs(idsFrom(PIECE));
    const over = rows.filter(({ id }) => !kept.some((beginning) => id.startsWith(beginning)));
    const marks = over.map(({ id, value }) => tombstoneOf({ _id: id, _rev: value.rev }));
    if (marks.length > 0) await this.#database.bulkDocs(marks as object[]);
  }
}
