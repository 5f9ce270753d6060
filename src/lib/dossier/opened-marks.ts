/** Tells the partner once that an officer has opened its acts; a reader or an uncertified device tells nothing. */
import { signingObstacle } from '#lib/authorization/issue-obstacles.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import type { DeviceState, Person, Verdict } from '#lib/store/api.ts';

export interface Opener {
  readonly person: Person | null;
  readonly device: DeviceState | null;
  markOpened(...ids: readonly ActId[]): Promise<Result<readonly ActId[]>>;
}

/** Whoever passes a dossier with the arrows, on the way through a list, has not opened it. */
export const OPENED_AFTER_MS = 1_000;

export class OpenedMarks {
  readonly #store: Opener;
  readonly #said = new Set<ActId>();

  constructor(store: Opener) {
    this.#store = store;
  }

  /** Marks what stays in sight; gives back what ends the waiting. */
  watch(entries: Parameters<OpenedMarks['mark']>[0]): () => void {
    const { person, device } = this.#store;
    // Whoever looks on as their device is certified is asked again then.
    if (!person || signingObstacle(person, device)) return () => undefined;
    const later = setTimeout(() => this.mark(entries), OPENED_AFTER_MS);
    return () => clearTimeout(later);
  }

  /** A refusal is left to the next visit: the receipt is a courtesy and stops no work. */
  mark(entries: readonly { readonly act: Act; readonly verdict: Verdict }[]): void {
    const { person, device } = this.#store;
    if (!person || signingObstacle(person, device)) return;
    const seen = entries
      .filter(({ act, verdict }) => verdict === 'good' && act.body.issuer !== person.authority)
      .map(({ act }) => act._id)
      .filter((id) => !this.#said.has(id));
    if (seen.length === 0) return;
    for (const id of seen) this.#said.add(id);
    this.#store.markOpened(...seen).catch(() => undefined);
  }
}
