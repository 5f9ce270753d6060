/**
 * A device declares a scan, sends the pieces that are missing, and declares it again: it is complete when all pieces
 * together have its hash. One that no act, draft, company, application or link names is deleted after a month. INCB's
 * files for everyone are in `training`, which national servers replicate.
 */
import type { Person } from '#couch/accounts/person.ts';
import { filesToCountry } from '#couch/base/databases.ts';
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import { Mutex } from '#couch/base/turns.ts';
import { idsFrom, readDocument, readPages, type Database, type Engine } from '#couch/engine/engine.ts';
import { provisionFiles } from '#couch/installation/provision.ts';
import { COMPANY_PREFIX } from '#lib/domain/company/company.ts';
import { APPLICATION_PREFIX } from '#lib/domain/application/application-id.ts';
import { isCountry } from '#lib/domain/country.ts';
import { ATTACHMENT_PREFIX, attachmentWithdrawalId } from '#lib/domain/file/attachment.ts';
import { authorityToDatabase, countryToFiles } from '#lib/domain/exchange/share-scope.ts';
import { countPieces, PIECE_BYTES } from '#lib/domain/file/pieces.ts';
import {
  hashesIn,
  parseScanPiece,
  parseScanRequest,
  piecesOf,
  readStoredScan,
  scanId,
  STORED,
  type ScanRequest,
  type StoredType,
  type StoredScan
} from '#lib/domain/file/scan.ts';
import { judgePublicFile } from '#lib/domain/file/public-file.ts';
import { HISTORIC_PREFIX } from '#lib/domain/historic/historic.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { LINK_SETTING_PREFIX } from '#lib/domain/outreach/links.ts';
import {
  COUNTRY_SCAN_BYTES,
  DOSSIER_SCAN_BYTES,
  PERSON_SCAN_BYTES,
  PUBLIC_FILES_BYTES,
  STRAY_SCAN_DAYS
} from '#lib/domain/own-choices.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { PieceStore, type Bytes, type DeletedPieces } from './piece-store.ts';

interface FilesOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
  readonly countryBytes?: number;
  readonly publicBytes?: number;
  /** A country's own server, which has INCB's files from the central one. */
  readonly isNational?: boolean;
}

type Uploader = Pick<Person, 'id' | 'authority'>;

interface Declared {
  readonly missing: readonly number[];
}

interface Shelf {
  readonly database: Database;
  readonly pieces: PieceStore<StoredType>;
}

type Held = StoredScan & { readonly _id: string; readonly _rev: string };

/** A small scan counts as this much, because the totals read each. */
const MIN_COUNTED_BYTES = 200_000;
/** The uploader of attachments of applications: companies together fill no more than one person could. */
const SERVER = 'server';
const DAY_MS = 86_400_000;
/** Milliseconds. A device that comes back later declares the scan again. */
const MAX_UPLOAD_MS = DAY_MS;
const SWEEP_EVERY_MS = 6 * 3_600_000;
const PAGE = 200;

export class CountryFiles {
  readonly #options: FilesOptions;
  readonly #turn = new Mutex();
  readonly #deleted = new Map<string, DeletedPieces>();
  readonly #reading = new Map<string, Promise<Bytes | null>>();
  /** The memory itself: an answer is sent from a view of its own. */
  readonly #onTheirWay = new Map<string, WeakRef<ArrayBuffer>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  begin(): void {
    const sweep = (): void => void this.sweep().catch((error) => this.#options.warn('files', error));
    this.#timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
    sweep();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn.run('sweep', async () => undefined);
  }

