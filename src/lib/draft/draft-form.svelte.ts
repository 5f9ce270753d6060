/**
 * Saved at each pause. `TypedForm` leaves the saving to its owner; `DraftForm` saves a draft for all devices of the
 * authority and merges what was typed there.
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
import type { Result } from '#lib/domain/result.ts';

type Values<F extends string> = { readonly [N in F]?: string };

/** Milliseconds without a key press. */
const PAUSE_MS = 500;
/** Saves not yet echoed by the disk; older ones have arrived. */
const MAX_OWN = 20;

export class TypedForm<F extends string = string, L extends string = string> {
  fields = $state.raw<Readonly<Record<string, string>>>({});
  lines = $state.raw<readonly DraftLine[]>([]);
  status = $state<'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed'>('untouched');
  savedAt = $state<Instant | null>(null);
  isSending = $state(false);
  removed = $state.raw<{ readonly line: DraftLine; readonly index: number } | null>(null);
  /** For `bind:value`. */
  readonly typed = new Proxy({} as Record<F, string>, {
    get: (_, name) => this.fields[String(name)] ?? '',
    set: (_, name, value: string) => {
      if (value !== (this.fields[String(name)] ?? '')) this.#write({ [String(name)]: value });
      return true;
    }
  });
  protected save: ((words: DraftFields) => Promise<Instant | null>) | null;
  readonly #newKey: () => string;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> | null = null;
  #closed = false;

  /** `save` gives the time, or null if the store refused; without it nothing is saved before sending. */
  constructor(
    { fields = {}, lines = [] }: Partial<DraftFields>,
    save: ((words: DraftFields) => Promise<Instant | null>) | null = null,
    newKey: () => string = () => crypto.randomUUID()
  ) {
    this.fields = fields;
    this.lines = lines;
    this.save = save;
    this.#newKey = newKey;
  }

  get words(): DraftFields {
    return { fields: this.fields, lines: this.lines };
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  read(name: F): string {
    return this.fields[name] ?? '';
  }

  write(values: Values<F>): void {
    this.#write(values);
  }

  #write(values: Values<string>): void {
    this.fields = { ...this.fields, ...(values as Typed) };
    this.touch();
  }

  toggle(name: F, word: string, isIn: boolean): void {
    const others = this.read(name)
      .split(' ')
      .filter((one) => one !== '' && one !== word);
    this.#write({ [name]: (isIn ? [...others, word] : others).join(' ') });
  }

  writeLines(lines: readonly DraftLine[]): void {
    this.lines = lines;
    this.touch();
  }

  writeLine(key: string, values: Values<L>): void {
    const written = (line: DraftLine): DraftLine => ({ key, fields: { ...line.fields, ...values } });
    this.writeLines(this.lines.map((line) => (line.key === key ? written(line) : line)));
  }

