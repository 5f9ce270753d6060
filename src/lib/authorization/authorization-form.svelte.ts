/**
 * State of the form: every box as typed, saved at each pause, merged with text from other devices of the country.
 * Independent of screens; `deps` brings all outside data.
 */
import type { FormField, LineField } from '#lib/domain/authorization/form-fields.ts';
import { isSameText, type Draft, type DraftFields, type DraftLine } from '#lib/domain/draft/draft.ts';
import { mergeDrafts, type DraftConflict } from '#lib/domain/draft/merge-drafts.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';

export interface FormDeps {
  readonly save: (draft: Draft) => Promise<Result<true>>;
  readonly now: () => Instant;
  readonly newKey: () => string;
  readonly person: string;
  readonly device: KeyId;
}

type SaveStatus = 'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed';

interface FormStart {
  readonly id: DraftId;
  readonly kind: AuthorizationKind;
  readonly words: DraftFields;
  readonly stored: Draft | null;
}

/** Milliseconds without a key press that count as a pause. */
const PAUSE_MS = 500;
/** Saves not yet echoed by the disk; older ones have arrived. */
const MAX_OWN = 20;

export class AuthorizationForm {
  readonly id: DraftId;
  readonly kind: AuthorizationKind;
  fields = $state.raw<Readonly<Record<string, string>>>({});
  lines = $state.raw<readonly DraftLine[]>([]);
  status = $state<SaveStatus>('untouched');
  savedAt = $state<Instant | null>(null);
  conflicts = $state.raw<readonly DraftConflict[]>([]);
  removed = $state.raw<{ readonly line: DraftLine; readonly index: number } | null>(null);
  readonly #deps: FormDeps;
  #base: Draft | null;
  #own: readonly Draft[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor({ id, kind, words, stored }: FormStart, deps: FormDeps) {
    this.id = id;
    this.kind = kind;
    this.#deps = deps;
    this.#base = stored;
    this.fields = words.fields;
    this.lines = words.lines;
    if (stored) this.#mark('saved', stored.updatedAt);
  }

  get words(): DraftFields {
    return { fields: this.fields, lines: this.lines };
  }

  read(name: FormField): string {
    return this.fields[name] ?? '';
  }

  write(values: { readonly [N in FormField]?: string }): void {
    this.fields = { ...this.fields, ...values };
    this.#touch();
  }

  writeLine(key: string, values: { readonly [N in LineField]?: string }): void {
    this.lines = this.lines.map((line) =>
      line.key === key ? { key, fields: { ...line.fields, ...values } } : line
    );
    this.#touch();
  }

  addLine(values: { readonly [N in LineField]?: string } = {}): string {
    const line: DraftLine = { key: this.#deps.newKey(), fields: { ...values } };
    this.lines = [...this.lines, line];
    this.#touch();
    return line.key;
  }

  removeLine(key: string): void {
    const index = this.lines.findIndex((line) => line.key === key);
    const line = this.lines[index];
    if (!line) return;
    this.removed = { line, index };
    this.lines = this.lines.filter((one) => one.key !== key);
    this.#touch();
  }

  undoRemove(): void {
    if (!this.removed) return;
    const { line, index } = this.removed;
    this.lines = [...this.lines.slice(0, index), line, ...this.lines.slice(index)];
    this.removed = null;
    this.#touch();
  }

  /** Saves without delay when the tab is hidden, the page changes or the app reloads. Rejects if the disk refuses. */
  async saveNow(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closed || (this.status !== 'unsaved' && this.status !== 'failed')) return;
    this.status = 'saving';
    const draft = this.#toDraft();
    this.#own = [...this.#own, draft].slice(-MAX_OWN);
    try {
      const saved = await this.#deps.save(draft);
      if (!saved.ok) return this.#fail();
    } catch (error) {
      this.#fail();
      throw error;
    }
    this.#base = draft;
    const isStillSo = isSameText(draft, this.words);
    this.#mark(isStillSo ? 'saved' : 'unsaved', draft.updatedAt);
  }

  /**
   * Merges another device's or tab's version. Boxes changed only there are taken; if both changed, the later text stays
   * and `conflicts` lists both.
   */
  adopt(stored: Draft): void {
    if (this.#closed || (this.#base && isSameText(this.#base, stored))) return;
    const own = this.#own.find((one) => isOneWriting(one, stored));
    if (own) {
      // Later typing is newer and may repeat the earlier text.
      if (own === this.#own.at(-1)) this.#base = stored;
      return;
    }
    if (!isSameText(stored, this.words)) {
      const { draft, conflicts } = mergeDrafts(this.#base, this.#toDraft(), stored);
      this.fields = draft.fields;
      this.lines = draft.lines;
      this.conflicts = [...this.conflicts, ...conflicts];
      if (!isSameText(draft, stored)) this.#touch();
    }
    this.#base = stored;
    if (isSameText(stored, this.words)) this.#mark('saved', stored.updatedAt);
  }

  choose(conflict: DraftConflict, side: 'mine' | 'theirs'): void {
    const [, key, field] = /^lines\.([^.]+)(?:\.(.+))?$/.exec(conflict.path) ?? [];
    if (key === undefined) this.write({ [conflict.path]: conflict[side] });
    else if (field !== undefined) this.writeLine(key, { [field]: conflict[side] });
    else if (conflict[side] === '') this.removeLine(key);
    this.conflicts = this.conflicts.filter((one) => one.path !== conflict.path);
  }

  /** No later save can restore the draft after issuing. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #touch(): void {
    this.status = 'unsaved';
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.saveNow().catch(() => undefined), PAUSE_MS);
  }

  #fail(): void {
    this.status = 'failed';
  }

  #mark(status: SaveStatus, at: Instant): void {
    this.status = status;
    this.savedAt = at;
  }

  #toDraft(): Draft {
    const { person, device, now } = this.#deps;
    return {
      _id: this.id,
      schema: 1,
      kind: this.kind,
      fields: this.fields,
      lines: this.lines,
      updatedAt: now(),
      updatedBy: person,
      device
    };
  }
}

function isOneWriting(one: Draft, other: Draft): boolean {
  return one.updatedAt === other.updatedAt && one.device === other.device && isSameText(one, other);
}
