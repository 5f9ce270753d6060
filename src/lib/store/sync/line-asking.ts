/**
 * An answer can mean: no connection, a full server, a replaced database (threats P8), an ended session, or an excluded
 * person or device (P7).
 */
import type { DeviceBook } from '../disk/device-book.ts';
import type { LineView } from './line-view.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import type { ServerClock } from '../server/server-clock.ts';
import { isToSignInAgain, readShutOut } from '../server/shut-out.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Pouch } from '../disk/pouch.ts';

interface LineAskingOptions {
  readonly base: string;
  /** The owner of the open store; the session might be another person's by now. */
  readonly writer: { readonly id: string };
  readonly databases: readonly {
    readonly name: string;
    readonly local: SealedDatabase;
    readonly push: boolean;
  }[];
  readonly book: DeviceBook;
  readonly fetch: typeof fetch;
  readonly clock: ServerClock;
  readonly milliseconds: () => number;
  readonly tell: (change: Partial<LineView>) => void;
  readonly halt: (change: Partial<LineView>) => void;
  readonly asksFeed: (name: string) => void;
}

const EPOCH_HEADER = 'i2es-epoch';
const ROLE_HEADER = 'i2es-role';

/** RFC 4918: the server has no room for the data. */
const DISK_FULL = 507;

export class LineAsking {
  readonly #options: LineAskingOptions;
  readonly #epochChecked = new Set<string>();
  readonly #epochChecks = new Map<string, Promise<void>>();
  /** Answers to requests of an earlier start do not count. */
  #beginning = 0;

  constructor(options: LineAskingOptions) {
    this.#options = options;
  }

  /** After an interruption every database is compared before anything is sent, or an answer from it is used. */
  forget(): void {
    this.#beginning++;
    this.#epochChecked.clear();
    this.#epochChecks.clear();
    this.#options.tell({ compared: false });
  }

  /** For one start: once the line is stopped, what still runs in the background asks no more. */
  fetchOf(name: string): typeof fetch {
    const { book, clock, asksFeed } = this.#options;
    const beginning = this.#beginning;
    return async (input, init) => {
      this.#holdTo(beginning);
      if (book.device.strangeRoots.length > 0) this.#haltForRoots();
      const checked = this.#epochChecked.has(name) ? null : this.#checkEpochOnce(name);
      const noteAsked = (): void => void (isFeed(input) && asksFeed(name));
      if (checked && isRead(input)) checked.then(noteAsked, () => undefined);
      else {
        await checked;
        this.#holdTo(beginning);
        noteAsked();
      }
      const askedAt = this.#options.milliseconds();
      const response = await this.#ask(input, init);
      await checked;
      this.#holdTo(beginning);
      clock.hear(response, askedAt, name);
      const role = response.ok ? response.headers.get(ROLE_HEADER) : null;
      this.#options.tell({ clockAhead: clock.clockIsAhead, ...(role === null ? {} : { role }) });
      const epoch = response.headers.get(EPOCH_HEADER);
      if (epoch !== null && epoch !== book.device.epochs[name]) this.#haltForEpoch();
      return response;
    };
  }

  async #ask(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const { tell, halt } = this.#options;
    let response: Response;
    try {
      response = await this.#options.fetch(input, init);
    } catch (error) {
      if (!init?.signal?.aborted) this.#lost();
      throw error;
    }
    const shutOut = await readShutOut(this.#options.writer.id, response);
    if (shutOut !== null) halt({ shutOut, signedOut: true, reachable: true, busy: false });
    else if (response.status === 401 || (await isToSignInAgain(response))) this.#endSession();
    else if (response.status === DISK_FULL) tell({ reachable: true, full: true });
    else if (response.status >= 500) this.#lost();
    else tell({ reachable: true, ...(isWrite(input, init) && response.ok ? { full: false } : {}) });
    return response;
  }

