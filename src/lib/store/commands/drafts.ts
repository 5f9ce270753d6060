/**
 * Replicated between one country's devices and merged per field. Conflicting fields keep both revisions until a person
 * decides (invariant 4).
 */
import { isSameText, type AnyDraft } from '#lib/domain/draft/draft.ts';
import type { DraftConflict } from '#lib/domain/draft/merge-drafts.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import { fetchPart } from '../browser/fetch-part.ts';
import { isConflict } from '../disk/pouch.ts';
import { historyOf, type SealedDatabase } from '../disk/sealed-database.ts';
import type { Records } from '../index/records.ts';
import type { DraftChoices } from './draft-leaves.ts';
import { removeLeaf } from './own-documents.ts';

interface DraftParts {
  readonly uuid: () => string;
  readonly book: Pick<DeviceBook, 'isSent'>;
}

export class Drafts {
  readonly #db: SealedDatabase;
  readonly #records: Records;
  readonly #uuid: () => string;
  readonly #book: DraftParts['book'];
  readonly #waiting = new Map<DraftId, AnyDraft>();
  readonly #writing = new Map<DraftId, Promise<void>>();
  readonly #conflicts = new Map<DraftId, readonly DraftConflict[]>();
  readonly #issued = new Set<DraftId>();
  #merging: Promise<void> | null = null;
  #mergeAgain = false;

  constructor(db: SealedDatabase, records: Records, { uuid, book }: DraftParts) {
    this.#db = db;
    this.#records = records;
    this.#uuid = uuid;
    this.#book = book;
  }

  /** Unsaved text on the screen outranks the disk. */
  get(id: DraftId): AnyDraft | null {
    return this.#waiting.get(id) ?? this.#records.shelf.drafts.get(id)?.draft ?? null;
  }

