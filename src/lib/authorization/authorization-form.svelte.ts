/**
 * What an officer is typing: every box as typed, saved at each pause, merged with what another device of
 * the same country typed meanwhile. Knows no screen; what it needs from outside comes as `deps`.
 */
import type { FormField, LineField } from '#lib/domain/authorization/form-fields.ts';
import { isSameText, type Draft, type DraftFields, type DraftLine } from '#lib/domain/draft/draft.ts';
import { mergeDrafts, type DraftConflict } from '#lib/domain/draft/merge-drafts.ts';
import type { AuthorizationKind } from '#lib/domain/authorization/number.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';

export interface FormDeps {
  readonly save: (draft: Draft) => Promise<Result<true>>;
  readonly now: () => Instant;
  readonly newKey: () => string;
  readonly person: string;
  readonly device: KeyId;
}

export type SaveStatus = 'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed';

interface FormStart {
  readonly id: DraftId;
  readonly kind: AuthorizationKind;
  readonly words: DraftFields;
  /** The draft as it stands on the disk, where it does. */
  readonly stored: Draft | null;
}

/** So long without a key is a pause. */
const PAUSE_MS = 500;
/** The disk tells of a save a little later; of more than these nothing is still to be told. */
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
  /** As this form gave them to the disk, the latest last. */
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

  /** Answers with the key of the new line. */
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

  /** At once: the tab is hidden, the page changes, the program reloads. Rejects where the disk refuses. */
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
   * What another device or tab wrote. Boxes that only it changed are taken over; where both typed, the
   * later text stands and `conflicts` names both for a person to choose.
   */
  adopt(stored: Draft): void {
    if (this.#closed || (this.#base && isSameText(this.#base, stored))) return;
    const own = this.#own.find((one) => isOneWriting(one, stored));
    if (own) {
      // What the person has typed since is newer, and it may be what stood there before.
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

  /** After issuing nothing may bring the draft back. */
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
