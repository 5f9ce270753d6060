/**
 * What the secretariat is typing: saved at each pause as a draft that its other devices have as well, and merged
 * with what was typed there meanwhile. Knows no screen; what it needs from outside comes as `deps`.
 */
import { isSameText, type DraftOf, type Typed } from '#lib/domain/draft/draft.ts';
import { mergeDrafts, type DraftConflict } from '#lib/domain/draft/merge-drafts.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { listIn, type LetterField } from '#lib/domain/outreach/draft-letter.ts';
import type { Result } from '#lib/domain/result.ts';

type AnnouncementDraft = DraftOf<'announcement'>;

export interface FormDeps {
  readonly save: (draft: AnnouncementDraft) => Promise<Result<true>>;
  readonly now: () => Instant;
  readonly person: string;
  readonly device: KeyId;
}

/** So long without a key is a pause. */
const PAUSE_MS = 500;
const MOST_OWN = 20;

export class AnnouncementForm {
  readonly id: DraftId;
  fields = $state.raw<Typed>({});
  status = $state<'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed'>('untouched');
  savedAt = $state<Instant | null>(null);
  conflicts = $state.raw<readonly DraftConflict[]>([]);
  readonly #deps: FormDeps;
  #base: AnnouncementDraft | null;
  /** As this form gave them to the disk, which tells of them a little later. */
  #own: readonly AnnouncementDraft[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(
    id: DraftId,
    start: { readonly stored: AnnouncementDraft | null; readonly fields: Typed },
    deps: FormDeps
  ) {
    this.id = id;
    this.#deps = deps;
    this.#base = start.stored;
    this.fields = start.stored?.fields ?? start.fields;
    if (start.stored) this.#mark('saved', start.stored.updatedAt);
  }

  read(name: LetterField): string {
    return this.fields[name] ?? '';
  }

  write(values: { readonly [N in LetterField]?: string }): void {
    this.fields = { ...this.fields, ...values };
    this.status = 'unsaved';
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.saveNow().catch(() => undefined), PAUSE_MS);
  }

  /** Puts a word into a field that is a list, or takes it out. */
  toggle(name: LetterField, word: string, isIn: boolean): void {
    const others = listIn(this.fields, name).filter((one) => one !== word);
    this.write({ [name]: (isIn ? [...others, word] : others).join(' ') });
  }

  /** At once: the tab is hidden, the page changes. Rejects where the disk refuses. */
  async saveNow(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closed || (this.status !== 'unsaved' && this.status !== 'failed')) return;
    this.status = 'saving';
    const draft = this.#toDraft();
    this.#own = [...this.#own, draft].slice(-MOST_OWN);
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

  /** What another device or tab wrote: what both changed is for a person to choose. */
  adopt(stored: AnnouncementDraft): void {
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
    if (isSameText(draft, stored)) this.#mark('saved', stored.updatedAt);
    else this.write({});
  }

  choose(conflict: DraftConflict, side: 'mine' | 'theirs'): void {
    this.conflicts = this.conflicts.filter((one) => one !== conflict);
    this.write({ [conflict.path]: conflict[side] });
  }

  /** After sending nothing may bring the draft back. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #mark(status: 'saved' | 'unsaved', at: Instant): void {
    this.status = status;
    this.savedAt = at;
  }

  #toDraft(): AnnouncementDraft {
    const { now, person, device } = this.#deps;
    const words = { fields: this.fields, lines: [] };
    return {
      _id: this.id,
      schema: 1,
      kind: 'announcement',
      ...words,
      updatedAt: now(),
      updatedBy: person,
      device
    };
  }
}
