/**
 * What the exchange remembers of a country, kept in that country's own database and written after the
 * copies are safe: a server restored from a backup goes back to what it then held, never beyond.
 */
import type { Database } from '#couch/engine/engine.ts';
import type { Sequence } from './feed.ts';

export interface Progress {
  /** Everything up to here is carried, or stands below. */
  readonly seq: Sequence;
  /** Receipts that this exchange has stated to the country. */
  readonly stated: number;
}

export interface Pending {
  /** Targets that could not be written, each with the sequence from which its acts are still to be carried. */
  readonly targets: Readonly<Record<string, Sequence>>;
  /** Acts whose signer's certificate has not come yet. */
  readonly unknownKey: readonly string[];
}

export const NOTHING_PENDING: Pending = { targets: {}, unknownKey: [] };
export const NO_PROGRESS: Progress = { seq: 0, stated: 0 };

type RecordName =
  'exchange' | 'exchange-findings' | 'exchange-pending' | 'exchange-targets' | 'exchange-walked' | 'link';

/** One `_local` document: not replicated, and rewritten in place. */
export class LocalRecord<T extends object> {
  readonly #database: Database;
  readonly #id: string;
  #rev: string | undefined;

  constructor(database: Database, id: RecordName) {
    this.#database = database;
    this.#id = `_local/${id}`;
  }

  async read(otherwise: T): Promise<T> {
    try {
      const { _id, _rev, ...content } = await this.#database.get<T>(this.#id);
      this.#rev = _rev;
      return content as unknown as T;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      this.#rev = undefined;
      return otherwise;
    }
  }

  /** A second exchange may have written meanwhile: both tell the truth, the later one stays. */
  async write(content: T): Promise<void> {
    try {
      await this.#put(content);
    } catch (error) {
      if (statusOf(error) !== 409) throw error;
      await this.read(content);
      await this.#put(content);
    }
  }

  async #put(content: T): Promise<void> {
    const stored = await this.#database.put({
      ...content,
      _id: this.#id,
      ...(this.#rev ? { _rev: this.#rev } : {})
    });
    this.#rev = stored.rev;
  }
}

export function statusOf(error: unknown): number | undefined {
  return (error as { readonly status?: number } | null)?.status;
}