  async #askForGuard(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.#ask(`${this.#options.base}/db/${path}`, init);
    // Another person has signed in on this computer.
    if (response.status === 404) this.#endSession();
    return response;
  }

  /** One check for all requests that wait for it. */
  #checkEpochOnce(name: string): Promise<void> {
    const under = this.#epochChecks.get(name);
    if (under) return under;
    const check: Promise<void> = this.#checkEpoch(name).finally(() => {
      if (this.#epochChecks.get(name) === check) this.#epochChecks.delete(name);
    });
    // Its error is thrown where it is awaited.
    check.catch(() => undefined);
    this.#epochChecks.set(name, check);
    return check;
  }

  async #checkEpoch(name: string): Promise<void> {
    const database = this.#options.databases.find((one) => one.name === name);
    if (!database) return;
    const { push, local } = database;
    const beginning = this.#beginning;
    const guard = new EpochGuard(this.#options.book, (path, init) => {
      this.#holdTo(beginning);
      return this.#askForGuard(path, init);
    });
    const isSame = await guard.isSame({ name, push, pouch: local.pouch });
    this.#holdTo(beginning);
    if (!isSame) this.#haltForEpoch();
    this.#epochChecked.add(name);
    if (this.#options.databases.every((one) => this.#epochChecked.has(one.name)))
      this.#options.tell({ compared: true });
  }

  /** An answer to a request from before a person's decision would undo the decision. */
  #holdTo(beginning: number): void {
    if (beginning !== this.#beginning) throw new Error('the line has begun anew since this was asked');
  }

  #haltForEpoch(): never {
    this.#options.halt({ epochDiffers: true, busy: false });
    throw new Error('the database on the server is another one');
  }

  #haltForRoots(): never {
    this.#options.halt({ rootsDiffer: true, busy: false });
    throw new Error('the server names other root keys');
  }

  #endSession(): void {
    this.#options.halt({ signedOut: true, reachable: true, busy: false });
  }

  #lost(): void {
    this.#epochChecked.clear();
    this.#options.tell({ reachable: false, compared: false });
  }
}

function asksFor(input: RequestInfo | URL, words: string): boolean {
  return String(input instanceof Request ? input.url : input).includes(words);
}

/** Documents, or the note of how far they are sent: a device with nothing left to send writes only that. */
function isWrite(input: RequestInfo | URL, init?: RequestInit): boolean {
  return asksFor(input, '/_bulk_docs') || (asksFor(input, '/_local/') && init?.method === 'PUT');
}

function isFeed(input: RequestInfo | URL): boolean {
  return asksFor(input, '/_changes');
}

/** It is asked for while the database is still compared, and waits for no news. */
function isRead(input: RequestInfo | URL): boolean {
  return asksFor(input, '/_bulk_get') || (isFeed(input) && !asksFor(input, 'feed='));
}

/** A copy of old files loses hours or days of acts, never one of many. */
const MAX_ASKED = 50;
/** Drafts lie between the acts. */
const MAX_LOOKED_THROUGH = 200;

interface GuardedDatabase {
  readonly name: string;
  readonly pouch: Pouch;
  readonly push: boolean;
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/**
 * A new epoch shows deletion or a restore by our own tools (threats P8). A copy of older files keeps the epoch but
 * lacks the latest acknowledged acts.
 */
class EpochGuard {
  readonly #book: DeviceBook;
  readonly #ask: Ask;

  constructor(book: DeviceBook, ask: Ask) {
    this.#book = book;
    this.#ask = ask;
  }

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

  async #holdsWhatItHeld(database: GuardedDatabase): Promise<boolean> {
    const keys = await this.#latestOnServer(database);
    if (keys.length === 0) return true;
    const answer = (await this.#json(`${database.name}/_all_docs`, keys)) as { readonly rows?: unknown };
    const rows = Array.isArray(answer.rows) ? (answer.rows as { readonly error?: unknown }[]) : [];
    return !rows.some(({ error }) => error === 'not_found');
  }

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
