/** One form at a counter: what was read, the verdict, and what a person found on the paper. */
import { parseAct, parseCarriedAct } from '#lib/domain/act/parse-act.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { HeldLists } from '#lib/domain/public-list/public-list.ts';
import type { Problem } from '#lib/domain/result.ts';
import { readCode } from '#lib/print-code/code-text.ts';
import {
  isProven,
  judgeForm,
  verdictOf,
  type FormContent,
  type FormVerdict,
  type Verdict
} from './judge-form.ts';
import { loadLists, updateLists } from './lists.ts';
import { bodyOf } from './particulars.ts';
import { lastSeen, noteForm, seenForms, type SeenForm } from './seen-forms.ts';

const FOREIGN = verdictOf('foreign', { code: 'no-code' });
/** By the code of the problem; a badge has a page of its own. */
const UNREADABLE: Readonly<Record<string, FormVerdict>> = {
  'printCode.foreign': FOREIGN,
  'printCode.tooLong': FOREIGN,
  'printCode.version': verdictOf('unknown', { code: 'newer-version' })
};
const DAMAGED = verdictOf('altered', { code: 'damaged' });

const RANKS: readonly Verdict[] = ['practice', 'genuine', 'genuine-but', 'unknown', 'foreign', 'altered'];

/** Unsigned content is graver than every answer on what the authority signed. */
function gravityOf(verdict: FormVerdict): number {
  return RANKS.indexOf(verdict.verdict) + (isProven(verdict) ? 0 : RANKS.length);
}

function readsAs(text: string): string | null {
  const read = readCode(text);
  return read.ok ? read.value.as : null;
}

export type Compared = 'same' | 'differs';

export class Verification {
  lists = $state.raw<HeldLists | null>(null);
  content = $state.raw<FormContent | null>(null);
  verdict = $state.raw<FormVerdict | null>(null);
  /** Parts of a long form that were scanned, by number. */
  parts = $state.raw<readonly FormContent[]>([]);
  compared = $state<Record<string, Compared>>({});
  seenBefore = $state.raw<Instant | null>(null);
  seen = $state.raw<readonly SeenForm[]>([]);
  isUpdating = $state(false);
  updateProblems = $state.raw<readonly Problem[]>([]);

  readonly #base: string;
  readonly #now: () => Instant;
  readonly #onbadge: (text: string) => void;
  #chain: readonly unknown[] = [];
  /** Lists of this hour came from the server: what was noted by a clock ahead of it proves nothing. */
  #isClockConfirmed = false;
  #text = '';
  #at: Instant | null = null;

  constructor(base: string, now: () => Instant, onbadge: (text: string) => void) {
    this.#base = base;
    this.#now = now;
    this.#onbadge = onbadge;
  }

  /** The lists of this device answer first; newer ones judge again when they are here. */
  async start(): Promise<void> {
    this.seen = seenForms();
    this.lists = await loadLists();
    await this.#judge();
    await this.#renew();
  }

  async update(): Promise<void> {
    this.isUpdating = true;
    this.updateProblems = await this.#renew();
    this.isUpdating = false;
  }

