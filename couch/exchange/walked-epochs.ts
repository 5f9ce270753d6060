/**
 * Epochs of databases at the last patrol. Under the same epoch missing acts are lost. Acts missing at a database's
 * first walk prove nothing until they were there again. The other database's administrator cannot reach this record.
 */
import type { Database } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { LocalRecord, parseEpochs } from './checkpoint.ts';
import type { Targets } from './targets.ts';

interface Walked {
  readonly epochs: Readonly<Record<DatabaseName, string>>;
  /** Date of the latest act that a database lacked when it was new, and lacks still. */
  readonly passedOver?: Readonly<Record<DatabaseName, Instant>>;
}

function parseWalked(value: unknown): Walked {
  const { epochs = null, passedOver = null } = isPlainObject(value) ? value : {};
  const instants = Object.entries(parseEpochs(passedOver)).filter((entry): entry is [string, Instant] =>
    isInstant(entry[1])
  );
  return { epochs: parseEpochs(epochs), passedOver: Object.fromEntries(instants) };
}

export class WalkedEpochs {
  readonly #record: LocalRecord<Walked>;
  readonly #targets: Targets;
  readonly #passedOver: Record<DatabaseName, Instant> = {};
  #before: Walked = { epochs: {} };
  #now: Walked['epochs'] = {};

  constructor(home: Database, targets: Targets) {
    this.#record = new LocalRecord(home, 'exchange-walked', parseWalked);
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

  /** Call after a complete walk. */
  async end(): Promise<void> {
    const next: Walked = { epochs: this.#now, passedOver: this.#passedOver };
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
