/**
 * Checks every database with long rests: acts are genuine, and holders still have their copies. The patrol finds
 * altered files, purges and unobserved changes, which no feed shows (threats P3).
 */
import { errorToText } from '#couch/base/error-text.ts';
import type { Database } from '#couch/engine/engine.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { databaseToAuthority, isScope } from '#lib/domain/exchange/authority.ts';
import {
  authorityToDatabase,
  carryTargets,
  TRAINING_DESK,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import type { ExchangeTools } from './courier.ts';
import { findFaults, type Fault, type HeldIn } from './find-fault.ts';
import { receiptsOfFindings } from './finding-book.ts';
import { listDelivered } from './genuine-receipts.ts';
import { readCarriedTo } from './replaced-targets.ts';
import type { StoredAct } from '#lib/domain/exchange/sort-acts.ts';
import { WalkedEpochs } from './walked-epochs.ts';

const PAGE = 200;
/** The rest per page, which limits this to a tenth of one core's time. */
const REST_FACTOR = 9;

type PatrolTools = Pick<ExchangeTools, 'targets' | 'keyring' | 'findings' | 'copies' | 'log'>;

export interface Beat {
  readonly database: DatabaseName;
  readonly unreached: readonly DatabaseName[];
}

/** Acts here that another database holds too, all issued here or all there. */
interface Shared {
  readonly walked: WalkedEpochs;
  readonly here: DatabaseName;
  readonly there: DatabaseName;
  readonly isOwn: boolean;
  readonly acts: StoredAct[];
}

class Patrol {
  readonly #tools: PatrolTools;
  readonly #rest: (milliseconds: number) => Promise<void>;
  #stopped = false;

  /** `rest` resolves early to shorten the waits. */
  constructor(tools: PatrolTools, rest: (milliseconds: number) => Promise<void>) {
    this.#tools = tools;
    this.#rest = rest;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** A silent database is left for the next walk. */
  async walk(beats: readonly Beat[]): Promise<void> {
    for (const beat of beats) {
      if (this.#stopped) return;
      await this.#walkOne(beat).catch((error: unknown) =>
        this.#tools.log.warn({ database: beat.database, reason: errorToText(error) }, 'Not looked through.')
      );
    }
  }

  async #walkOne(beat: Beat): Promise<void> {
    const home = this.#tools.targets.open(beat.database);
    if (home === null) return;
    const walked = new WalkedEpochs(home, this.#tools.targets);
    await walked.begin(beat.unreached);
    const receipts: Act<ReceiptBody>[] = [];
    let startkey = 'act:';
    for (let isMore = true; isMore && !this.#stopped;) {
      const began = performance.now();
      const options = { startkey, endkey: 'act:\uffff', limit: PAGE, include_docs: true };
      const { rows } = await home.allDocs<Act>(options);
      const acts = rows.flatMap(({ doc }) => (doc ? [doc] : []));
      await this.#lookAt(beat, acts, walked);
      receipts.push(...receiptsOfFindings(acts));
      startkey = `${rows[rows.length - 1]?.id ?? ''}\u0000`;
      isMore = rows.length === PAGE;
      await this.#rest((performance.now() - began) * REST_FACTOR);
    }
    if (this.#stopped) return;
    await walked.end();
    await this.#tools.findings.review(beat.database, receipts);
  }

  async #lookAt(beat: Beat, acts: readonly StoredAct[], walked: WalkedEpochs): Promise<void> {
    const { findings } = this.#tools;
    const faults = findFaults(acts.map((act) => ({ id: act._id, document: act })));
    await findings.state(beat.database, faults);
    const bad = new Set(faults.map(({ id }) => id));
    // An id can be the hash of content without an audience, which readers skip.
    const good = acts.filter(({ _id, body }) => !bad.has(_id) && isScope(body));
    for (const shared of groupShared(beat, good, walked)) {
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
   * issuer's unrestored database lost act and receipt. Proofs are read first, the acts last (look-again).
   */
  async #listLost({ here, there, isOwn, acts, walked }: Shared, other: Database): Promise<Fault[]> {
    const home = this.#tools.targets.open(here);
    if (home === null || acts.length === 0) return [];
    const heldIn = isOwn ? await this.#readCarriedTo(home, there, other) : { epoch: await readEpoch(other) };
    if (heldIn === null) return [];
    const lost = new Set((isOwn ? [] : walked.listLost(there, acts, heldIn.epoch)).map(({ _id }) => _id));
    const open = acts.map(({ _id }) => _id).filter((id) => !lost.has(id));
    const holder = databaseToAuthority(isOwn ? there : here);
    const issuers = isOwn ? home : other;
    const told = await listDelivered(issuers, open, this.#tools.keyring, ({ where }) => where === holder);
    return [...lost, ...told].map((id) => ({ id, stage: 'missing', heldIn }));
  }

  /** An unfollowed epoch is taken from the database's own word. */
  async #readCarriedTo(home: Database, name: DatabaseName, other: Database): Promise<HeldIn | null> {
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
  { database: here, unreached }: Beat,
  acts: readonly StoredAct[],
  walked: WalkedEpochs
): readonly Shared[] {
  const groups = new Map<string, Shared>();
  for (const act of acts) {
    const home = authorityToDatabase(act.body.issuer);
    const isOwn = home === here;
    for (const there of isOwn ? carryTargets(act.body) : [home]) {
      // Enrolments are deleted from the trainers' database in time, which is not a fault.
      if (there === null || there === TRAINING_DESK || unreached.includes(there)) continue;
      const name = `${there} ${isOwn}`;
      const group = groups.get(name) ?? { here, there, isOwn, acts: [], walked };
      group.acts.push(act);
      groups.set(name, group);
    }
  }
  return [...groups.values()];
}

const A_DAY = 24 * 3_600_000;

/** Patrols at the start, after the first delivery, and every day. */
export class DailyPatrol {
  readonly #tools: ExchangeTools;
  readonly #beats: () => readonly Beat[];
  readonly #patrol: Patrol;
  #endWait: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(tools: ExchangeTools, beats: () => readonly Beat[]) {
    this.#tools = tools;
    this.#beats = beats;
    this.#patrol = new Patrol(tools, (milliseconds) => this.#wait(milliseconds));
  }

  /** `ready`: from then on a missing act is not in transit. */
  begin(ready: Promise<void>): void {
    this.#running = ready.then(() => this.#recall()).then(() => this.#walkDaily());
  }

  walkNow(): Promise<void> {
    return new Patrol(this.#tools, () => Promise.resolve()).walk(this.#beats());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#patrol.stop();
    this.#endWait();
    await this.#running;
  }

  /** Earlier findings enter the figures immediately. */
  async #recall(): Promise<void> {
    for (const { database } of this.#beats())
      await this.#tools.findings.recall(database).catch(() => undefined);
  }

  async #walkDaily(): Promise<void> {
    while (!this.#stopped) {
      await this.#patrol.walk(this.#beats());
      await this.#wait(A_DAY);
    }
  }

  #wait(milliseconds: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      this.#endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
