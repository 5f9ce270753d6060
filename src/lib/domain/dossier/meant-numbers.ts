/** Leads a number without separators to the only import authorization that it can mean (`act/run-together.ts`). */
import type { DossierAct } from '../act/body.ts';
import { isRunTogether, runTogetherKeys } from '../act/run-together.ts';
import type { DossierKey } from '../ids.ts';

export class MeantNumbers {
  /** Null if several are meant: then a person decides. */
  readonly #meant = new Map<DossierKey, DossierKey | null>();
  /** Numbers without separators that an import authorization has itself, on paper too. */
  readonly #own = new Set<DossierKey>();
  readonly #cited = new Set<DossierKey>();

  /** True if acts noted before now lead elsewhere. */
  note({ body }: DossierAct): boolean {
    const isOpening =
      body.kind === 'import-authorization' ||
      (body.kind === 'paper-record' && body.paper.instrument === 'import-authorization');
    if (!isRunTogether(body.dossier))
      return body.kind === 'import-authorization' && this.#noteMeant(body.dossier, runTogetherKeys(body));
    const isNews = isOpening && this.#cited.has(body.dossier);
    if (isOpening) this.#own.add(body.dossier);
    this.#cited.add(body.dossier);
    return isNews;
  }

  lead(key: DossierKey): DossierKey {
    if (this.#meant.size === 0 || !isRunTogether(key) || this.#own.has(key)) return key;
    return this.#meant.get(key) ?? key;
  }

  #noteMeant(dossier: DossierKey, keys: readonly DossierKey[]): boolean {
    let isNews = false;
    for (const key of keys) {
      const before = this.#meant.get(key);
      if (before === dossier) continue;
      this.#meant.set(key, before === undefined ? dossier : null);
      if (this.#cited.has(key)) isNews = true;
    }
    return isNews;
  }
}
