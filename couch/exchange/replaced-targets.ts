/**
 * Notices that a database to which this authority's acts were carried is not the one that it was: made
 * anew or restored, by its epoch; an older copy of its files, by the latest acts that it lacks. Such a
 * database is read for from the beginning once more (threats P8); a copy made twice is the same copy.
 */
import type { Database } from '#couch/engine/engine.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isScope } from '#lib/domain/exchange/authority.ts';
import { carryTargets, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { LocalRecord, parseEpochs, parsePending } from './checkpoint.ts';
import type { Change, Sequence } from './feed.ts';
import type { Targets } from './targets.ts';
import { actsOf } from './waiting.ts';

/** How many of the latest acts are looked for in their targets. */
const MAX_LOOKED_BACK = 200;

interface Remembered {
  readonly epochs: Readonly<Record<DatabaseName, string>>;
}

function parseRemembered(value: unknown): Remembered {
  return { epochs: parseEpochs(isPlainObject(value) ? value['epochs'] : null) };
}

export class ReplacedTargets {
  readonly #authority: AuthorityCode;
  readonly #home: Database;
  readonly #targets: Targets;
  readonly #record: LocalRecord<Remembered>;
  #epochs: Remembered['epochs'] | null = null;
  #isNew = false;

  constructor(authority: AuthorityCode, home: Database, targets: Targets) {
    this.#authority = authority;
    this.#home = home;
    this.#targets = targets;
    this.#record = new LocalRecord(home, 'exchange-targets', parseRemembered);
  }

  /** Those whose epoch is another one than when they were last asked for; a new one is no other one. */
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

  /** After what `listByEpoch` named is noted as waiting: a crash before it names them again. */
  async keep(): Promise<void> {
    if (!this.#isNew || this.#epochs === null) return;
    await this.#record.write({ epochs: this.#epochs });
    this.#isNew = false;
  }

  /** By target, the latest acts that were carried before `since` and are not there. */
  async listMissing(since: Sequence): Promise<ReadonlyMap<DatabaseName, readonly Change[]>> {
    // In this order: what is stated between the two reads is then ahead, and no act that was lost.
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
    const changes = results.map(({ id, seq, doc, deleted }) => ({
      id,
      seq,
      document: deleted || !doc ? null : doc
    }));
    return actsOf(this.#authority, changes);
  }

  /** Not there at all; a tombstone is somebody's deed, not a loss of the database. */
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
 * Under which epoch everything that is stated here was carried there, by the records of this authority's
 * database; null while something waits. In this order: what is replaced waits before its epoch is noted.
 */
export async function readCarriedTo(
  home: Database,
  target: DatabaseName
): Promise<{ readonly epoch: string | null } | null> {
  const { epochs } = await new LocalRecord(home, 'exchange-targets', parseRemembered).read();
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

/** None of a tombstone, nor of what states no audience: what is wrong with it is told when the feed brings it. */
function targetsOf({ document }: Change): readonly DatabaseName[] {
  const body = document !== null && 'body' in document ? document.body : null;
  return isScope(body) ? carryTargets(body) : [];
}