  async declare(sha256: string, given: unknown, by: Person): Promise<Result<Declared>> {
    const asked = parseScanRequest(given);
    if (!asked.ok) return asked;
    const unfit = by.authority === 'INCB' ? judgePublicFile(asked.value) : [];
    if (unfit.length > 0) return refuse(...unfit);
    return this.#inTurn(by, async (shelf) => {
      const held = await readScan(shelf.database, sha256);
      const isSame = held?.type === asked.value.type && held.size === asked.value.size;
      if (held?.completeAt) return isSame ? accept({ missing: [] }) : refuse({ code: 'scan.content' });
      if (!isSame) {
        const room = await this.#judgeRoom(shelf.database, asked.value, by);
        if (!room.ok) return room;
        await shelf.pieces.delete(piecesOf(sha256));
      }
      const scan = isSame ? held : { ...held, ...asked.value, _id: scanId(sha256), schema: 1, by: by.id };
      const declared = await this.#write(shelf.database, { ...scan, startedAt: this.#now() });
      return this.#complete(shelf, declared, sha256);
    });
  }

  takePiece(sha256: string, number: number, given: unknown, by: Person): Promise<Result<null>> {
    return this.#inTurn(by, async ({ database, pieces }) => {
      const held = await readScan(database, sha256);
      const piece = parseScanPiece(given, number);
      if (!piece.ok) return piece;
      if (held?.type !== piece.value.type || held.size !== piece.value.size)
        return refuse({ code: 'scan.undeclared' });
      if (held.completeAt) return accept(null);
      if (!(await pieces.hasDisk())) return refuse({ code: 'scan.disk' });
      await pieces.put(`${piecesOf(sha256)}${number}`, { ...piece.value, by: by.id, takenAt: this.#now() });
      return accept(null);
    });
  }

  /** A whole file that the server itself holds. `bytes` have this hash and type. */
  keep(country: CountryCode, sha256: string, type: StoredType, bytes: Buffer): Promise<Result<null>> {
    const by = { id: SERVER, authority: country };
    return this.#inTurn(by, async ({ database, pieces }) => {
      const held = await readScan(database, sha256);
      const now = this.#now();
      // A stray scan stays for as long as one that has just arrived.
      if (held?.completeAt)
        return accept((await this.#write(database, { ...held, completeAt: now })) && null);
      const file = { type, size: bytes.length, dossier: '' };
      const room = await this.#judgeRoom(database, file, by);
      if (!room.ok) return room;
      if (!(await pieces.hasDisk())) return refuse({ code: 'scan.disk' });
      const beginning = piecesOf(sha256);
      await pieces.delete(beginning);
      for (let number = 0; number < countPieces(bytes.length); number++) {
        const data = bytes.subarray(number * PIECE_BYTES, (number + 1) * PIECE_BYTES).toString('base64url');
        await pieces.put(`${beginning}${number}`, {
          type,
          size: bytes.length,
          data,
          by: SERVER,
          takenAt: now
        });
      }
      const scan = { ...held, ...file, _id: scanId(sha256), schema: 1, by: SERVER, startedAt: now };
      await this.#write(database, { ...scan, completeAt: now });
      return accept(null);
    });
  }

  /** Null unless it is complete. All answers that are on their way share the bytes: slow readers hold no copies. */
  readWhole(sha256: string, of: Pick<Person, 'authority'>): Promise<Bytes | null> {
    const key = `${of.authority} ${sha256}`;
    const held = this.#onTheirWay.get(key)?.deref();
    if (held) return Promise.resolve(new Uint8Array(held));
    const reading = this.#reading.get(key) ?? this.#joinWhole(sha256, of);
    this.#reading.set(key, reading);
    const end = (bytes: Bytes | null): void => {
      this.#reading.delete(key);
      if (bytes) this.#onTheirWay.set(key, new WeakRef(bytes.buffer));
    };
    reading.then(end, () => end(null));
    return reading;
  }

  async #joinWhole(sha256: string, of: Pick<Person, 'authority'>): Promise<Bytes | null> {
    const shelf = await this.#open(of, false);
    const held = shelf && (await readScan(shelf.database, sha256));
    if (!held?.completeAt) return null;
    const parts: Bytes[] = [];
    const measured = await shelf!.pieces.measure(piecesOf(sha256), held, (bytes) => parts.push(bytes));
    return 'hash' in measured && measured.hash === sha256 ? new Uint8Array(Buffer.concat(parts)) : null;
  }

  async readPiece(sha256: string, number: number, of: Pick<Person, 'authority'>): Promise<Bytes | null> {
    const shelf = await this.#open(of, false);
    const held = shelf && (await readScan(shelf.database, sha256));
    return held?.completeAt ? shelf!.pieces.read(piecesOf(sha256), held, number) : null;
  }

  sweep(): Promise<number> {
    return this.#turn.run('sweep', async () => {
      let count = 0;
      for (const name of await this.#options.engine.list()) {
        // What names INCB's files is at the central server, so a country's own server deletes none of them.
        const isBoard = name === 'incb' && !this.#options.isNational;
        const of = isBoard ? 'INCB' : filesToCountry(name);
        const place = of === null ? null : placeOf(of);
        if (of !== null && place !== null)
          count += await this.#turn.run(place, () => this.#sweepOne(of, place));
      }
      return count;
    });
  }

  async #sweepOne(authority: AuthorityCode, name: string): Promise<number> {
    const { engine } = this.#options;
    const shelf = this.#shelve(engine.open(name), name);
    const now = this.#options.clock();
    const isOld = (at: Instant | undefined, days: number): boolean =>
      at !== undefined && Date.parse(at) + days < now;
    const due = (await listScans(shelf.database)).filter(({ named, startedAt, completeAt }) =>
      completeAt ? !named && isOld(completeAt, STRAY_SCAN_DAYS * DAY_MS) : isOld(startedAt, MAX_UPLOAD_MS)
    );
    const [whole, partial] = [
      due.filter(({ completeAt }) => completeAt),
      due.filter((one) => !one.completeAt)
    ];
    const { byActs, byOthers } = await findNamed(
      engine.open(authorityToDatabase(authority) ?? ''),
      authority,
      whole.map(hashOf)
    );
    for (const one of whole.filter((one) => byActs.has(hashOf(one))))
      await this.#write(shelf.database, { ...one, named: true });
    const isNamed = (one: Held): boolean => byActs.has(hashOf(one)) || byOthers.has(hashOf(one));
    const stray = [...partial, ...whole.filter((one) => !isNamed(one))];
    for (const one of stray) {
      await shelf.pieces.delete(piecesOf(hashOf(one)));
      await shelf.database.remove(one);
    }
    if (stray.length > 0) await shelf.pieces.giveUpDeleted();
    return stray.length;
  }

  async #complete({ database, pieces }: Shelf, scan: Held, sha256: string): Promise<Result<Declared>> {
    const beginning = piecesOf(sha256);
    const there = new Set((await pieces.list(beginning)).map(({ id }) => Number(id.slice(beginning.length))));
    const missing = Array.from({ length: countPieces(scan.size) }, (_, number) => number).filter(
      (number) => !there.has(number)
    );
    if (missing.length > 0) return accept({ missing });
    const measured = await pieces.measure(beginning, scan);
    if ('hash' in measured && measured.hash === sha256) {
      await this.#write(database, { ...scan, completeAt: this.#now() });
      return accept({ missing });
    }
    await pieces.delete(beginning);
    return refuse({ code: 'scan.damaged' });
  }

  async #judgeRoom(database: Database, { dossier, size }: ScanRequest, by: Uploader): Promise<Result<null>> {
    const held = await listScans(database);
    const sumOf = (isMeant: (one: Held) => boolean): number =>
      held.filter(isMeant).reduce((sum, one) => sum + counted(one.size), counted(size));
    const { countryBytes = COUNTRY_SCAN_BYTES } = this.#options;
    if (by.authority === 'INCB') {
      const { publicBytes = PUBLIC_FILES_BYTES } = this.#options;
      return sumOf(() => true) > publicBytes ? refuse({ code: 'publicFile.space' }) : accept(null);
    }
    const share = countryBytes / COUNTRY_SCAN_BYTES;
    if (sumOf(() => true) > countryBytes) return refuse({ code: 'scan.space.country' });
    if (sumOf((one) => one.by === by.id) > PERSON_SCAN_BYTES * share)
      return refuse({ code: 'scan.space.person' });
    const isFull = dossier !== '' && sumOf((one) => one.dossier === dossier) > DOSSIER_SCAN_BYTES * share;
    return isFull ? refuse({ code: 'scan.space.dossier' }) : accept(null);
  }

  async #write(database: Database, scan: object): Promise<Held> {
    const { rev } = await database.put(scan as Held);
    return { ...(scan as Held), _rev: rev };
  }

  async #inTurn<T>(by: Uploader, work: (shelf: Shelf) => Promise<Result<T>>): Promise<Result<T>> {
    const name = placeOf(by.authority);
    if (name === null) return refuse({ code: 'scan.foreign' });
    return this.#turn.run(name, async () => {
      const shelf = await this.#open(by, true);
      return shelf ? work(shelf) : refuse({ code: 'scan.foreign' });
    });
  }

  /** CouchDB refuses a mistake of the gateway. */
  async #open({ authority }: Pick<Person, 'authority'>, isWritten: boolean): Promise<Shelf | null> {
    const { engine } = this.#options;
    const name = placeOf(authority);
    if (name === null) return null;
    if (!isCountry(authority)) return this.#shelve(engine.open(name), name);
    if (!(await engine.exists(name))) {
      if (!isWritten) return null;
      await provisionFiles(engine, authority);
    }
    return this.#shelve(engine.openFor(authority, name), name);
  }

  #shelve(database: Database, name: string): Shelf {
    const deleted = this.#deleted.get(name) ?? { bytes: 0 };
    this.#deleted.set(name, deleted);
    return {
      database,
      pieces: new PieceStore(this.#options.engine, { name, database, kind: STORED, deleted })
    };
  }

  #now(): Instant {
    return new Date(this.#options.clock()).toISOString() as Instant;
  }
}

