/** Typed text stays until saved, however often the stored value is read again. */
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

  /** A box with the stored value is untouched again: a colleague's later change shows. */
  type(boxes: Partial<T>): void {
    const stored = this.#stored();
    const typed = Object.entries({ ...this.#typed, ...boxes });
    this.#typed = Object.fromEntries(
      typed.filter(([box, value]) => value !== stored[box as keyof T])
    ) as Partial<T>;
  }

  /** Text typed during the save stays; after a refusal all text stays. */
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