  async #renew(): Promise<readonly Problem[]> {
    const renewed = await updateLists((...asked) => fetch(...asked), { base: this.#base });
    if (!renewed.ok) return renewed.problems;
    this.lists = renewed.value;
    this.#isClockConfirmed = true;
    await this.#judge();
    return [];
  }

  /** All codes of one file, such as the three of an endorsed copy: the gravest answer is shown, and all are noted. */
  async readAll(texts: readonly string[]): Promise<void> {
    for (const text of texts) if (readsAs(text) === 'keys') await this.read(text);
    const ranked = await Promise.all(texts.map(async (text) => ({ text, rank: await this.#rankOf(text) })));
    for (const { text } of ranked.sort((a, b) => a.rank - b.rank)) await this.read(text);
  }

  async #rankOf(text: string): Promise<number> {
    const read = readCode(text);
    if (!read.ok) return RANKS.length;
    if (read.value.as !== 'act' && read.value.as !== 'extract') return -1;
    const verdict = await judgeForm(read.value, this.lists, this.#now(), { chain: this.#chain });
    const isForm = bodyOf(read.value).kind.endsWith('-authorization');
    return RANKS.indexOf(verdict.verdict) + (isForm ? 0.5 : 0);
  }

  /** The certificates of a second code count for the form that is shown, or for the next one. */
  async read(text: string): Promise<void> {
    if (text === this.#text) return;
    const read = readCode(text);
    if (read.ok && read.value.as === 'badge') return this.#onbadge(read.value.text);
    // It is of no form: the officer who gave the file loads it in the dossier.
    if (read.ok && read.value.as === 'reply') return this.answer(verdictOf('unknown', { code: 'is-reply' }));
    if (read.ok && read.value.as === 'keys') this.#chain = read.value.certificates;
    else this.#show(text, read.ok ? (read.value as FormContent) : null, read.ok ? null : read.problems[0]);
    await this.#judge();
  }

  /** A document that the server found by its number and check digits: unverified, like every other. */
  async take(document: unknown): Promise<void> {
    const act = parseAct(document);
    if (!act.ok) {
      const code = parseCarriedAct(document).ok ? 'newer-version' : 'no-answer';
      return this.answer(verdictOf('unknown', { code }));
    }
    this.#show(act.value._id, { as: 'act', act: act.value }, null);
    await this.#judge();
  }

  #show(text: string, content: FormContent | null, problem: Problem | null | undefined): void {
    this.#text = text;
    const isSame = content !== null && this.content !== null && actOf(content) === actOf(this.content);
    if (!isSame) this.#begin(content);
    this.content = content;
    this.parts = content ? joined(isSame ? this.parts : [], content) : [];
    this.verdict = content ? null : (UNREADABLE[problem?.code ?? ''] ?? DAMAGED);
  }

  #begin(content: FormContent | null): void {
    this.compared = {};
    this.#at = content && this.#now();
    this.seenBefore = content && lastSeen(actOf(content));
  }

  async compare(id: string, compared: Compared | null): Promise<void> {
    if (compared === null) delete this.compared[id];
    else this.compared[id] = compared;
    await this.#judge();
  }

  answer(verdict: FormVerdict): void {
    this.again();
    this.verdict = verdict;
  }

  again(): void {
    [this.content, this.verdict, this.#text, this.#chain] = [null, null, '', []];
    this.#begin(null);
  }

  refresh(): void {
    this.seen = seenForms();
  }

  /** The parts of a form are shown together, so the gravest answer counts: each can claim to be of the same document. */
  async #judgeAll(content: FormContent, differs: boolean): Promise<FormVerdict> {
    const latestSeen = this.#isClockConfirmed ? null : latestOf(this.seen);
    const beside = { chain: this.#chain, differs, latestSeen };
    const now = this.#now();
    const others = this.parts.filter((part) => part !== content);
    const verdict = await judgeForm(content, this.lists, now, beside);
    const verdicts = await Promise.all(others.map((part) => judgeForm(part, this.lists, now, beside)));
    return verdicts.reduce((worst, next) => (gravityOf(next) > gravityOf(worst) ? next : worst), verdict);
  }

  async #judge(): Promise<void> {
    const { content } = this;
    if (content === null) return;
    const differs = Object.values(this.compared).includes('differs');
    const verdict = await this.#judgeAll(content, differs);
    if (content !== this.content || this.#at === null) return;
    this.verdict = verdict;
    const { kind, issuer, number = '' } = bodyOf(content);
    const reasons = verdict.reasons.map(({ code }) => code);
    this.seen = noteForm({
      id: actOf(content),
      kind,
      issuer,
      number,
      verdict: verdict.verdict,
      reasons,
      at: this.#at
    });
  }
}

function latestOf(seen: readonly SeenForm[]): Instant | null {
  return seen.reduce<Instant | null>((latest, { at }) => (latest && latest > at ? latest : at), null);
}

export function actOf(content: FormContent): SeenForm['id'] {
  return content.as === 'act' ? content.act._id : content.extract.extract.act;
}

function joined(parts: readonly FormContent[], content: FormContent): readonly FormContent[] {
  const others = parts.filter((one) => partOf(one) !== partOf(content));
  return [...others, content].sort((a, b) => partOf(a) - partOf(b));
}

export function partOf(content: FormContent): number {
  return content.as === 'extract' ? content.extract.extract.part : 1;
}
