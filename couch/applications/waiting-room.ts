/** The database `applications`: what companies sent and no officer has taken, with its attachments in pieces. */
import { createHash } from 'node:crypto';
import { PieceStore, type DeletedPieces } from '#couch/files/piece-store.ts';
import { removeDocument, tombstoneOf } from '#couch/database/documents.ts';
import {
  idsFrom,
  putUnlessChanged,
  readDocument,
  readPages,
  type Database,
  type Engine
} from '#couch/engine/engine.ts';
import { APPLICATION_PREFIX, type ApplicationId } from '#lib/domain/application/application-id.ts';
import {
  MAX_ATTACHMENTS,
  type ApplicationEvent,
  type Attachment
} from '#lib/domain/application/application.ts';
import {
  applicationOfWaiting,
  ATTACHMENTS,
  contentHash,
  ownId,
  readEnded,
  readWaiting,
  waitingId,
  type Ended,
  type Waiting
} from '#lib/domain/application/waiting.ts';
import { countPieces, PIECE_BYTES } from '#lib/domain/file/pieces.ts';
import { scanTypeOf, type ScanType } from '#lib/domain/file/scan.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { LOOSE_ATTACHMENT_DAYS, MAX_WAITING_OF_COMPANY, WAITING_DAYS } from '#lib/domain/own-choices.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';

/** Beginnings of ids are read, never contents. */
const PAGE = 1000;
const DAY_MS = 86_400_000;
/** One answer: a device takes some, and asks for the next. */
const MAX_LISTED = 100;
const MAX_LISTED_CHARACTERS = 1_000_000;
/** Before a question and with its answer. */
const MAX_HELD = 2 * MAX_ATTACHMENTS;
const DATABASE = 'applications';

export interface Room {
  readonly applications: number;
  readonly bytes: number;
}

export interface Sent {
  readonly sha256: string;
  readonly type: ScanType;
  readonly bytes: Buffer;
}

interface Own {
  readonly _id: string;
  readonly _rev: string;
  readonly at: unknown;
}

export class WaitingRoom {
  readonly #room: Room;
  readonly #database: Database;
  readonly #deleted: DeletedPieces = { bytes: 0 };
  readonly #pieces: PieceStore<ScanType>;

