/** Sends the partner one receipt when an officer opens its acts; viewers and uncertified devices send none. */
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

/** Milliseconds: moving through a list with the arrow keys does not count as opening. */
export const OPENED_AFTER_MS = 1_000;

export class OpenedMarks {
  readonly #store: Opener;
  readonly #said = new Set<ActId>();

  constructor(store: Opener) {
    this.#store = store;
  }

  watch(entries: Parameters<OpenedMarks['mark']>[0]): () => void {
    const { person, device } = this.#store;
    // Asked again when the device is certified while the page is open.
    if (!person || signingObstacle(person, device)) return () => undefined;
    const later = setTimeout(() => this.mark(entries), OPENED_AFTER_MS);
    return () => clearTimeout(later);
  }

  /** After a refusal the next visit tries again: the receipt is a courtesy and must not block work. */
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
