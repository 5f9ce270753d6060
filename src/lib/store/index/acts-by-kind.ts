import type { Act, ActKind, ActOf } from '#lib/domain/act/body.ts';

const NONE: readonly never[] = [];

export class ActsByKind {
  readonly #kinds = new Map<ActKind, { readonly acts: Act[]; list: readonly Act[] | null }>();

  add(act: Act): void {
    const held = this.#kinds.get(act.body.kind);
    if (held) {
      held.acts.push(act);
      held.list = null;
    } else this.#kinds.set(act.body.kind, { acts: [act], list: null });
  }

  clear(): void {
    this.#kinds.clear();
  }

  /** In order of arrival. The same list until another of the kind arrives, so that readers can cache. */
  of<K extends ActKind>(kind: K): readonly ActOf<K>[] {
    const held = this.#kinds.get(kind);
    return held ? ((held.list ??= held.acts.slice()) as readonly Act[] as readonly ActOf<K>[]) : NONE;
  }
}