  constructor(engine: Engine, room: Room) {
    this.#room = room;
    this.#database = engine.open(DATABASE);
    const place = { name: DATABASE, database: this.#database, kind: ATTACHMENTS, deleted: this.#deleted };
    this.#pieces = new PieceStore(engine, place);
  }

  async read(country: CountryCode, id: ApplicationId): Promise<Waiting | null> {
    return readWaiting(await readDocument(this.#database, waitingId('waiting', country, id)));
  }

  async readEnded(country: CountryCode, id: ApplicationId): Promise<Ended | null> {
    return readEnded(await readDocument(this.#database, waitingId('ended', country, id)));
  }

  /** False if another gateway was faster. */
  async put(
    country: CountryCode,
    id: ApplicationId,
    waiting: Omit<Waiting, '_id' | '_rev' | 'schema' | 'country'>
  ): Promise<Result<boolean>> {
    const [waits, ended] = [await this.#count('waiting', country), await this.#count('ended', country)];
    // Those that their companies withdrew count ten for one, so that no flood of them stays free.
    if (waits + ended / 10 >= this.#room.applications) return refuse({ code: 'application.waiting.full' });
    const { company } = waiting;
    if (company !== undefined) {
      const own = await this.listOf(country, company);
      if (own.length >= MAX_WAITING_OF_COMPANY) return refuse({ code: 'application.waiting.full' });
      // First, so that no application is without it.
      await putUnlessChanged(this.#database, { _id: ownId(country, company, id), schema: 1, at: waiting.at });
    }
    const _id = waitingId('waiting', country, id);
    return accept(await putUnlessChanged(this.#database, { _id, schema: 1, country, ...waiting }));
  }

  /** Applications of a company's account that no officer has taken, or that ended before. */
  async listOf(
    country: CountryCode,
    company: string
  ): Promise<readonly { readonly id: ApplicationId; readonly at: Instant }[]> {
    const beginning = ownId(country, company);
    const { rows } = await this.#database.allDocs({ ...idsFrom(beginning), include_docs: true });
    return rows.map(({ id, doc }) => ({
      id: (APPLICATION_PREFIX + id.slice(beginning.length)) as ApplicationId,
      at: String((doc as Own).at) as Instant
    }));
  }

  /** The oldest of one answer first. */
  async list(
    country: CountryCode
  ): Promise<{ readonly applications: readonly Waiting[]; readonly more: number }> {
    const all = await this.#count('waiting', country);
    const range = idsFrom(waitingId('waiting', country));
    const { rows } = await this.#database.allDocs({ ...range, limit: MAX_LISTED, include_docs: true });
    const listed: Waiting[] = [];
    let characters = 0;
    for (const waiting of rows.flatMap(({ doc }) => readWaiting(doc) ?? [])) {
      characters += JSON.stringify(waiting).length;
      if (listed.length > 0 && characters > MAX_LISTED_CHARACTERS) break;
      listed.push(waiting);
    }
    listed.sort((a, b) => (a.at < b.at ? -1 : 1));
    return { applications: listed, more: all - listed.length };
  }

  /** The refusal stays for the company; the content is deleted. */
  async end({ _id, _rev, country, at, application }: Waiting, event: ApplicationEvent): Promise<void> {
    const id = applicationOfWaiting(_id) as ApplicationId;
    const ended = { schema: 1, country, at, content: contentHash(application), event };
    await putUnlessChanged(this.#database, { _id: waitingId('ended', country, id), ...ended });
    await putUnlessChanged(this.#database, tombstoneOf({ _id, _rev }));
    await this.deleteAttachments(country, id);
  }

  /** After an officer took it: the country's database names its company. */
  async forgetOwn({ _id, country, company }: Waiting): Promise<void> {
    const id = applicationOfWaiting(_id);
    if (company !== undefined && id !== null)
      await removeDocument(this.#database, ownId(country, company, id));
  }

  /** False if it has changed. */
  remove(held: Waiting | Ended): Promise<boolean> {
    return putUnlessChanged(this.#database, tombstoneOf(held));
  }

  async putAttachment(
    country: CountryCode,
    id: ApplicationId,
    { sha256, type, bytes }: Sent,
    at: Instant
  ): Promise<Result<null>> {
    const beginning = waitingId('piece', country, id, `:${sha256}:`);
    const own = await this.#pieces.list(waitingId('piece', country, id));
    const count = countPieces(bytes.length);
    if (own.filter((piece) => piece.id.startsWith(beginning)).length === count) return accept(null);
    const hashes = new Set(own.map((piece) => piece.id.split(':')[3]));
    if (hashes.add(sha256).size > MAX_HELD)
      return refuse({ code: 'application.attachment.tooMany', values: { most: MAX_ATTACHMENTS } });
    const held = await this.#count('piece', country);
    if ((held + count) * PIECE_BYTES > this.#room.bytes || !(await this.#pieces.hasDisk()))
      return refuse({ code: 'application.waiting.full' });
    for (let number = 0; number < count; number++) {
      const data = bytes.subarray(number * PIECE_BYTES, (number + 1) * PIECE_BYTES).toString('base64url');
      await this.#pieces.put(`${beginning}${number}`, { type, size: bytes.length, data, at });
    }
    return accept(null);
  }

  /** Null if it has not arrived, or not whole. */
  async readAttachment(country: CountryCode, id: ApplicationId, named: Attachment): Promise<Sent | null> {
    const { hash: sha256, type, bytes: size } = named;
    const parts: Uint8Array[] = [];
    const beginning = waitingId('piece', country, id, `:${sha256}:`);
    const measured = await this.#pieces.measure(beginning, { type, size }, (bytes) => void parts.push(bytes));
    return 'hash' in measured && measured.hash === sha256
      ? { sha256, type, bytes: Buffer.concat(parts) }
      : null;
  }

  deleteAttachments(country: CountryCode, id: ApplicationId, sha256?: string): Promise<void> {
    return this.#pieces.delete(waitingId('piece', country, id, sha256 === undefined ? ':' : `:${sha256}:`));
  }

  /** Applications that nobody took, and attachments without an application. */
  async sweep(now: number): Promise<number> {
    const over: object[] = [];
    const isOld = (at: unknown, days: number): boolean => !(Date.parse(String(at)) + days * DAY_MS >= now);
    for (const prefix of ['waiting:', 'ended:', 'own:'])
      for await (const rows of readPages(this.#database, {
        ...idsFrom(prefix),
        limit: PAGE,
        include_docs: true
      }))
        for (const { doc } of rows) {
          const held = readWaiting(doc) ?? readEnded(doc) ?? (doc as Own);
          // As long as a refusal on the last day is kept.
          const days = prefix === 'own:' ? 2 * WAITING_DAYS : WAITING_DAYS;
          const at = 'event' in held ? (held as Ended).event.at : held.at;
          if (isOld(at, days)) over.push(tombstoneOf(held));
        }
    if (over.length > 0) await this.#database.bulkDocs(over);
    const pieces = await this.#sweepPieces((at) => isOld(at, LOOSE_ATTACHMENT_DAYS));
    if (over.length + pieces > 0) await this.#pieces.giveUpDeleted();
    return over.length;
  }

  async #sweepPieces(isOld: (at: unknown) => boolean): Promise<number> {
    let count = 0;
    const pieces = { ...idsFrom('piece:'), limit: PAGE };
    for await (const rows of readPages(this.#database, pieces)) {
      const owners = new Map(rows.map(({ id }) => [id, id.split(':').slice(1, 3).join(':')]));
      const keys = [...new Set(owners.values())].map((owner) => `waiting:${owner}`);
      const held = await this.#database.allDocs({ keys });
      const waits = new Set(
        held.rows.flatMap((row) => ('value' in row && !row.value.deleted ? [row.id] : []))
      );
      for (const { id } of rows.filter((row) => !waits.has(`waiting:${owners.get(row.id)}`))) {
        const piece = await readDocument<{ readonly _id: string; readonly _rev: string; at?: unknown }>(
          this.#database,
          id
        );
        if (piece && isOld(piece.at))
          count += Number(await putUnlessChanged(this.#database, tombstoneOf(piece)));
      }
    }
    return count;
  }

  async #count(prefix: 'waiting' | 'ended' | 'piece', country: CountryCode): Promise<number> {
    let count = 0;
    const range = { ...idsFrom(waitingId(prefix, country)), limit: PAGE };
    for await (const rows of readPages(this.#database, range)) count += rows.length;
    return count;
  }
}

/** The bytes decide, not the name. */
export function judgeAttachment({ sha256, type, bytes }: Sent): Result<Sent> {
  if (scanTypeOf(bytes) !== type) return refuse({ code: 'application.attachment.type', path: 'type' });
  const isSame = createHash('sha256').update(new Uint8Array(bytes)).digest('base64url') === sha256;
  return isSame
    ? accept({ sha256, type, bytes })
    : refuse({ code: 'application.attachment.damaged', path: 'hash' });
}
