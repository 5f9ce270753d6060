/**
 * In memory: the embedded engine scans a million ids faster than a hundred on disk. On CouchDB there can be too many
 * for a process.
 */
import { countsWrites } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isAnswerKind, isTrialKind } from '#lib/domain/act/kinds.ts';
import { importReferenceRows } from '#lib/domain/exchange/view-rows.ts';
import type { ActId, DossierKey } from '#lib/domain/ids.ts';
import { Reading, type NamedDatabase, type Stored, type Wanted } from '#couch/database/registers.ts';

export type IsNews = (id: string) => boolean;

export class HeldActs {
  readonly #byName = new Map<string, { readonly epoch: string; readonly shelf: Shelf }>();

  async of(where: NamedDatabase): Promise<Shelf | null> {
    if (!countsWrites(where.database)) return null;
    const shelf = this.#shelfOf(where) ?? new Shelf();
    this.#byName.set(where.name, { epoch: where.epoch, shelf });
    await shelf.reading.readOn(where.database, shelf);
    return shelf;
  }

  async learn(where: NamedDatabase, stored: Stored): Promise<void> {
    const shelf = this.#shelfOf(where);
    await shelf?.reading.tell(stored, shelf);
  }

  /** Null if nothing is held yet. */
  newsOf(where: NamedDatabase): IsNews | null {
    const shelf = this.#shelfOf(where);
    return shelf?.isBegun ? (id) => id.startsWith('act:') && !shelf.has(id) : null;
  }

  #shelfOf({ name, epoch }: NamedDatabase): Shelf | null {
    const known = this.#byName.get(name);
    return known?.epoch === epoch ? known.shelf : null;
  }
}

/** Shared, since most acts of a trial or a message have none. */
const NOWHERE: readonly DossierKey[] = [];

export class Shelf implements Wanted {
  readonly reading = new Reading();
  readonly #dossiers = new Map<string, readonly DossierKey[]>();
  readonly #byDossier = new Map<DossierKey, Set<ActId>>();
  readonly #trials = new Set<ActId>();
  readonly #answers = new Set<ActId>();

  get isBegun(): boolean {
    return this.#dossiers.size > 0;
  }

  has(id: string): boolean {
    return this.#dossiers.has(id);
  }

  idsOf(dossier: DossierKey): Iterable<ActId> {
    return this.#byDossier.get(dossier) ?? [];
  }

  keys(): DossierKey[] {
    return [...this.#byDossier.keys()];
  }

  trialIds(): Iterable<ActId> {
    return this.#trials;
  }

  answerIds(): Iterable<ActId> {
    return this.#answers;
  }

  isWanted(id: string): boolean {
    return id.startsWith('act:');
  }

  /** Mirrors the view `matching/by-import-reference`. */
  take(document: object): void {
    const { _id } = document as { _id: ActId };
    this.drop(_id);
    const dossiers = importReferenceRows(document).map(({ key }) => key[0] as DossierKey);
    this.#dossiers.set(_id, dossiers.length === 0 ? NOWHERE : dossiers);
    const kind = parseActId(_id)?.kind;
    if (isTrialKind(kind)) this.#trials.add(_id);
    if (isAnswerKind(kind)) this.#answers.add(_id);
    for (const dossier of dossiers) {
      const ids = this.#byDossier.get(dossier);
      if (ids) ids.add(_id);
      else this.#byDossier.set(dossier, new Set([_id]));
    }
  }

  drop(id: string): void {
    const dossiers = this.#dossiers.get(id) ?? NOWHERE;
    this.#dossiers.delete(id);
    this.#trials.delete(id as ActId);
    this.#answers.delete(id as ActId);
    for (const dossier of dossiers) {
      const ids = this.#byDossier.get(dossier);
      ids?.delete(id as ActId);
      if (ids?.size === 0) this.#byDossier.delete(dossier);
    }
  }
}

/** Equal ids are equal acts, whatever their revision. */
export function readHeldIds(
  target: NamedDatabase,
  acts: readonly Act[],
  shelf: Shelf | null
): Promise<ReadonlySet<string>> {
  const ids = acts.map(({ _id }) => _id);
  return shelf === null
    ? confirmHeld(target, ids)
    : Promise.resolve(new Set(ids.filter((id) => shelf.has(id))));
}

/** An acknowledgement without a write requires a majority of copies. */
export async function confirmHeld(
  { database }: NamedDatabase,
  ids: readonly string[]
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await database.allDocs({ keys: [...ids] });
  const held = rows.flatMap((row) =>
    'value' in row && !row.value.deleted ? [{ id: String(row.key), rev: row.value.rev }] : []
  );
  await database.confirmStored(held);
  return new Set(held.map(({ id }) => id));
}
