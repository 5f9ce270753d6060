/** Such an act counts nowhere, as if our own server had refused it. */
import { parseCentralRefusal, REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import type { RefusedRecord } from './device-record.ts';
import type { Opened } from './sealed-database.ts';

export class CentralRefusals {
  readonly #held = new Map<string, RefusedRecord>();

  /** True if the acts that count must be decided again. */
  take({ id, document }: Pick<Opened, 'id' | 'document'>): boolean {
    if (!id.startsWith(REFUSAL_PREFIX)) return false;
    const of = id.slice(REFUSAL_PREFIX.length);
    const parsed = parseCentralRefusal(document);
    if (!parsed.ok) return this.#held.delete(of);
    const { rev, problems, refusedAt } = parsed.value;
    this.#held.set(of, { id: of, rev, problems, refusedAt, setAside: false, central: true });
    return true;
  }

  get(id: string): RefusedRecord | undefined {
    return this.#held.get(id);
  }

  list(): readonly RefusedRecord[] {
    return [...this.#held.values()];
  }
}
