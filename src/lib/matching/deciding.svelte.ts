/** Signs an officer's decision on a proposal: one act for each export authorization in it. */
import { isPaper } from '#lib/domain/act/stand-in.ts';
import type { ActId, DossierKey } from '#lib/domain/ids.ts';
import type { Proposal } from '#lib/domain/matching/find-proposals.ts';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { Decided } from './decisions.ts';

/** Milliseconds: the second click of a double click would decide the next, unread pair. */
const DOUBLE_CLICK_MS = 500;

interface About {
  readonly exportAuthorization?: ActId;
  readonly paperRecord?: ActId;
  readonly dossier: DossierKey;
}

export class Deciding {
  #isBusy = $state(false);
  #failure = $state<string>();
  /** Separate times for deciding and undoing, so a mistake can be undone immediately. */
  readonly #doneAt = { decide: -Infinity, undo: -Infinity };

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  /**
   * `chosen`: index of the candidate; without candidates the proposal covers the whole total. True if everything was
   * signed.
   */
  decide(proposal: Proposal, chosen: number, decision: 'link' | 'unlink'): Promise<boolean> {
    return this.#state(aboutOf(proposal, chosen), decision);
  }

  undo({ act }: Decided): Promise<boolean> {
    const { exportAuthorization, paperRecord, dossier } = act.body;
    const about = exportAuthorization ? { exportAuthorization, dossier } : { dossier };
    return this.#state([paperRecord ? { ...about, paperRecord } : about], 'reopen');
  }

  async #state(all: readonly About[], decision: 'link' | 'unlink' | 'reopen'): Promise<boolean> {
    const verb = decision === 'reopen' ? 'undo' : 'decide';
    if (this.#isBusy || performance.now() - this.#doneAt[verb] < DOUBLE_CLICK_MS) return false;
    this.#isBusy = true;
    this.#failure = undefined;
    try {
      for (const about of all) {
        const stated = await store.state('match-decision', { ...about, decision });
        if (!stated.ok) {
          this.#failure = stated.problems.map(problemText).join(' ');
          return false;
        }
      }
      return all.length > 0;
    } catch {
      this.#failure = m.matching_failed();
      return false;
    } finally {
      this.#isBusy = false;
      this.#doneAt[verb] = performance.now();
    }
  }
}

function aboutOf({ export: id, candidates, sum }: Proposal, chosen: number): readonly About[] {
  const candidate = candidates[chosen];
  if (candidate) {
    const { _id, body } = candidate.act;
    if (!isPaper(id)) return [{ exportAuthorization: id, dossier: body.dossier }];
    const own = body.kind === 'export-authorization' ? { exportAuthorization: _id } : {};
    return [{ paperRecord: id, dossier: body.dossier, ...own }];
  }
  if (sum?.kind !== 'one-import') return [];
  const dossier = dossierOf(sum.import);
  return dossier ? sum.exports.map((exportAuthorization) => ({ exportAuthorization, dossier })) : [];
}

function dossierOf(id: ActId): DossierKey | null {
  const body = store.act(id)?.body;
  return body?.kind === 'import-authorization' ? body.dossier : null;
}
