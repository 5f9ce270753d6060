/**
 * Deeds that stand in the audit and are not stored yet: the database failed, and whoever pushed them tries
 * again. Each is noted once. Kept in this process alone: after a crash in between there is one entry more,
 * never one too few.
 */
import type { NewAuditEntry } from '#couch/accounts/audit.ts';

/** An entry, and the document's id and revision that it is about. */
export interface Deed {
  readonly document: string;
  readonly entry: NewAuditEntry;
}

const MOST = 10_000;

export class NotedDeeds {
  readonly #open = new Set<string>();

  listNew(deeds: readonly Deed[]): readonly Deed[] {
    return deeds.filter((deed) => !this.#open.has(keyOf(deed)));
  }

  noted(deeds: readonly Deed[]): void {
    for (const deed of deeds) this.#open.add(keyOf(deed));
    for (const oldest of this.#open) {
      if (this.#open.size <= MOST) return;
      this.#open.delete(oldest);
    }
  }

  /** What is stored is known by the database from now on. */
  stored(deeds: readonly Deed[]): void {
    for (const deed of deeds) this.#open.delete(keyOf(deed));
  }
}

function keyOf({ document, entry: { authority, by, what } }: Deed): string {
  return [authority, by, what, document].join(' ');
}
