/**
 * Keeps the usage of the countries that this process follows: what was missed while nobody looked at the start, what
 * comes in afterwards within half a minute. It counts one month after another, so that nothing else waits for it, and
 * what fails is tried again. The month that is running is looked at every hour besides: of languages and versions devices
 * tell without any act.
 */
import type { Engine } from '#couch/engine/engine.ts';
import type { ExchangeLog } from '#couch/exchange/stating-tools.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { monthsOf } from '#lib/domain/usage/count-month.ts';
import { monthOf, usageRows, type Month } from '#lib/domain/usage/usage-rows.ts';
import { countUsage, listStaleMonths, type CountTools } from './count-usage.ts';

export interface KeeperOptions extends CountTools {
  readonly engine: Engine;
  readonly log: ExchangeLog;
  /** Milliseconds between an act and its count: what comes meanwhile is counted with it. */
  readonly pause?: number;
}

const PAUSE = 20_000;
/** Between two tries of what goes on failing. */
const LONGEST_PAUSE = 600_000;
/** At the start nothing else is to come with it; others begin in the same moment. */
const SOON = 1_000;
/** As often as a country's own server tells of its devices. */
const LOOKS_AGAIN = 3_600_000;

export class UsageKeeper {
  readonly #options: KeeperOptions;
  /** `null`: all months of the country are looked at. */
  readonly #due = new Map<CountryCode, Set<Month> | null>();
  readonly #followed = new Set<CountryCode>();
  #timer: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  /** By this process's clock, in milliseconds. */
  #countsAt = 0;
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;
  /** How often in a row each could not be counted: it is said once, and tried less and less often. */
  readonly #failures = new Map<CountryCode, number>();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** A country's acts are followed here from now on. */
  follow(authority: AuthorityCode): void {
    if (!isCountry(authority)) return;
    this.#followed.add(authority);
    this.#again ??= setInterval(() => this.#lookAgain(), LOOKS_AGAIN).unref();
    this.#due.set(authority, null);
    this.#countLater(SOON);
  }

  /** Another process counts it. */
  leave(authority: AuthorityCode): void {
    this.#followed.delete(authority as CountryCode);
    this.#due.delete(authority as CountryCode);
  }

  /** Documents that have come into the authority's database. */
  hear(authority: AuthorityCode, documents: readonly unknown[]): void {
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

  #lookAgain(): void {
    for (const country of this.#followed) this.#want(country, [monthOf(this.#options.now())]);
  }

  /** Counts at once what is due, for whoever waits for it. */
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

  /** What is due sooner is not kept waiting by what was put off. */
  #countLater(longest = PAUSE): void {
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
    for (const [country, months] of due) {
      if (this.#stopped) return;
      try {
        await this.#count(country, months);
        this.#failures.delete(country);
      } catch (error) {
        this.#tryAgain(country, months, error);
      }
    }
  }

  async #count(country: CountryCode, months: ReadonlySet<Month> | null): Promise<void> {
    const { engine, board } = this.#options;
    const home = engine.open(authorityToDatabase(country)!);
    for (const month of months ?? (await listStaleMonths(country, home, board))) {
      if (this.#stopped) return;
      await countUsage(country, month, home, this.#options);
    }
  }

  #tryAgain(country: CountryCode, months: ReadonlySet<Month> | null, error: unknown): void {
    if (this.#stopped) return;
    const reason = error instanceof Error ? error.message : String(error);
    const failures = this.#failures.get(country) ?? 0;
    this.#failures.set(country, failures + 1);
    if (failures === 0)
      this.#options.log.warn({ authority: country, reason }, 'Usage cannot be counted; it is tried again.');
    const since = this.#due.get(country);
    const isWhole = months === null || since === null;
    this.#due.set(country, isWhole ? null : new Set([...months, ...(since ?? [])]));
    this.#countLater(Math.min(PAUSE * 2 ** failures, LONGEST_PAUSE));
  }
}
