/** Loaded only by the screens that scan and show them. */
import type { Act } from '#lib/domain/act/body.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import { forgetBrought, keepBrought, retryBrought, type Brought } from './commands/brought-acts.ts';
import { listBrought, type BroughtAct } from './index/waiting-brought.ts';
import { store, type Store } from './store.svelte.ts';

export type { Brought, BroughtAct };

export class BroughtActs {
  readonly #store: Store;

  constructor(of: Store) {
    this.#store = of;
  }

  get #open() {
    return this.#store.session.open;
  }

  async keep(document: unknown): Promise<Result<Brought>> {
    return this.#open ? keepBrought(this.#open, document) : refuse({ code: 'store.locked' });
  }

  list(): BroughtAct[] {
    return listBrought(this.#store.documents('kept:'));
  }

  async sendAgain(act: Act): Promise<void> {
    if (this.#open) await retryBrought(this.#open, act);
  }

  async forget({ _id }: Act): Promise<void> {
    if (this.#open) await forgetBrought(this.#open, _id);
  }
}

export const brought = new BroughtActs(store);
