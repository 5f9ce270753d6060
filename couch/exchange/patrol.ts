/**
 * Looks through every database, page by page and with long rests: whether each act is what was stated, and
 * whether whoever was given a copy still holds it. A feed tells of what is changed through the database; an
 * altered file, a purge, or a change while nobody looked is found here (threats P3).
 */
import { errorToText } from '#couch/base/error-text.ts';
import type { Database } from '#couch/engine/engine.ts';
import { readEpoch } from '#couch/database/epoch.ts';
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
/** It rests nine times as long as a page took, so that a tenth of one core's time at most is spent here. */
const REST_FACTOR = 9;

type PatrolTools = Pick<ExchangeTools, 'targets' | 'keyring' | 'findings' | 'copies' | 'log'>;

export interface Beat {
  readonly database: DatabaseName;
  /** Databases that acts of this one still wait for. */
  readonly unreached: readonly DatabaseName[];
}

/** Acts here that another database holds as well, all stated here or all stated there. */
interface Shared {
  readonly walked: WalkedEpochs;
  readonly here: DatabaseName;
  readonly there: DatabaseName;
  readonly isOwn: boolean;
  readonly acts: StoredAct[];
}

export class Patrol {
  readonly #tools: PatrolTools;
  readonly #rest: (milliseconds: number) => Promise<void>;
  #stopped = false;

  /** `rest` resolves early where there is no time to wait. */
  constructor(tools: PatrolTools, rest: (milliseconds: number) => Promise<void>) {
    this.#tools = tools;
    this.#rest = rest;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** One database after the other; one that does not answer is left for the next time. */
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
    // An id may be the hash of a content that states no audience: whoever reads the feed sets it aside.
    const good = acts.filter(({ _id, body }) => !bad.has(_id) && isScope(body));
    for (const shared of groupShared(beat, good, walked)) {
      const gone = await this.#listGone(shared);
      await findings.state(shared.there, gone);
      if (shared.isOwn) await this.#carryAgain(shared, gone);
    }
  }

  /** What was delivered and left no trace is carried once more; below a deletion nothing can be put. */
  async #carryAgain({ there, acts }: Shared, gone: readonly Fault[]): Promise<void> {
    const absent = new Set(gone.flatMap(({ id, heldIn }) => (heldIn ? [id] : [])));
    const again = acts.filter(({ _id }) => absent.has(_id));
    if (again.length > 0) await this.#tools.copies.write(there, again);
  }

  /** What the other holder has no more. */
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
   * What is simply not there may be on its way, or of a database that was restored. It is gone where the
   * exchange's own receipt in the issuer's database says that it was delivered; and where the issuer's
   * database, which is the same one as a walk ago, has lost what was carried out of it, receipt and all,
   * and was not restored since it was last there. All this is read first, and looked for last (look-again).
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

  /** One whose epoch nobody follows is, by its own word, the one that it is. */
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

/** Whoever an act was carried to holds it, and whoever stated it. */
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
      // Enrolments are deleted from the trainers' desk in time: that they are gone is no fault.
      if (there === null || there === TRAINING_DESK || unreached.includes(there)) continue;
      const name = `${there} ${isOwn}`;
      const group = groups.get(name) ?? { here, there, isOwn, acts: [], walked };
      group.acts.push(act);
      groups.set(name, group);
    }
  }
  return [...groups.values()];
}
