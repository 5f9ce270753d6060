/** Up to date once its pull is idle, and while each further request finds nothing new. */
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';

const TIME_HEADER = 'i2es-time';
/** A country's own server: the time up to which it has the central server's data, or that it never had. */
const KNOWN_HEADER = 'i2es-known';

/** The door refuses an act of tomorrow's date; with a clock further ahead no act would pass. */
const MAX_AHEAD_MS = 24 * 3_600_000;

export class ServerClock {
  readonly #upToDate = new Set<string>();
  #time: Instant | null = null;
  readonly #known = new Map<string, Instant | null>();
  #isAhead = false;

  get clockIsAhead(): boolean {
    return this.#isAhead;
  }

  /**
   * `askedAt`: by this computer's clock. The answer is later, and can be processed much later if the computer slept in
   * between.
   */
  hear({ headers }: Response, askedAt: number, database: string): void {
    const known = headers.get(KNOWN_HEADER);
    if (known !== null) this.#known.set(database, isInstant(known) ? known : null);
    const time = headers.get(TIME_HEADER);
    if (!isInstant(time)) return;
    this.#time = time;
    this.#isAhead = askedAt - Date.parse(time) > MAX_AHEAD_MS;
  }

  /** The time up to which the device is complete, or null. */
  upToDateAt(database: string): Instant | null {
    this.#upToDate.add(database);
    return this.#upTo(database);
  }

  noteChange(database: string): void {
    this.#upToDate.delete(database);
  }

  stillUpToDateAt(database: string): Instant | null {
    return this.#upToDate.has(database) ? this.#upTo(database) : null;
  }

  /** Unless that server itself lags behind another one. */
  #upTo(database: string): Instant | null {
    const known = this.#known.get(database);
    return known === undefined ? this.#time : known;
  }

  forget(): void {
    this.#upToDate.clear();
  }
}
