/** Existing target databases. Acts for a country that is not provisioned yet wait. */
import { databaseToCountry } from '#couch/base/databases.ts';
import { inTurns } from '#couch/base/turns.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { isScope } from '#lib/domain/exchange/authority.ts';
import { REFERENCE_DATABASE, carryTargets, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { LocalRecord, parseEpochs, parsePending } from './checkpoint.ts';
import { actsOf, toChange, type Change, type Sequence } from './feed.ts';

/**
 * Milliseconds. A list of databases that differs is acted on at once; this finds one that was replaced between two lists. One
 * reading takes a quarter of a second of the processor with 190 countries on CouchDB.
 */
const EPOCHS_EVERY = 5 * 60_000;

export class Targets {
  readonly #engine: Engine;
  #known: ReadonlySet<DatabaseName> = new Set();
  #epochs = new Map<DatabaseName, string>();
  #epochsReadAt = -Infinity;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async look(): Promise<void> {
    const known = new Set(await this.#engine.list());
    const isChanged = known.size !== this.#known.size || [...known].some((name) => !this.#known.has(name));
    this.#known = known;
    if (isChanged || performance.now() - this.#epochsReadAt > EPOCHS_EVERY) await this.#readEpochs();
  }

  get epochs(): ReadonlyMap<DatabaseName, string> {
    return this.#epochs;
  }

  has(name: DatabaseName): boolean {
    return this.#known.has(name);
  }

  open(name: DatabaseName): Database | null {
    return this.#known.has(name) ? this.#engine.openAsExchange(name) : null;
  }

  async #readEpochs(): Promise<void> {
    const followed = [...this.#known].filter(
      (name) => name === REFERENCE_DATABASE || databaseToCountry(name) !== null
    );
    const epochs = new Map<DatabaseName, string>();
    await inTurns(followed, async (name) => {
      const epoch = await readEpoch(this.#engine.openAsExchange(name)).catch(() => null);
      if (epoch !== null) epochs.set(name, epoch);
    });
    this.#epochs = epochs;
    this.#epochsReadAt = performance.now();
  }

  get countries(): CountryCode[] {
    return [...this.#known].flatMap((name) => databaseToCountry(name) ?? []);
  }
}

const MAX_LOOKED_BACK = 200;

interface CarriedEpochs {
  readonly epochs: Readonly<Record<DatabaseName, string>>;
}

function parseCarried(value: unknown): CarriedEpochs {
  return { epochs: parseEpochs(isPlainObject(value) ? value['epochs'] : null) };
}

export class ReplacedTargets {
  readonly #authority: AuthorityCode;
  readonly #home: Database;
  readonly #targets: Targets;
  readonly #record: LocalRecord<CarriedEpochs>;
  #epochs: CarriedEpochs['epochs'] | null = null;
  #isNew = false;

  constructor(authority: AuthorityCode, home: Database, targets: Targets) {
    this.#authority = authority;
    this.#home = home;
    this.#targets = targets;
    this.#record = new LocalRecord(home, 'exchange-targets', parseCarried);
  }

  /** Targets with a changed epoch; a first epoch is not a change. */
  async listByEpoch(): Promise<DatabaseName[]> {
    this.#epochs ??= (await this.#record.read()).epochs;
    const known = this.#epochs;
    const now = [...this.#targets.epochs].filter(([name, epoch]) => known[name] !== epoch);
    if (now.length === 0) return [];
    const replaced = now.filter(([name]) => known[name] !== undefined).map(([name]) => name);
    this.#epochs = { ...known, ...Object.fromEntries(now) };
    this.#isNew = true;
    return replaced;
  }

  /** Call after the result of `listByEpoch` is saved as waiting: a crash before it repeats the list. */
  async keep(): Promise<void> {
    if (!this.#isNew || this.#epochs === null) return;
    await this.#record.write({ epochs: this.#epochs });
    this.#isNew = false;
  }

  async listMissing(since: Sequence): Promise<ReadonlyMap<DatabaseName, readonly Change[]>> {
    // In this order an act issued between the two reads is ahead, not lost.
    const candidates = await this.#readLatest();
    const later = await this.#home.changes({ since, limit: MAX_LOOKED_BACK });
    if (later.results.length === MAX_LOOKED_BACK) return new Map();
    const ahead = new Set(later.results.map(({ id }) => id));
    const latest = candidates.filter(({ id }) => !ahead.has(id));
    const missing = new Map<DatabaseName, readonly Change[]>();
    for (const [name, acts] of groupByTarget(latest)) {
      const gone = await this.#listGone(name, acts);
      if (gone.length > 0) missing.set(name, gone);
    }
    return missing;
  }

  async #readLatest(): Promise<Change[]> {
    const options = { descending: true, limit: MAX_LOOKED_BACK, include_docs: true };
    const { results } = await this.#home.changes(options);
    return actsOf(this.#authority, results.map(toChange));
  }

  /** Missing entirely; a tombstone is a deliberate deletion, not a loss. */
  async #listGone(name: DatabaseName, acts: readonly Change[]): Promise<Change[]> {
    const database = this.#targets.open(name);
    if (database === null) return [];
    const { rows } = await database.allDocs({ keys: acts.map(({ id }) => id) });
    return acts.filter(
      (_act, index) => (rows[index] as { error?: string } | undefined)?.error === 'not_found'
    );
  }
}

/**
 * Epoch under which all acts were carried there; null while something waits. A replaced target must be saved as waiting
 * before its epoch.
 */
export async function readCarriedTo(
  home: Database,
  target: DatabaseName
): Promise<{ readonly epoch: string | null } | null> {
  const { epochs } = await new LocalRecord(home, 'exchange-targets', parseCarried).read();
  const { targets } = await new LocalRecord(home, 'exchange-pending', parsePending).read();
  return target in targets ? null : { epoch: epochs[target] ?? null };
}

function groupByTarget(acts: readonly Change[]): Map<DatabaseName, Change[]> {
  const groups = new Map<DatabaseName, Change[]>();
  for (const act of acts) {
    for (const name of targetsOf(act)) groups.set(name, [...(groups.get(name) ?? []), act]);
  }
  return groups;
}

function targetsOf({ document }: Change): readonly DatabaseName[] {
  const body = document !== null && 'body' in document ? document.body : null;
  return isScope(body) ? carryTargets(body) : [];
}

interface Scanned {
  readonly epochs: Readonly<Record<DatabaseName, string>>;
  /** Date of the latest act that a database lacked when it was new, and lacks still. */
  readonly passedOver?: Readonly<Record<DatabaseName, Instant>>;
}

function parseScanned(value: unknown): Scanned {
  const { epochs = null, passedOver = null } = isPlainObject(value) ? value : {};
  const instants = Object.entries(parseEpochs(passedOver)).filter((entry): entry is [string, Instant] =>
    isInstant(entry[1])
  );
  return { epochs: parseEpochs(epochs), passedOver: Object.fromEntries(instants) };
}

/**
 * Epochs of databases at the last integrity scan. Under the same epoch missing acts are lost. Acts missing at a
 * database's first scan prove nothing until they were there again. The other database's administrator cannot reach this
 * record.
 */
export class ScannedEpochs {
  readonly #record: LocalRecord<Scanned>;
  readonly #targets: Targets;
  readonly #passedOver: Record<DatabaseName, Instant> = {};
  #before: Scanned = { epochs: {} };
  #now: Scanned['epochs'] = {};

  constructor(home: Database, targets: Targets) {
    this.#record = new LocalRecord(home, 'exchange-walked', parseScanned);
    this.#targets = targets;
  }

  /** Databases out of reach keep their earlier knowledge. */
  async begin(unreached: readonly DatabaseName[]): Promise<void> {
    this.#before = await this.#record.read();
    const { epochs, passedOver = {} } = this.#before;
    const reached = [...this.#targets.epochs].filter(([name]) => !unreached.includes(name));
    this.#now = { ...epochs, ...Object.fromEntries(reached) };
    for (const name of unreached) if (passedOver[name]) this.#passedOver[name] = passedOver[name];
  }

  /** Missing acts, if their absence proves a loss; `epoch`: as the database reports now. */
  listLost(name: DatabaseName, absent: readonly Act[], epoch: string | null): readonly Act[] {
    const isSame = epoch !== null && this.#before.epochs[name] === epoch;
    const until = this.#before.passedOver?.[name] ?? '';
    const lost = isSame ? absent.filter(({ body }) => body.at > until) : [];
    for (const act of absent) if (!lost.includes(act)) this.#passOver(name, act);
    return lost;
  }

  async end(): Promise<void> {
    const next: Scanned = { epochs: this.#now, passedOver: this.#passedOver };
    const { epochs, passedOver = {} } = this.#before;
    if (isSameRecord(next.epochs, epochs) && isSameRecord(this.#passedOver, passedOver)) return;
    await this.#record.write(next);
  }

  #passOver(name: DatabaseName, { body }: Act): void {
    if (body.at > (this.#passedOver[name] ?? '')) this.#passedOver[name] = body.at;
  }
}

function isSameRecord(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>
): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
