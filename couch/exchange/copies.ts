/** Copies grouped by target over all countries: copies that arrive during a write share the next one. */
import { errorToText } from '#couch/base/error-text.ts';
import { mayWriteHere } from '#lib/domain/exchange/authority.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { StoredAct } from '#lib/domain/exchange/sort-acts.ts';
import type { Targets } from './targets.ts';
import type { Semaphore } from '#couch/base/turns.ts';
import type { Database } from '#couch/engine/engine.ts';
import { RowWriter, type Refused } from './write-rows.ts';

const MAX_AT_ONCE = 500;

/** Refused ids with their codes, or `unreached` if the database is missing or silent. */
type Outcome = ReadonlyMap<string, string> | 'unreached';

interface Waiting {
  readonly acts: readonly StoredAct[];
  readonly settle: (outcome: Outcome) => void;
}

export class Copies {
  readonly #targets: Targets;
  readonly #semaphore: Semaphore;
  readonly #onTrouble: (target: DatabaseName, reason: string) => void;
  readonly #writer = new RowWriter();
  readonly #waiting = new Map<DatabaseName, Waiting[]>();

  constructor(
    targets: Targets,
    semaphore: Semaphore,
    onTrouble: (target: DatabaseName, reason: string) => void
  ) {
    this.#targets = targets;
    this.#semaphore = semaphore;
    this.#onTrouble = onTrouble;
  }

  /** Never throws. */
  write(target: DatabaseName, acts: readonly StoredAct[]): Promise<Outcome> {
    return new Promise((settle) => {
      const queue = this.#waiting.get(target);
      if (queue) {
        queue.push({ acts, settle });
        return;
      }
      this.#waiting.set(target, [{ acts, settle }]);
      void this.#writeAll(target);
    });
  }

  async #writeAll(target: DatabaseName): Promise<void> {
    for (
      let queue = this.#waiting.get(target);
      queue && queue.length > 0;
      queue = this.#waiting.get(target)
    ) {
      await this.#semaphore.pass(() => this.#writeNext(target));
    }
    this.#waiting.delete(target);
  }

  async #writeNext(target: DatabaseName): Promise<void> {
    const group = takeGroup(this.#waiting.get(target) ?? []);
    const outcome = await this.#writeGroup(
      target,
      group.flatMap(({ acts }) => acts)
    );
    for (const { settle } of group) settle(outcome);
  }

  async #writeGroup(target: DatabaseName, acts: readonly StoredAct[]): Promise<Outcome> {
    const database = this.#targets.open(target);
    if (database === null) return 'unreached';
    try {
      const refused = await writeCopies(this.#writer, database, target, acts);
      return new Map(refused.map(({ id, code }) => [id, code]));
    } catch (error) {
      this.#onTrouble(target, errorToText(error));
      return 'unreached';
    }
  }
}

/** Whole requests in order, up to the bound. A larger one goes separately. */
function takeGroup(queue: Waiting[]): Waiting[] {
  let count = 0;
  let taken = 0;
  for (const { acts } of queue) {
    if (taken > 0 && count + acts.length > MAX_AT_ONCE) break;
    count += acts.length;
    taken++;
  }
  return queue.splice(0, taken);
}

/**
 * Writes copies with their original revision. The validator's function judges each, since the embedded engine has none.
 * Resolves with the refused ones; throws if the database cannot be reached.
 */
async function writeCopies(
  writer: RowWriter,
  database: Database,
  target: DatabaseName,
  acts: readonly StoredAct[]
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  const allowed = acts.filter((act) => {
    const judged = mayWriteHere({ kind: 'exchange' }, act, target);
    if (!judged.ok) refused.push({ id: act._id, code: judged.problems[0]?.code ?? 'forbidden' });
    return judged.ok;
  });
  const copies = allowed.map(({ _id, _rev, body, signature }) => {
    return { _id, _rev, body, signature, _revisions: { start: 1, ids: [_rev.slice(2)] } };
  });
  return refused.concat(await writer.write(target, database, copies));
}

/** Copies go before receipts: a partner waits for the act, the issuer's ledger can wait. */
export class CopiesFirst {
  readonly #maxWaitMs: number;
  #underway = 0;
  #waiting = new Set<() => void>();

  /** `maxWaitMs`: after this time a receipt waits no longer. */
  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs;
  }

  async deliver<T>(work: () => Promise<T>): Promise<T> {
    this.#underway++;
    try {
      return await work();
    } finally {
      this.#underway--;
      if (this.#underway === 0) for (const go of this.#waiting) go();
    }
  }

  quiet(): Promise<void> {
    if (this.#underway === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, this.#maxWaitMs);
      this.#waiting.add(go);
    });
  }
}
