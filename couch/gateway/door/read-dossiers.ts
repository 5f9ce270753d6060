import type { Database } from '#couch/engine/engine.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { parseDossierKey } from '#lib/domain/act/dossier-key.ts';
import { parseCarriedContent } from '#lib/domain/act/parse-act.ts';
import { keysOf, linkedBy, RelatedActs } from '#lib/domain/door/related-acts.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, DossierKey } from '#lib/domain/ids.ts';
import type { Shelf } from './held-acts.ts';

/** Honest chains of links are shorter. */
const MAX_STEPS = 4;

/** Keys of the index after `after`, in their order. One that only leads to another dossier is among them. */
export async function* dossierKeys(database: Database, after = ''): AsyncGenerator<DossierKey> {
  for (let startkey = after === '' ? [] : [after, {}]; ;) {
    const query = { startkey, endkey: [{}], limit: 500, reduce: false };
    const { rows } = await database.query('matching/by-import-reference', query);
    let last: string | null = null;
    for (const { key } of rows) {
      const [name] = key as [string];
      if (name !== last && parseDossierKey(name) !== null) yield name as DossierKey;
      last = name;
    }
    if (last === null || rows.length < 500) return;
    // The other rows of this key are skipped.
    startkey = [last, {}];
  }
}

/** Linked references are followed, so that the fold here equals the officer's. */
export class DossierReader {
  readonly #database: Database;
  readonly #shelf: Shelf | null;
  readonly #acts = new Map<ActId, DossierAct>();
  readonly #related = new RelatedActs();
  readonly #read = new Set<DossierKey>();

  constructor(database: Database, shelf: Shelf | null) {
    this.#database = database;
    this.#shelf = shelf;
  }

  read(acts: readonly DossierAct[]): Promise<void> {
    return this.#follow(new Set(acts.flatMap(keysOf)), new Set(acts.flatMap(linkedBy)));
  }

  /** All acts of these dossiers, and of those that they are linked with. */
  async readDossiers(keys: readonly DossierKey[]): Promise<readonly DossierAct[]> {
    await this.#follow(new Set(keys), new Set());
    return [...this.#acts.values()];
  }

  async #follow(keys: Set<DossierKey>, linked: Set<ActId>): Promise<void> {
    for (let step = 0; step < MAX_STEPS && (keys.size > 0 || linked.size > 0); step++) {
      const found = [...(await this.#readByKeys(keys)), ...(await this.#readByIds(linked))];
      const known = [...this.#acts.values()];
      keys = new Set(found.flatMap(keysOf).filter((key) => !this.#read.has(key)));
      linked = new Set(known.flatMap(linkedBy).filter((id) => !this.#acts.has(id)));
      if (found.length === 0) return;
    }
  }

  add(act: DossierAct): void {
    if (this.#acts.has(act._id)) return;
    this.#acts.set(act._id, act);
    this.#related.add(act);
  }

  /** Acts that might concern it; `admitAct` selects its dossier's. */
  of(act: DossierAct): readonly DossierAct[] {
    return this.#related.of(act);
  }

  async #readByKeys(keys: ReadonlySet<DossierKey>): Promise<DossierAct[]> {
    const asked = [...keys].filter((key) => !this.#read.has(key));
    if (asked.length === 0) return [];
    asked.forEach((key) => this.#read.add(key));
    const shelf = this.#shelf;
    if (shelf !== null) return this.#readByIds(new Set(asked.flatMap((key) => [...shelf.idsOf(key)])));
    const query = { keys: asked.map((key) => [key]), include_docs: true, reduce: false };
    const { rows } = await this.#database.query('matching/by-import-reference', query);
    return this.#keep(rows.map((row) => row.doc));
  }

  async #readByIds(ids: ReadonlySet<ActId>): Promise<DossierAct[]> {
    if (ids.size === 0) return [];
    const { rows } = await this.#database.allDocs({ keys: [...ids], include_docs: true });
    return this.#keep(rows.map((row) => ('doc' in row ? row.doc : undefined)));
  }

  #keep(documents: readonly unknown[]): DossierAct[] {
    const acts: DossierAct[] = [];
    for (const document of documents) {
      const parsed = document ? parseCarriedContent(document) : null;
      if (parsed?.ok && isDossierAct(parsed.value)) acts.push(parsed.value);
    }
    acts.forEach((act) => this.add(act));
    return acts;
  }
}
