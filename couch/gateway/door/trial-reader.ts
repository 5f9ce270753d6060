/**
 * Acts of a country's trials, from memory or the view `partners/by-count`. They are few, so all are read to judge one.
 */
import type { Database } from '#couch/engine/engine.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import type { ActId, AuthorityCode } from '#lib/domain/ids.ts';
import { isTrialAct, TRIAL_KINDS, trialOf, type TrialAct } from '#lib/domain/partners/trial.ts';
import type { Shelf } from './held-acts.ts';

export class TrialReader {
  readonly #database: Database;
  readonly #shelf: Shelf | null;
  readonly #byTrial = new Map<ActId, Map<ActId, TrialAct>>();

  constructor(database: Database, shelf: Shelf | null) {
    this.#database = database;
    this.#shelf = shelf;
  }

  async read(acts: readonly TrialAct[]): Promise<void> {
    const [first] = acts;
    if (first === undefined) return;
    const ids = this.#shelf ? [...this.#shelf.trialIds()] : await this.#idsByView(first.body.issuer);
    if (ids.length === 0) return;
    const { rows } = await this.#database.allDocs({ keys: ids, include_docs: true });
    for (const row of rows) {
      const parsed = 'doc' in row && row.doc ? parseActContent(row.doc) : null;
      if (parsed?.ok && isTrialAct(parsed.value)) this.add(parsed.value);
    }
  }

  add(act: TrialAct): void {
    const trial = trialOf(act);
    const known = this.#byTrial.get(trial) ?? new Map<ActId, TrialAct>();
    this.#byTrial.set(trial, known.set(act._id, act));
  }

  of(act: TrialAct): readonly TrialAct[] {
    return [...(this.#byTrial.get(trialOf(act))?.values() ?? [])];
  }

  /** The country's own database needs no other filter. */
  async #idsByView(issuer: AuthorityCode): Promise<ActId[]> {
    const keys = TRIAL_KINDS.map((kind) => [issuer, kind]);
    const { rows } = await this.#database.query('partners/by-count', { keys, reduce: false });
    return rows.map(({ id }) => id as ActId);
  }
}
