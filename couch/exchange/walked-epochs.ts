/**
 * Which databases the patrol found when it last walked through this one, by their epochs. One that is the
 * same ever since has been restored from nothing: what it lacks it has lost. Kept beside the copies, in a
 * database which the administrator of the other cannot reach.
 */
import type { Database } from '#couch/engine/engine.ts';
import { readEpoch } from '#couch/provision/epoch.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import { LocalRecord } from './checkpoint.ts';
import type { Targets } from './targets.ts';

interface Walked {
  readonly epochs: Readonly<Record<DatabaseName, string>>;
}

export class WalkedEpochs {
  readonly #record: LocalRecord<Walked>;
  readonly #targets: Targets;
  readonly #asked = new Map<DatabaseName, Promise<string | null>>();
  #before: Walked['epochs'] = {};
  #now: Walked['epochs'] = {};

  constructor(home: Database, targets: Targets) {
    this.#record = new LocalRecord(home, 'exchange-walked');
    this.#targets = targets;
  }

  async begin(): Promise<void> {
    this.#before = (await this.#record.read({ epochs: {} })).epochs;
    this.#now = Object.fromEntries(this.#targets.epochs);
  }

  /** By its own word of this moment, asked once a walk. */
  async isAsBefore(name: DatabaseName): Promise<boolean> {
    const before = this.#before[name];
    if (before === undefined) return false;
    const asked = this.#asked.get(name) ?? this.#ask(name);
    this.#asked.set(name, asked);
    return (await asked) === before;
  }

  /** After a whole walk, with the epochs of its beginning. */
  async end(): Promise<void> {
    const names = Object.keys(this.#now);
    const isSame = names.every((name) => this.#now[name] === this.#before[name]);
    if (isSame && names.length === Object.keys(this.#before).length) return;
    await this.#record.write({ epochs: this.#now });
  }

  async #ask(name: DatabaseName): Promise<string | null> {
    const database = this.#targets.open(name);
    return database === null ? null : readEpoch(database);
  }
}
