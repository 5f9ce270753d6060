/**
 * Checks that the server's database is still the one this device knows (threats P8). A new epoch shows deletion or a
 * restore by our own tools. A copy of older files keeps the epoch but lacks the latest acknowledged acts.
 */
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Pouch } from '../disk/pouch.ts';

/** A copy of old files loses hours or days of acts, never one of many, so a sample is enough. */
const MAX_ASKED = 50;
/** Changes searched for acts: drafts lie between them. */
const MAX_LOOKED_THROUGH = 200;

interface GuardedDatabase {
  readonly name: string;
  readonly pouch: Pouch;
  readonly push: boolean;
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

export class EpochGuard {
  readonly #book: DeviceBook;
  readonly #ask: Ask;

  constructor(book: DeviceBook, ask: Ask) {
    this.#book = book;
    this.#ask = ask;
  }

  /** False if it is another one. A database seen for the first time is accepted. */
  async isSame(database: GuardedDatabase): Promise<boolean> {
    const { name } = database;
    const { epoch } = (await this.#json(name)) as { readonly epoch?: unknown };
    const known = this.#book.device.epochs[name];
    if (typeof epoch !== 'string') return true;
    if (known === undefined) {
      await this.#book.updateDevice((device) => ({ ...device, epochs: { ...device.epochs, [name]: epoch } }));
      return true;
    }
    return known === epoch && (await this.#holdsWhatItHeld(database));
  }

  /** A tombstone is not a loss of the database: a deleted act is checked elsewhere. */
  async #holdsWhatItHeld(database: GuardedDatabase): Promise<boolean> {
    const keys = await this.#latestOnServer(database);
    if (keys.length === 0) return true;
    const answer = (await this.#json(`${database.name}/_all_docs`, keys)) as { readonly rows?: unknown };
    const rows = Array.isArray(answer.rows) ? (answer.rows as { readonly error?: unknown }[]) : [];
    return !rows.some(({ error }) => error === 'not_found');
  }

  /** Latest acts received by this computer that the server is known to have had. */
  async #latestOnServer({ name, pouch, push }: GuardedDatabase): Promise<string[]> {
    const from = this.#book.device.accepted[name]?.from ?? 0;
    const { results } = await pouch.changes({ descending: true, limit: MAX_LOOKED_THROUGH });
    const held = results.filter(({ id, seq }) => {
      if (parseActId(id) === null) return false;
      // Documents not sent from here came from the server.
      return push && this.#book.isOwnAct(id) ? this.#book.isOnServer(id) : Number(seq) > from;
    });
    return held.slice(0, MAX_ASKED).map(({ id }) => id);
  }

  async #json(path: string, keys?: readonly string[]): Promise<unknown> {
    const init = keys
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ keys }) }
      : {};
    const response = await this.#ask(path, { credentials: 'include', ...init });
    if (!response.ok) throw new Error(`${path} answers ${response.status}`);
    return response.json();
  }
}
