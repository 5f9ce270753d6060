/**
 * What is typed in a form over what is stored. A box shows what is stored, here or by a colleague, until something is
 * typed in it; from then on it is its writer's, however often what is stored is read anew, until it has been saved.
 */
import type { Result } from '#lib/domain/result.ts';

export class TypedOver<T extends object> {
  #typed = $state.raw<Partial<T>>({});
  readonly #stored: () => T;

  constructor(stored: () => T) {
    this.#stored = stored;
  }

  get shown(): T {
    return { ...this.#stored(), ...this.#typed };
  }

  get isTyped(): boolean {
    return Object.keys(this.#typed).length > 0;
  }

  /** A box that says again what is stored is nobody's: what a colleague stores in it later shows. */
  type(boxes: Partial<T>): void {
    const stored = this.#stored();
    const typed = Object.entries({ ...this.#typed, ...boxes });
    this.#typed = Object.fromEntries(
      typed.filter(([box, value]) => value !== stored[box as keyof T])
    ) as Partial<T>;
  }

  /** What was typed while it was being saved stays typed; so does everything where it was refused. */
  async save<R>(saving: Promise<Result<R>>): Promise<Result<R>> {
    const sent = this.#typed;
    const saved = await saving;
    if (saved.ok) this.#letGo(sent);
    return saved;
  }

  #letGo(sent: Partial<T>): void {
    const left = Object.entries(this.#typed).filter(([box, value]) => value !== sent[box as keyof T]);
    this.#typed = Object.fromEntries(left) as Partial<T>;
  }
}
