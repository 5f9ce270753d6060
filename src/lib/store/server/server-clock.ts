/**
 * What the server's answers tell besides their content: how late it is there, and up to when this device
 * knows what it holds. A database is up to date when its pull has come to rest, and stays so as long as
 * each further question finds nothing new before it.
 */
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';

/** The gateway says with each answer about a database what time it is. */
const TIME_HEADER = 'i2es-time';
/** And a country's own server up to when it knows what the central one holds, or that it never did. */
const KNOWN_HEADER = 'i2es-known';

/** The door refuses an act of tomorrow's date; a clock that is further ahead dates none that would pass. */
const MAX_AHEAD_MS = 24 * 3_600_000;

export class ServerClock {
  readonly #upToDate = new Set<string>();
  #time: Instant | null = null;
  readonly #known = new Map<string, Instant | null>();
  #isAhead = false;

  /** Whether this computer's clock is more than a day ahead of the server's, by its last answer. */
  get clockIsAhead(): boolean {
    return this.#isAhead;
  }

  /**
   * `askedAt`: by this computer's clock, in milliseconds. The answer was given after that, and may be heard
   * much later, where the computer was put to sleep in between.
   */
  hear({ headers }: Response, askedAt: number, database: string): void {
    const known = headers.get(KNOWN_HEADER);
    if (known !== null) this.#known.set(database, isInstant(known) ? known : null);
    const time = headers.get(TIME_HEADER);
    if (!isInstant(time)) return;
    this.#time = time;
    this.#isAhead = askedAt - Date.parse(time) > MAX_AHEAD_MS;
  }

  /** Everything that was there has been stored. The time up to when that holds, where one is known. */
  upToDateAt(database: string): Instant | null {
    this.#upToDate.add(database);
    return this.#upTo(database);
  }

  noteChange(database: string): void {
    this.#upToDate.delete(database);
  }

  /** Before it is asked again: up to when the device is known to hold what the server holds, or null. */
  stillUpToDateAt(database: string): Instant | null {
    return this.#upToDate.has(database) ? this.#upTo(database) : null;
  }

  /** The server's own time, unless that server is itself behind another one. */
  #upTo(database: string): Instant | null {
    const known = this.#known.get(database);
    return known === undefined ? this.#time : known;
  }

  forget(): void {
    this.#upToDate.clear();
  }
}