function placeOf(authority: AuthorityCode): string | null {
  if (authority === 'INCB') return 'training';
  return isCountry(authority) ? countryToFiles(authority) : null;
}

function counted(size: number): number {
  return Math.max(size, MIN_COUNTED_BYTES);
}

function hashOf({ _id }: Held): string {
  return _id.slice(scanId('').length);
}

function toHeld(document: unknown): Held | null {
  return document && readStoredScan(document as Record<string, unknown>) ? (document as Held) : null;
}

async function readScan(database: Database, sha256: string): Promise<Held | null> {
  return toHeld(await readDocument<object>(database, scanId(sha256)));
}

async function listScans(database: Database): Promise<readonly Held[]> {
  const { rows } = await database.allDocs({ ...idsFrom(scanId('')), include_docs: true });
  return rows.flatMap(({ doc }) => toHeld(doc) ?? []);
}

/** Acts are the most, so they are read last, and only for scans that nothing else names. */
async function findNamed(
  database: Database,
  authority: AuthorityCode,
  hashes: readonly string[]
): Promise<{ readonly byActs: ReadonlySet<string>; readonly byOthers: ReadonlySet<string> }> {
  const [byActs, byOthers] = [new Set<string>(), new Set<string>()];
  const asked = new Set(hashes);
  const work = new SlicedTask(scheduleSliced(authority));
  const { rows: all } = await database.allDocs(idsFrom(ATTACHMENT_PREFIX));
  const attached = new Set(all.map(({ id }) => id));
  for (const beginning of [
    COMPANY_PREFIX,
    APPLICATION_PREFIX,
    ATTACHMENT_PREFIX,
    HISTORIC_PREFIX,
    LINK_SETTING_PREFIX,
    'draft:',
    'act:'
  ] as const) {
    if (asked.size === 0) break;
    const found = beginning === 'act:' ? byActs : byOthers;
    for await (const rows of readPages(database, { ...idsFrom(beginning), limit: PAGE, include_docs: true }))
      for (const { id, doc } of rows) {
        if (beginning === 'act:' && id.split(':')[2] !== authority) continue;
        if (attached.has(attachmentWithdrawalId(id))) continue;
        await work.yieldWhenDue();
        for (const one of hashesIn(doc)) if (asked.has(one)) found.add(one);
      }
    for (const one of found) asked.delete(one);
  }
  return { byActs, byOthers };
}