  list(): readonly AnyDraft[] {
    const stored = [...this.#records.shelf.drafts].map(([id, { draft }]) => [id, draft] as const);
    return [...new Map([...stored, ...this.#waiting]).values()];
  }

  conflictsOf(id: DraftId): readonly DraftConflict[] {
    return this.#conflicts.get(id) ?? [];
  }

  save(draft: AnyDraft): Promise<void> {
    if (this.#issued.has(draft._id)) return Promise.resolve();
    this.#waiting.set(draft._id, draft);
    const running = this.#writing.get(draft._id);
    if (running) return running;
    const work = this.#writeAll(draft._id).finally(() => this.#writing.delete(draft._id));
    this.#writing.set(draft._id, work);
    return work;
  }

  /** Those of a file, in one transaction; what is here or issued stays as it is. */
  async addAll(drafts: readonly AnyDraft[]): Promise<void> {
    const fresh = drafts.filter(({ _id }) => !this.#issued.has(_id) && this.get(_id) === null);
    await this.#db.putAll(fresh.map((one) => ({ ...one })));
    await this.#records.catchUp();
  }

  async removeAll(ids: readonly DraftId[]): Promise<void> {
    const isPlain = (id: DraftId): boolean => {
      const entry = this.#records.shelf.drafts.get(id);
      return entry?.conflicts.length === 0 && !this.#waiting.has(id);
    };
    const gone = ids.filter(isPlain).flatMap((_id) => {
      const entry = this.#records.shelf.drafts.get(_id);
      return entry ? [{ _id, _rev: entry.rev, _deleted: true }] : [];
    });
    await this.#db.putAll(gone);
    await this.#records.catchUp();
    for (const id of ids) await this.remove(id);
  }

  /** Also what the disk refused before. */
  async flush(): Promise<void> {
    for (const draft of this.#waiting.values()) void this.save(draft).catch(() => undefined);
    const writing = [...this.#writing.values()];
    // All have ended before one refusal is told: who then closes the database interrupts no other.
    await Promise.allSettled(writing);
    await Promise.all(writing);
    await this.#merging;
  }

  async #writeAll(id: DraftId): Promise<void> {
    for (;;) {
      const draft = this.#waiting.get(id);
      if (!draft) return;
      await this.#write(draft);
      if (this.#waiting.get(id) === draft) this.#waiting.delete(id);
    }
  }

  async #write(mine: AnyDraft): Promise<void> {
    const entry = this.#records.shelf.drafts.get(mine._id);
    try {
      await this.#db.put({ ...mine, ...(entry ? { _rev: entry.rev } : {}) });
    } catch (error) {
      if (!isConflict(error)) throw error;
      await this.#writeBeside(mine, entry?.rev ?? null);
    }
    await this.#records.catchUp();
  }

  /** Both texts are kept, and merged like replicated ones. */
  async #writeBeside(mine: AnyDraft, baseRev: string | null): Promise<void> {
    const history = baseRev === null ? [] : await historyOf(this.#db, mine._id, baseRev);
    const ids = [this.#uuid().replace(/-/g, ''), ...history.map((rev) => rev.slice(rev.indexOf('-') + 1))];
    // A server that keeps fewer revisions truncates the history.
    const start = 1 + (baseRev === null ? 0 : Number.parseInt(baseRev, 10));
    await this.#db.putRevisions([{ ...mine, _rev: `${start}-${ids[0] ?? ''}`, _revisions: { start, ids } }]);
    await this.#records.catchUp();
    await this.mergeAll();
  }

  /** A save that comes later would bring the draft back. */
  removeIssued(id: DraftId): Promise<void> {
    this.#issued.add(id);
    return this.remove(id);
  }

  async remove(id: DraftId): Promise<void> {
    const unsaved = this.#waiting.get(id);
    this.#waiting.delete(id);
    // Its refusal is told to whoever saves.
    await this.#writing.get(id)?.catch(() => undefined);
    const entry = this.#records.shelf.drafts.get(id);
    if (!entry) return;
    try {
      for (const rev of [...entry.conflicts, entry.rev]) await removeLeaf(this.#db, id, rev);
    } catch (error) {
      if (unsaved && !this.#issued.has(id)) this.#waiting.set(id, unsaved);
      throw error;
    }
    this.#conflicts.delete(id);
    await this.#records.catchUp();
  }

  async clearIssued(): Promise<void> {
    const issued = new Set<string>();
    for (const act of this.#records.shelf.acts.values()) if (act.body.draft) issued.add(act.body.draft);
    for (const id of this.#records.shelf.drafts.keys()) if (issued.has(id)) await this.removeIssued(id);
  }

  /** One run at a time, and later arrivals are not missed. */
  mergeAll(): Promise<void> {
    this.#mergeAgain = true;
    this.#merging ??= this.#mergeWhileNew().finally(() => (this.#merging = null));
    return this.#merging;
  }

  async #mergeWhileNew(): Promise<void> {
    while (this.#mergeAgain) {
      this.#mergeAgain = false;
      for (const [id, entry] of this.#records.shelf.drafts) {
        if (entry.conflicts.length > 0) await this.#mergeOne(id, {});
        else this.#conflicts.delete(id);
      }
    }
  }

  async resolve(id: DraftId, choices: DraftChoices): Promise<void> {
    await this.#merging;
    await this.#mergeOne(id, choices);
  }

  async #mergeOne(id: DraftId, choices: DraftChoices): Promise<void> {
    const { drafts } = this.#records.shelf;
    if (drafts.get(id)?.conflicts[0] === undefined) return;
    // Two versions of a draft are rare. Without the part of the program that merges them, the next change tries again.
    const part = await fetchPart(() => import('./draft-leaves.ts'));
    const entry = drafts.get(id);
    const other = entry?.conflicts[0];
    if (!part.ok || !entry || other === undefined) return;
    const merged = await part.value.mergeLeaves(this.#db, id, [entry.rev, other]);
    const open = merged ? merged.conflicts.filter(({ path }) => choices[path] === undefined) : [];
    this.#conflicts.set(id, open);
    if (open.length > 0) return;
    if (merged) await this.#keepMerged(part.value.chosenOf(merged, choices), entry.rev);
    await removeLeaf(this.#db, id, other);
    await this.#records.catchUp();
    await this.#mergeOne(id, choices);
  }

  async #keepMerged(draft: AnyDraft, rev: string): Promise<void> {
    const winner = this.#records.shelf.drafts.get(draft._id)?.draft;
    // Only a revision the server has can end others; a possibly refused one is written again.
    if (winner && isSameText(winner, draft) && this.#book.isSent(draft._id, rev)) return;
    await this.#db.put({ ...draft, _rev: rev });
  }
}
