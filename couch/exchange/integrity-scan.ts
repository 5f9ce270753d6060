/**
 * Checks every database with long rests, at the start and every day: acts are genuine, and holders still have their
 * copies. The scan finds altered files, purges and unobserved changes, which no feed shows (threats P3).
 */
import { errorToText } from '#couch/base/error-text.ts';
import { pauseFor } from '#couch/base/turns.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import type { Database } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { databaseToAuthority, isScope } from '#lib/domain/exchange/authority.ts';
import {
  authorityToDatabase,
  carryTargets,
  TRAINING_DESK,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import type { StoredAct } from '#lib/domain/exchange/sort-acts.ts';
import type { ExchangeTools } from './delivery.ts';
import { findFaults, type Fault } from './find-fault.ts';
import { receiptsOfFindings } from './finding-log.ts';
import { listDelivered, type Receipt } from './receipts.ts';
import { readCarriedTo, ScannedEpochs } from './targets.ts';

const PAGE = 200;
/** The rest per page, which limits this to a tenth of one core's time. */
const REST_FACTOR = 9;
const A_DAY_MS = 24 * 3_600_000;

export interface Followed {
  readonly database: DatabaseName;
  readonly unreached: readonly DatabaseName[];
}

/** Acts here that another database holds too, all issued here or all there. */
interface Shared {
  readonly scanned: ScannedEpochs;
  readonly here: DatabaseName;
  readonly there: DatabaseName;
  readonly isOwn: boolean;
  readonly acts: readonly StoredAct[];
}

type Rest = (milliseconds: number) => Promise<void>;

export class IntegrityScan {
  readonly #tools: ExchangeTools;
  readonly #listFollowed: () => readonly Followed[];
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(tools: ExchangeTools, listFollowed: () => readonly Followed[]) {
    this.#tools = tools;
    this.#listFollowed = listFollowed;
  }

  /** `ready`: from then on a missing act is not in transit. */
  begin(ready: Promise<void>): void {
    this.#running = ready.then(() => this.#recall()).then(() => this.#scanDaily());
  }

  scanNow(): Promise<void> {
    return this.#scan(() => Promise.resolve());
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #recall(): Promise<void> {
    for (const { database } of this.#listFollowed())
      await this.#tools.findings.recall(database).catch(() => undefined);
  }

  async #scanDaily(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#scan((milliseconds) => pauseFor(milliseconds, signal));
      await pauseFor(A_DAY_MS, signal);
    }
  }

  async #scan(rest: Rest): Promise<void> {
    for (const one of this.#listFollowed()) {
      if (this.#stop.signal.aborted) return;
      await this.#scanOne(one, rest).catch((error: unknown) =>
        this.#tools.log.warn({ database: one.database, reason: errorToText(error) }, 'Not looked through.')
      );
    }
  }

  async #scanOne(followed: Followed, rest: Rest): Promise<void> {
    const { targets, findings } = this.#tools;
    const home = targets.open(followed.database);
    if (home === null) return;
    const scanned = new ScannedEpochs(home, targets);
    await scanned.begin(followed.unreached);
    const receipts: Receipt[] = [];
    const { signal } = this.#stop;
    for (let [startkey, isMore] = ['act:', true]; isMore && !signal.aborted;) {
      const began = performance.now();
      const options = { startkey, endkey: 'act:\uffff', limit: PAGE, include_docs: true };
      const { rows } = await home.allDocs<Act>(options);
      const acts = rows.flatMap(({ doc }) => (doc ? [doc] : []));
      await this.#lookAt(followed, acts, scanned);
      receipts.push(...receiptsOfFindings(acts));
      [startkey, isMore] = [`${rows[rows.length - 1]?.id ?? ''}\u0000`, rows.length === PAGE];
      await rest((performance.now() - began) * REST_FACTOR);
    }
    if (signal.aborted) return;
    await scanned.end();
    await findings.review(followed.database, receipts);
  }

  async #lookAt(followed: Followed, acts: readonly StoredAct[], scanned: ScannedEpochs): Promise<void> {
    const { findings } = this.#tools;
    const faults = findFaults(acts.map((act) => ({ id: act._id, document: act })));
    await findings.state(followed.database, faults);
    const bad = new Set(faults.map(({ id }) => id));
    // An id can be the hash of content without an audience, which readers skip.
    const good = acts.filter(({ _id, body }) => !bad.has(_id) && isScope(body));
    const authority = databaseToAuthority(followed.database);
    if (authority !== null) this.#tools.stops?.record(authority, good);
    for (const shared of groupShared(followed, good, scanned)) {
      const gone = await this.#listGone(shared);
      await findings.state(shared.there, gone);
      if (shared.isOwn) await this.#carryAgain(shared, gone);
    }
  }

  /** A delivered act without trace is carried again; a deletion accepts no copy below it. */
  async #carryAgain({ there, acts }: Shared, gone: readonly Fault[]): Promise<void> {
    const absent = new Set(gone.flatMap(({ id, heldIn }) => (heldIn ? [id] : [])));
    const again = acts.filter(({ _id }) => absent.has(_id));
    if (again.length > 0) await this.#tools.copies.write(there, again);
  }

  async #listGone(shared: Shared): Promise<Fault[]> {
    const other = this.#tools.targets.open(shared.there);
    if (other === null) return [];
    const { rows } = await other.allDocs({ keys: shared.acts.map(({ _id }) => _id) });
    const fates = rows.map(fateOf);
    const deleted = shared.acts.filter((_act, index) => fates[index] === 'deleted');
    const absent = shared.acts.filter((_act, index) => fates[index] === 'absent');
    const gone = deleted.map(({ _id }): Fault => ({ id: _id, stage: 'missing' }));
    return gone.concat(await this.#listLost({ ...shared, acts: absent }, other));
  }

  /**
   * A missing act can be in transit or of a restored database. It is gone if a receipt proves delivery, or if the
   * issuer's unrestored database lost act and receipt. Proofs are read first, the acts last (`listStillAmiss`).
   */
  async #listLost({ here, there, isOwn, acts, scanned }: Shared, other: Database): Promise<Fault[]> {
    const home = this.#tools.targets.open(here);
    if (home === null || acts.length === 0) return [];
    const heldIn = isOwn ? await this.#readCarriedTo(home, there, other) : { epoch: await readEpoch(other) };
    if (heldIn === null) return [];
    const lost = new Set((isOwn ? [] : scanned.listLost(there, acts, heldIn.epoch)).map(({ _id }) => _id));
    const open = acts.map(({ _id }) => _id).filter((id) => !lost.has(id));
    const holder = databaseToAuthority(isOwn ? there : here);
    const issuers = isOwn ? home : other;
    const told = await listDelivered(issuers, open, this.#tools.keyring, ({ where }) => where === holder);
    return [...lost, ...told].map((id) => ({ id, stage: 'missing', heldIn }));
  }

  async #readCarriedTo(
    home: Database,
    name: DatabaseName,
    other: Database
  ): Promise<{ readonly epoch: string | null } | null> {
    const carried = await readCarriedTo(home, name);
    const isFollowed = this.#tools.targets.epochs.has(name);
    return carried?.epoch === null && !isFollowed ? { epoch: await readEpoch(other) } : carried;
  }
}

function fateOf(row: object): 'held' | 'deleted' | 'absent' {
  const { error, value } = row as {
    readonly error?: unknown;
    readonly value?: { readonly deleted?: boolean };
  };
  if (error === 'not_found') return 'absent';
  return value?.deleted === true ? 'deleted' : 'held';
}

function groupShared(
  { database: here, unreached }: Followed,
  acts: readonly StoredAct[],
  scanned: ScannedEpochs
): readonly Shared[] {
  const groups = new Map<string, Shared & { readonly acts: StoredAct[] }>();
  for (const act of acts) {
    const home = authorityToDatabase(act.body.issuer);
    const isOwn = home === here;
    for (const there of isOwn ? carryTargets(act.body) : [home]) {
      // Enrolments are deleted from the trainers' database in time, which is not a fault.
      if (there === null || there === TRAINING_DESK || unreached.includes(there)) continue;
      const name = `${there} ${isOwn}`;
      const group = groups.get(name) ?? { here, there, isOwn, acts: [], scanned };
      group.acts.push(act);
      groups.set(name, group);
    }
  }
  return [...groups.values()];
}