  addLine(values: Values<L> = {}): string {
    const line: DraftLine = { key: this.#newKey(), fields: values as Typed };
    this.writeLines([...this.lines, line]);
    return line.key;
  }

  removeLine(key: string): void {
    const index = this.lines.findIndex((line) => line.key === key);
    const line = this.lines[index];
    if (!line) return;
    this.removed = { line, index };
    this.writeLines(this.lines.filter((one) => one.key !== key));
  }

  undoRemove(): void {
    if (!this.removed) return;
    const { line, index } = this.removed;
    this.removed = null;
    this.writeLines([...this.lines.slice(0, index), line, ...this.lines.slice(index)]);
  }

  /** When the tab is hidden, the page changes or the app reloads. Rejects if the disk or the store refuses. */
  async saveNow(): Promise<void> {
    this.#stopTimer();
    while (this.#running) await this.#running.catch(() => undefined);
    if (!this.save || this.#closed || (this.status !== 'unsaved' && this.status !== 'failed')) return;
    this.#running = this.#saveWords(this.save).finally(() => (this.#running = null));
    await this.#running;
  }

  async #saveWords(save: (words: DraftFields) => Promise<Instant | null>): Promise<void> {
    this.status = 'saving';
    const words = this.words;
    let savedAt: Instant | null = null;
    try {
      savedAt = await save(words);
    } finally {
      if (savedAt === null) this.status = 'failed';
    }
    if (savedAt === null) throw new Error('The store refused to save the text.');
    this.mark(isSameText(words, this.words) ? 'saved' : 'unsaved', savedAt);
  }

  /** A failure stays visible as the save status. */
  saveQuietly(): Promise<void> {
    return this.saveNow().catch(() => undefined);
  }

  /** Null while another sending runs. Text that was not taken, or was typed in the meantime, is unsaved. */
  async send<T>(work: () => Promise<Result<T>>): Promise<Result<T> | null> {
    if (this.isSending) return null;
    this.#stopTimer();
    [this.isSending, this.status] = [true, 'untouched'];
    let sent: Result<T> | null = null;
    try {
      sent = await work();
    } finally {
      this.isSending = false;
      if (!sent?.ok) this.touch();
    }
    return sent;
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer();
  }

  protected touch(): void {
    this.status = 'unsaved';
    this.#stopTimer();
    this.#timer = setTimeout(() => void this.saveQuietly(), PAUSE_MS);
  }

  protected mark(status: 'saved' | 'unsaved', at: Instant): void {
    this.status = status;
    this.savedAt = at;
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

export interface DraftDeps<K extends DraftKind> {
  readonly save: (draft: DraftOf<K>) => Promise<Result<true>>;
  readonly now: () => Instant;
  readonly newKey?: () => string;
  readonly person: string;
  readonly device: KeyId;
}

interface DraftStart<K extends DraftKind> {
  readonly id: DraftId;
  readonly kind: K;
  readonly stored: DraftOf<K> | null;
  readonly words: Partial<DraftFields>;
}

export class DraftForm<
  K extends DraftKind,
  F extends string = string,
  L extends string = string
> extends TypedForm<F, L> {
  readonly id: DraftId;
  readonly kind: K;
  conflicts = $state.raw<readonly DraftConflict[]>([]);
  readonly #deps: DraftDeps<K>;
  #base: DraftOf<K> | null;
  #own: readonly DraftOf<K>[] = [];

  constructor({ id, kind, stored, words }: DraftStart<K>, deps: DraftDeps<K>) {
    super(stored ?? words, null, deps.newKey);
    this.id = id;
    this.kind = kind;
    this.#deps = deps;
    this.#base = stored;
    this.save = (typed) => this.#saveDraft(this.#toDraft(typed));
    if (stored) this.mark('saved', stored.updatedAt);
  }

  async #saveDraft(draft: DraftOf<K>): Promise<Instant | null> {
    this.#own = [...this.#own, draft].slice(-MAX_OWN);
    const saved = await this.#deps.save(draft);
    if (!saved.ok) return null;
    this.#base = draft;
    return draft.updatedAt;
  }

  /**
   * Fields changed only there are taken; if both changed, the later text stays and `conflicts` lists both, for a person
   * to decide.
   */
  adopt(stored: DraftOf<K>): void {
    if (this.isClosed || (this.#base && isSameText(this.#base, stored))) return;
    const own = this.#own.find((one) => isOneWriting(one, stored));
    if (own) {
      // Later typing is newer and may repeat the earlier text.
      if (own === this.#own.at(-1)) this.#base = stored;
      return;
    }
    const { draft, conflicts } = mergeDrafts(this.#base, this.#toDraft(this.words), stored);
    this.#base = stored;
    const olderConflicts = this.conflicts
      .filter(({ path }) => !conflicts.some((one) => one.path === path))
      .map((one) => followTheirs(one, this.words, draft));
    this.conflicts = [...olderConflicts, ...conflicts];
    this.fields = draft.fields;
    this.lines = draft.lines;
    if (isSameText(draft, stored)) this.mark('saved', stored.updatedAt);
    else this.touch();
  }

  choose(conflict: DraftConflict, side: 'mine' | 'theirs'): void {
    this.conflicts = this.conflicts.filter((one) => one.path !== conflict.path);
    const typed = textAt(this.words, conflict.path);
    const isTypedOn = side === 'mine' && typed !== null && typed !== conflict.theirs;
    const word = isTypedOn ? typed : conflict[side];
    const [, key, name] = partsOf(conflict.path);
    if (key === undefined) this.write({ [conflict.path]: word } as Values<F>);
    else if (name !== undefined) this.writeLine(key, { [name]: word } as Values<L>);
    else if (word === '') this.removeLine(key);
    else this.touch();
  }

  #toDraft(words: DraftFields): DraftOf<K> {
    const { now, person, device } = this.#deps;
    const head = { _id: this.id, schema: 1 as const, kind: this.kind };
    return { ...head, ...words, updatedAt: now(), updatedBy: person, device };
  }
}

function isOneWriting(one: DraftOf<DraftKind>, other: DraftOf<DraftKind>): boolean {
  return one.updatedAt === other.updatedAt && one.device === other.device && isSameText(one, other);
}

/** While the form shows the other device's text, it can change again without a new conflict. */
function followTheirs(conflict: DraftConflict, before: DraftFields, after: DraftFields): DraftConflict {
  if (textAt(before, conflict.path) !== conflict.theirs) return conflict;
  return { ...conflict, theirs: textAt(after, conflict.path) ?? conflict.theirs };
}

function textAt({ fields, lines }: DraftFields, path: string): string | null {
  const [, key, name] = partsOf(path);
  if (key === undefined) return fields[path] ?? '';
  return name === undefined ? null : (lines.find((line) => line.key === key)?.fields[name] ?? '');
}

function partsOf(path: string): readonly string[] {
  return /^lines\.([^.]+)(?:\.(.+))?$/.exec(path) ?? [];
}
