/** The latest good answer stays visible while the question is asked again. */
import { untrack } from 'svelte';
import type { Problem, Result } from '#lib/domain/result.ts';
import { whenNothingPressed } from '#lib/pwa/press.ts';
import { online } from '#lib/sign-in/online.svelte.ts';

export class Answer<T> {
  #value = $state.raw<T | null>(null);
  #problems = $state.raw<readonly Problem[]>([]);
  #asked = 0;
  readonly #ask: () => Promise<Result<T>>;

  constructor(ask: () => Promise<Result<T>>) {
    this.#ask = ask;
  }

  get value(): T | null {
    return this.#value;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Neither answered nor refused: the content below would move later. */
  get isAwaited(): boolean {
    return this.#value === null && this.#problems.length === 0;
  }

  get isOffline(): boolean {
    return this.#problems.some(({ code }) => code === 'line.offline');
  }

  /** The answer to a change wins over an earlier question's answer. */
  hear(told: T): void {
    this.#asked++;
    this.#value = told;
    this.#problems = [];
  }

  async read(): Promise<void> {
    const mine = ++this.#asked;
    const told = await this.#ask();
    await whenNothingPressed();
    if (mine !== this.#asked) return;
    if (told.ok) this.#value = told.value;
    this.#problems = told.ok ? [] : told.problems;
  }
}

/** Call during component setup; asks again when the connection returns. */
export function readWithLine(...answers: readonly Answer<unknown>[]): void {
  $effect(() => {
    void online.current;
    untrack(() => answers.forEach((answer) => void answer.read()));
  });
}
