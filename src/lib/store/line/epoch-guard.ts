/**
 * Whether the server's database is still the one that this device knows (threats P8). Its epoch tells where
 * it was deleted, made anew or restored by our own tools. A copy of older files has the old epoch: it is
 * told by what it lacks, the latest acts of which the server had said that it holds them.
 */
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Pouch } from '../disk/pouch.ts';

/** Whoever copies files back takes hours or days of acts away, never one of many. */
const MAX_ASKED = 50;
/** Changes looked through for acts: drafts lie between them. */
const MAX_LOOKED_THROUGH = 200;

export interface GuardedDatabase {
  readonly name: string;
  readonly pouch: Pouch;
  /** Whether this device sends to it. */
  readonly push: boolean;
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

export class EpochGuard {
  readonly #book: DeviceBook;
  readonly #ask: Ask;

  /** `ask`: path below `/db/`. */
  constructor(book: DeviceBook, ask: Ask) {
    this.#book = book;
    this.#ask = ask;
  }

  /** False where it is another one. A database that is met for the first time is taken as it is. */
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

  /** A tombstone is no loss of the database: who deleted an act is another question. */
  async #holdsWhatItHeld(database: GuardedDatabase): Promise<boolean> {
    const keys = await this.#latestOnServer(database);
    if (keys.length === 0) return true;
    const answer = (await this.#json(`${database.name}/_all_docs`, keys)) as { readonly rows?: unknown };
    const rows = Array.isArray(answer.rows) ? (answer.rows as { readonly error?: unknown }[]) : [];
    return !rows.some(({ error }) => error === 'not_found');
  }

  /** The latest that came to this computer, as far as the server is known to have held it. */
  async #latestOnServer({ name, pouch, push }: GuardedDatabase): Promise<string[]> {
    const from = this.#book.device.accepted[name]?.from ?? 0;
    const { results } = await pouch.changes({ descending: true, limit: MAX_LOOKED_THROUGH });
    const held = results.filter(({ id, seq }) => {
      if (parseActId(id) === null) return false;
      // What was not sent from here came from there.
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
