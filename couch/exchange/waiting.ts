/** Acts that wait for their target or their signer's certificate, kept across restarts. */
import type { Database } from '#couch/engine/engine.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import { knownSequence, LocalRecord, NOTHING_PENDING, parsePending, type Pending } from './checkpoint.ts';
import type { ActDelivery, Carried } from './delivery.ts';
import { actsOf, MAX_CHANGES, readPage, type Sequence } from './feed.ts';
import type { Targets } from './targets.ts';

const MAX_UNKNOWN = 10_000;

export class WaitingActs {
  readonly #home: Database;
  readonly #delivery: ActDelivery;
  readonly #targets: Targets;
  readonly #record: LocalRecord<Pending>;
  #pending: Pending = NOTHING_PENDING;

  constructor(home: Database, delivery: ActDelivery, targets: Targets) {
    this.#home = home;
    this.#delivery = delivery;
    this.#targets = targets;
    this.#record = new LocalRecord(home, 'exchange-pending', parsePending);
  }

  get unreached(): readonly DatabaseName[] {
    return Object.keys(this.#pending.targets);
  }

  get unknownKey(): number {
    return this.#pending.unknownKey.length;
  }

  async read(): Promise<void> {
    const { targets, unknownKey } = await this.#record.read();
    const known = Object.entries(targets).map(
      async ([name, from]) => [name, await knownSequence(this.#home, from)] as const
    );
    this.#pending = { targets: Object.fromEntries(await Promise.all(known)), unknownKey };
  }

  async keep({ unreached, unknownKey }: Carried, since: Sequence): Promise<void> {
    const targets = { ...this.#pending.targets };
    for (const target of unreached) targets[target] ??= since;
    const known = new Set([...this.#pending.unknownKey, ...unknownKey]);
    const isNew = known.size > this.unknownKey || Object.keys(targets).length > this.unreached.length;
    if (isNew) await this.#write({ targets, unknownKey: [...known].slice(-MAX_UNKNOWN) });
  }

  async carryAnew(targets: readonly DatabaseName[]): Promise<void> {
    if (targets.length === 0) return;
    const anew = Object.fromEntries(targets.map((target) => [target, 0]));
    await this.#write({ ...this.#pending, targets: { ...this.#pending.targets, ...anew } });
  }

  async carryToTargets(isStopped: () => boolean): Promise<void> {
    for (const target of this.unreached)
      if (this.#targets.has(target)) await this.#carryTo(target, isStopped);
  }

  /** Reads the feed again from the first miss, and writes only that target. */
  async #carryTo(target: DatabaseName, isStopped: () => boolean): Promise<void> {
    for (let from = this.#pending.targets[target]; from !== undefined && !isStopped();) {
      const { changes, until } = await readPage(this.#home, from, MAX_CHANGES);
      const { unreached } = await this.#delivery.carry(actsOf(this.#delivery.authority, changes), target);
      if (unreached.length > 0) return;
      const { [target]: _carried, ...others } = this.#pending.targets;
      from = changes.length < MAX_CHANGES ? undefined : until;
      const targets = from === undefined ? others : { ...others, [target]: from };
      await this.#write({ ...this.#pending, targets });
    }
  }

  async carryUnknown(): Promise<void> {
    const waiting = this.#pending.unknownKey;
    if (waiting.length === 0) return;
    const { rows } = await this.#home.allDocs<object>({ keys: [...waiting], include_docs: true });
    const acts = rows.flatMap((row) => ('doc' in row && row.doc ? [{ id: row.id, document: row.doc }] : []));
    const { unreached, unknownKey } = await this.#delivery.carry(acts);
    if (unknownKey.length === waiting.length) return;
    const targets = { ...this.#pending.targets };
    // Their position in the feed is lost, so that target is read from the beginning.
    for (const target of unreached) targets[target] = 0;
    await this.#write({ targets, unknownKey });
  }

  async #write(pending: Pending): Promise<void> {
    await this.#record.write(pending);
    this.#pending = pending;
  }
}
