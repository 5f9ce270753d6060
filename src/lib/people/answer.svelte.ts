/** What the server was asked and has told: the last good answer stays in sight while it is asked again. */
import { untrack } from 'svelte';
import type { Problem, Result } from '#lib/domain/result.ts';
import { whenNothingPressed } from '#lib/pwa/press.ts';
import { online } from '#lib/person/online.svelte.ts';

export class Answer<T> {
  #value = $state.raw<T | null>(null);
  #problems = $state.raw<readonly Problem[]>([]);
  #asked = 0;
  readonly #ask: () => Promise<Result<T>>;

  constructor(ask: () => Promise<Result<T>>) {
    this.#ask = ask;
  }

  /** Null until it has answered once. */
  get value(): T | null {
    return this.#value;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Neither told nor refused yet: what stands below would move when it comes. */
  get isAwaited(): boolean {
    return this.#value === null && this.#problems.length === 0;
  }

  get isOffline(): boolean {
    return this.#problems.some(({ code }) => code === 'line.offline');
  }

  /** What it answered to a change stands, and the answer to a question of before does not undo it. */
  hear(told: T): void {
    this.#asked++;
    this.#value = told;
    this.#problems = [];
  }

  /** Where two questions are under way the later one counts, whichever is answered first. */
  async read(): Promise<void> {
    const mine = ++this.#asked;
    const told = await this.#ask();
    await whenNothingPressed();
    if (mine !== this.#asked) return;
    if (told.ok) this.#value = told.value;
    this.#problems = told.ok ? [] : told.problems;
  }
}

/** While a page is built: asks now, and again when the line comes back. */
export function readWithLine(...answers: readonly Answer<unknown>[]): void {
  $effect(() => {
    void online.current;
    untrack(() => answers.forEach((answer) => void answer.read()));
  });
}
