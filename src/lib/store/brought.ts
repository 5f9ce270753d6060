/** Loaded only by the screens that scan and show them. */
import type { Act } from '#lib/domain/act/body.ts';
import { findSameNumber } from '#lib/domain/matching/given-twice.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import { forgetBrought, keepBrought, retryBrought, type Brought } from './commands/brought-acts.ts';
import { listBrought, type BroughtAct as WaitingAct } from './index/waiting-documents.ts';
import { store, type Store } from './store.svelte.ts';

export type { Brought };

export interface BroughtAct extends WaitingAct {
  readonly same: Act | null;
}

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
    const all = listBrought(this.#store.documents('kept:'));
    const acts = all.map(({ act }) => act);
    return all.map((one) => {
      const { kind } = one.act.body;
      return { ...one, same: findSameNumber(one.act, [...this.#store.actsOf(kind), ...acts]) };
    });
  }

  async sendAgain(act: Act): Promise<void> {
    if (this.#open) await retryBrought(this.#open, act);
  }

  async forget({ _id }: Act): Promise<void> {
    if (this.#open) await forgetBrought(this.#open, _id);
  }
}

export const brought = new BroughtActs(store);
