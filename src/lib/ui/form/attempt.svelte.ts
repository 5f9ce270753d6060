import { refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { problemText } from '#lib/i18n/problem-text.ts';

export class Attempt {
  isBusy = $state(false);
  problems = $state.raw<readonly Problem[]>([]);
  readonly text = $derived(this.problems.map(problemText).join(' ') || undefined);

  /** Refused without a problem while an earlier run works: a double click acts once. */
  async run<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.isBusy) return refuse();
    this.isBusy = true;
    const done = await work().finally(() => (this.isBusy = false));
    this.problems = done.ok ? [] : done.problems;
    return done;
  }
}
