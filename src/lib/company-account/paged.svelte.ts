/** A list that the server hands out page by page, newest first. */
import { refuse, type Problem, type Result } from '#lib/domain/result.ts';

interface Page<T> {
  readonly rows: readonly T[];
  readonly more: string | null;
}

export class Paged<T> {
  rows = $state.raw<readonly T[] | null>(null);
  problems = $state.raw<readonly Problem[]>([]);
  isBusy = $state(false);
  #more = $state.raw<string | null>(null);
  readonly #ask: (before: string | null) => Promise<Result<Page<T>>>;

  constructor(ask: (before: string | null) => Promise<Result<Page<T>>>) {
    this.#ask = ask;
  }

  get hasMore(): boolean {
    return this.#more !== null;
  }

  async begin(): Promise<void> {
    const told = await this.#read(null);
    if (told.ok) this.rows = told.value.rows;
  }

  async readOn(): Promise<void> {
    const told = await this.#read(this.#more);
    if (told.ok) this.rows = [...(this.rows ?? []), ...told.value.rows];
  }

  async #read(before: string | null): Promise<Result<Page<T>>> {
    if (this.isBusy) return refuse();
    this.isBusy = true;
    const told = await this.#ask(before).finally(() => (this.isBusy = false));
    this.problems = told.ok ? [] : told.problems;
    if (told.ok) this.#more = told.value.more;
    return told;
  }
}
