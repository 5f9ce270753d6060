/** Within 30 seconds of an act. The current month also runs hourly, since devices report without any act. */
import { errorToText } from '#couch/base/error-text.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { ExchangeLog } from '#couch/exchange/tools.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { monthsOf } from '#lib/domain/usage/count-month.ts';
import { monthOf, usageRows, type Month } from '#lib/domain/usage/usage-rows.ts';
import { countUsage, listStaleMonths, type CountTools } from './count-usage.ts';

interface CounterOptions extends CountTools {
  readonly engine: Engine;
  readonly log: ExchangeLog;
  /** Milliseconds; acts in between are counted together. */
  readonly pause?: number;
}

interface Uncounted {
  readonly country: CountryCode;
  readonly months: ReadonlySet<Month> | null;
  readonly what: string;
}

const PAUSE_MS = 20_000;
const MAX_PAUSE_MS = 600_000;
/** Short at the start: no acts are expected to follow, but other tasks start now. */
const START_PAUSE_MS = 1_000;
/** Matches how often a country's own server reports its devices. */
const RECOUNT_MS = 3_600_000;

export class UsageCounter {
  readonly #options: CounterOptions;
  readonly #due = new Map<CountryCode, Set<Month> | null>();
  readonly #followed = new Set<CountryCode>();
  #timer: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  #countsAt = 0;
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;
  /** Per country or month (`AU 2026-10`): logged once, retried at growing intervals. */
  readonly #failures = new Map<string, number>();

  constructor(options: CounterOptions) {
    this.#options = options;
  }

  follow(authority: AuthorityCode): void {
    if (!isCountry(authority)) return;
    this.#followed.add(authority);
    this.#again ??= setInterval(() => this.#countCurrentMonth(), RECOUNT_MS).unref();
    this.#due.set(authority, null);
    this.#countLater(START_PAUSE_MS);
  }

  leave(authority: AuthorityCode): void {
    this.#followed.delete(authority as CountryCode);
    this.#due.delete(authority as CountryCode);
    for (const what of this.#failures.keys()) if (what.startsWith(authority)) this.#failures.delete(what);
  }

  record(authority: AuthorityCode, documents: readonly unknown[]): void {
    if (!isCountry(authority)) return;
    this.#want(
      authority,
      documents.flatMap((document) => monthsOf(usageRows(document)))
    );
  }

  #want(country: CountryCode, months: readonly Month[]): void {
    const due = this.#due.get(country);
    if (months.length === 0 || due === null) return;
    this.#due.set(country, new Set([...(due ?? []), ...months]));
    this.#countLater();
  }

  #countCurrentMonth(): void {
    for (const country of this.#followed) this.#want(country, [monthOf(this.#options.now())]);
  }

  get uncounted(): number {
    return this.#failures.size;
  }

  async countNow(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#countDue());
    await this.#turn;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#again !== null) clearInterval(this.#again);
    await this.#turn;
  }

  #countLater(longest = PAUSE_MS): void {
    const pause = this.#options.pause ?? longest;
    const at = Date.now() + pause;
    if (this.#stopped || (this.#timer !== null && this.#countsAt <= at)) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#countsAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.countNow();
    }, pause);
    this.#timer.unref();
  }

  async #countDue(): Promise<void> {
    const due = [...this.#due];
    this.#due.clear();
    for (const [country, months] of due) await this.#countCountry(country, months);
  }

  async #countCountry(country: CountryCode, due: ReadonlySet<Month> | null): Promise<void> {
    const { engine, board } = this.#options;
    try {
      const home = engine.open(authorityToDatabase(country)!);
      const months = due ?? (await listStaleMonths(country, home, board));
      this.#failures.delete(country);
      for (const month of months) await this.#countMonth(country, month, home);
    } catch (error) {
      this.#tryAgain({ country, months: due, what: country }, error);
    }
  }

  async #countMonth(country: CountryCode, month: Month, home: Database): Promise<void> {
    if (this.#stopped) return;
    try {
      await countUsage(country, month, home, this.#options);
      this.#failures.delete(`${country} ${month}`);
    } catch (error) {
      this.#tryAgain({ country, months: new Set([month]), what: `${country} ${month}` }, error);
    }
  }

  #tryAgain({ country, months, what }: Uncounted, error: unknown): void {
    if (this.#stopped) return;
    const failures = this.#failures.get(what) ?? 0;
    this.#failures.set(what, failures + 1);
    const told = { authority: country, what, reason: errorToText(error) };
    if (failures === 0) this.#options.log.warn(told, 'Usage cannot be counted; it is tried again.');
    const since = this.#due.get(country);
    const isWhole = months === null || since === null;
    this.#due.set(country, isWhole ? null : new Set([...months, ...(since ?? [])]));
    this.#countLater(Math.min(PAUSE_MS * 2 ** failures, MAX_PAUSE_MS));
  }
}
