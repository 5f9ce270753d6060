import { addDays, addMonths, isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { growthUntil, lastMonthOf, overviewMonthBefore, overviewOn } from '#lib/domain/usage/overview.ts';
import { countedSince, type OverviewInput } from '#lib/domain/usage/use-state.ts';
import { funnelOf, waysOnto } from '#lib/domain/usage/ways-onto.ts';
import {
  OVERVIEW_SETTING_ID,
  readOverviewSetting,
  USUAL_ACTIVE_MONTHS
} from '#lib/domain/usage/overview-settings.ts';
import { HISTORY_DAY, historyOverview } from '#lib/domain/usage/registration-2019.ts';
import { registrationsOf, standingsOf } from '#lib/store/index/registry-reading.ts';
import { isSameUsage, type UsageReading } from '#lib/store/index/usage-reading.ts';
import { store } from '#lib/store/store.svelte.ts';

/** Launch of I2ES (INCB, questions and answers on I2ES). */
const BEGUN_ON = '2015-03-10';

export class OverviewState {
  day = $state('');
  #reading = $state.raw<UsageReading | null>(null);

  readonly isDayWrong = $derived(
    this.day !== '' && (!isCalendarDate(this.day) || this.day < BEGUN_ON || this.day > store.today)
  );
  readonly asOf = $derived.by((): CalendarDate => {
    return this.day !== '' && !this.isDayWrong ? (this.day as CalendarDate) : store.today;
  });
  readonly setting = $derived(
    readOverviewSetting(store.documents(OVERVIEW_SETTING_ID).find(({ _id }) => _id === OVERVIEW_SETTING_ID))
  );
  readonly activeMonths = $derived(this.setting.activeMonths ?? USUAL_ACTIVE_MONTHS);
  // Each is the same list until it changes: another document counts nothing again.
  readonly #standings = $derived(standingsOf(store));
  readonly #registrations = $derived(registrationsOf(store));
  readonly input = $derived.by((): OverviewInput => ({
    standings: this.#standings,
    registrations: this.#registrations,
    usage: this.#reading?.usage ?? [],
    asOf: this.asOf,
    today: store.today,
    activeMonths: this.activeMonths
  }));
  /** The only source for that day, as long as no record goes back so far. */
  readonly isHistory = $derived(this.asOf === HISTORY_DAY && countedSince(this.input).records > HISTORY_DAY);
  readonly overview = $derived(this.isHistory ? historyOverview() : overviewOn(this.input));
  readonly before = $derived(overviewMonthBefore(this.input));
  readonly today = $derived(
    this.asOf === store.today ? this.overview : overviewOn({ ...this.input, asOf: store.today })
  );
  readonly usageUntil = $derived(
    this.input.usage.filter(({ month }) => month <= lastMonthOf(this.asOf, store.today))
  );
  /** Months that are over and of which all usage is known, as on the chosen day. */
  readonly countedMonths = $derived({
    first: countedSince(this.input).figures,
    last: addMonths(addDays(this.asOf, 1), -1).slice(0, 7)
  });
  readonly growth = $derived(growthUntil(this.input));
  readonly ways = $derived(waysOnto(this.input));
  readonly funnel = $derived(funnelOf(this.ways, this.overview));

  constructor() {
    let turn = 0;
    $effect(() => {
      // Replicated records show immediately.
      void store.documents('usage:');
      const mine = ++turn;
      void store.usage().then((reading) => {
        if (mine === turn && !isSameUsage(this.#reading, reading)) this.#reading = reading;
      });
    });
  }

  get isRead(): boolean {
    return this.#reading !== null;
  }

  get doubtful(): readonly string[] {
    return this.#reading?.doubtful ?? [];
  }
}
