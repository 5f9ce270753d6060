/**
 * Input other than authorizations: saved at each pause as a draft for all devices of the authority, and merged with
 * input there. It does not depend on screens; `deps` has its outside needs.
 */
import {
  isSameText,
  type DraftFields,
  type DraftKind,
  type DraftLine,
  type DraftOf,
  type Typed
} from '#lib/domain/draft/draft.ts';
import { mergeDrafts, type DraftConflict } from '#lib/domain/draft/merge-drafts.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import type { LetterField } from '#lib/domain/outreach/draft-letter.ts';
import type { Result } from '#lib/domain/result.ts';

export interface FormDeps<K extends DraftKind> {
  readonly save: (draft: DraftOf<K>) => Promise<Result<true>>;
  readonly now: () => Instant;
  readonly person: string;
  readonly device: KeyId;
}

/** Milliseconds without a keystroke that count as a pause. */
const PAUSE_MS = 500;
const MAX_OWN = 20;

export class DraftForm<K extends DraftKind, F extends string = string> {
  readonly kind: K;
  readonly id: DraftId;
  fields = $state.raw<Typed>({});
  lines = $state.raw<readonly DraftLine[]>([]);
  status = $state<'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed'>('untouched');
  savedAt = $state<Instant | null>(null);
  conflicts = $state.raw<readonly DraftConflict[]>([]);
  readonly #deps: FormDeps<K>;
  #base: DraftOf<K> | null;
  /** Versions that this form saved; the store reports them a little later. */
  #own: readonly DraftOf<K>[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(
    kind: K,
    id: DraftId,
    start: { readonly stored: DraftOf<K> | null } & Partial<DraftFields>,
    deps: FormDeps<K>
  ) {
    this.kind = kind;
    this.id = id;
    this.#deps = deps;
    this.#base = start.stored;
    const { fields = {}, lines = [] } = start.stored ?? start;
    this.fields = fields;
    this.lines = lines;
    if (start.stored) this.#mark('saved', start.stored.updatedAt);
  }

  read(name: F): string {
    return this.fields[name] ?? '';
  }

  write(values: { readonly [N in F]?: string }): void {
    this.fields = { ...this.fields, ...(values as Typed) };
    this.#touch();
  }

  writeLines(lines: readonly DraftLine[]): void {
    this.lines = lines;
    this.#touch();
  }

  #touch(): void {
    this.status = 'unsaved';
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.saveNow().catch(() => undefined), PAUSE_MS);
  }

  toggle(name: F, word: string, isIn: boolean): void {
    const others = this.read(name)
      .split(' ')
      .filter((one) => one !== '' && one !== word);
    this.write({ [name]: (isIn ? [...others, word] : others).join(' ') } as { [N in F]?: string });
  }

  /** Immediately, because the tab is hidden or the page changes. Rejects if the disk refuses. */
  async saveNow(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closed || (this.status !== 'unsaved' && this.status !== 'failed')) return;
    this.status = 'saving';
    const draft = this.#toDraft();
    this.#own = [...this.#own, draft].slice(-MAX_OWN);
    try {
      const saved = await this.#deps.save(draft);
      if (!saved.ok) return void (this.status = 'failed');
    } catch (error) {
      this.status = 'failed';
      throw error;
    }
    this.#base = draft;
    this.#mark(isSameText(draft, this.#toDraft()) ? 'saved' : 'unsaved', draft.updatedAt);
  }

  /** Input of another device or tab; a person decides if both changed the same. */
  adopt(stored: DraftOf<K>): void {
    if (this.#closed || (this.#base && isSameText(this.#base, stored))) return;
    const own = this.#own.find((one) => one.updatedAt === stored.updatedAt && isSameText(one, stored));
    if (own) {
      if (own === this.#own.at(-1)) this.#base = stored;
      return;
    }
    const mine = this.#toDraft();
    const { draft, conflicts } = mergeDrafts(this.#base, mine, stored);
    this.#base = stored;
    this.conflicts = [...this.conflicts, ...conflicts];
    this.fields = draft.fields;
    this.lines = draft.lines;
    if (isSameText(draft, stored)) this.#mark('saved', stored.updatedAt);
    else this.#touch();
  }

  choose(conflict: DraftConflict, side: 'mine' | 'theirs'): void {
    this.conflicts = this.conflicts.filter((one) => one !== conflict);
    const [, key, name] = /^lines\.([^.]+)(?:\.(.+))?$/.exec(conflict.path) ?? [];
    const word = conflict[side];
    if (key === undefined) this.fields = { ...this.fields, [conflict.path]: word };
    // An item that one side removed: delete or keep.
    else if (name === undefined) this.lines = this.lines.filter((line) => line.key !== key || word !== '');
    else
      this.lines = this.lines.map((line) =>
        line.key === key ? { key, fields: { ...line.fields, [name]: word } } : line
      );
    this.#touch();
  }

  /** After sending nothing must restore the draft. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #mark(status: 'saved' | 'unsaved', at: Instant): void {
    this.status = status;
    this.savedAt = at;
  }

  #toDraft(): DraftOf<K> {
    const { now, person, device } = this.#deps;
    const words = { fields: this.fields, lines: this.lines };
    const head = { _id: this.id, schema: 1 as const, kind: this.kind };
    return { ...head, ...words, updatedAt: now(), updatedBy: person, device };
  }
}

export interface AudienceForm {
  readonly fields: Typed;
  read(name: LetterField): string;
  write(values: { readonly [N in LetterField]?: string }): void;
  toggle(name: LetterField, word: string, isIn: boolean): void;
}
