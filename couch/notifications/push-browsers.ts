/**
 * The browsers in which a person wants to be notified: each from its hour on, at most once a day, and only of news. A
 * message that a push service does not take is tried again, later each time.
 */
import { Records, type AccountDocument, type SessionDevice } from '#couch/accounts/stored-document.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { Semaphore } from '#couch/base/turns.ts';
import { idsFrom, type Engine } from '#couch/engine/engine.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { countForDigest, hasNews, type Waiting } from '#lib/domain/notifications/waiting.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { dayDue, parseDailyHour, type AskedHour, type NotificationLanguage } from './daily-hour.ts';
import { writePush } from './notification-text.ts';
import { parsePushAddress, type PushAddress, type WebPush } from './web-push.ts';

interface PushBrowsersOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly webPush: WebPush;
  readonly warn: (about: string, error: unknown) => void;
}

/** Never its address. */
interface PushBrowser {
  /** Hash of its address: a browser finds itself by it. */
  readonly id: string;
  readonly device: string | null;
  readonly madeAt: Instant;
  readonly hour: number;
  readonly zone: string;
  readonly failedAt: Instant | null;
}

export type AskedBrowser = AskedHour & Readonly<Partial<Record<keyof PushAddress, unknown>>>;
type HeldBrowser = AccountDocument<'push'>;

const MAX_BROWSERS = 10;
const MESSAGES_AT_ONCE = 8;
const MESSAGES_OF_ONE = 2;
const AGAIN_AFTER_MS = 5 * 60_000;
const MAX_DOUBLINGS = 8;

export class PushBrowsers {
  readonly #options: PushBrowsersOptions;
  readonly #held: Records<'push'>;
  readonly #turns = new Semaphore(MESSAGES_AT_ONCE, MESSAGES_OF_ONE);

  constructor(options: PushBrowsersOptions) {
    this.#options = options;
    this.#held = new Records(options.engine.open('accounts'), 'push');
  }

  async list(person: string): Promise<readonly PushBrowser[]> {
    const held = await this.#held.list(`${person}:`);
    return held.map((one) => ({
      id: this.#placeOf(one).id,
      device: one.device?.name ?? null,
      madeAt: toInstant(one.madeAt),
      hour: one.hour,
      zone: one.zone,
      failedAt: one.failed ? toInstant(one.failed.at) : null
    }));
  }

  /** Again: another hour or language. A browser notifies one person, the last who asked. */
  async add(
    person: string,
    asked: AskedBrowser,
    { device, note }: { readonly device: SessionDevice | undefined; readonly note: () => Promise<void> }
  ): Promise<Result<true>> {
    const daily = parseDailyHour(asked);
    if (!daily.ok) return daily;
    const address = parsePushAddress(asked);
    if (!address) return refuse({ code: 'notifications.browser.refused', path: 'endpoint' });
    const id = nativeSha256(address.endpoint);
    const own = await this.list(person);
    if (!own.some((one) => one.id === id)) {
      if (own.length >= MAX_BROWSERS) return refuse({ code: 'notifications.browser.tooMany' });
      await note();
    }
    await this.#removeOthers(person, id);
    const now = this.#options.clock();
    await this.#held.change(`${person}:${id}`, (held) => ({
      ...address,
      ...daily.value,
      ...(device ? { device } : {}),
      madeAt: held?.madeAt ?? now,
      since: held?.since ?? now,
      // A new hour sends no second message on the same day.
      sentOn: held?.sentOn ?? ''
    }));
    return accept(true);
  }

  async remove(person: string, id: string, note: () => Promise<void>): Promise<void> {
    const name = `${person}:${id}`;
    if ((await this.#held.read(name)) === null) return;
    await note();
    await this.#held.remove(name);
  }

  /** `waitingOf`: null for a person without access. */
  async sendDue(
    waitingOf: (person: string) => Promise<readonly Waiting[] | null>,
    ends: AbortSignal
  ): Promise<void> {
    const due = (await this.#held.list()).filter((one) => this.#dayDue(one) !== null);
    const sending = due.map(async (one) => {
      const { person } = this.#placeOf(one);
      const send = (): Promise<void> => this.#sendTo(one, () => waitingOf(person), ends);
      await this.#turns
        .pass(send, person)
        .catch((error: unknown) => this.#options.warn('a notification', error));
    });
    await Promise.all(sending);
  }

  #dayDue(held: HeldBrowser): string | null {
    const { count, at } = held.failed ?? { count: 0, at: 0 };
    const now = this.#options.clock();
    const rest = AGAIN_AFTER_MS * 2 ** Math.min(count - 1, MAX_DOUBLINGS);
    return held.failed && now < at + rest ? null : dayDue(held, now);
  }

  async #sendTo(
    { _id }: HeldBrowser,
    read: () => Promise<readonly Waiting[] | null>,
    ends: AbortSignal
  ): Promise<void> {
    const waiting = ends.aborted ? null : await read();
    if (waiting === null) return;
    const name = this.#held.nameOf({ _id });
    const now = this.#options.clock();
    let before: HeldBrowser | null = null;
    // Claimed before it is sent: another gateway, or a restart, sends no second one on that day.
    const claimed = await this.#held.change(name, (held) => {
      const day = held && this.#dayDue(held);
      if (!held || day === null) return null;
      before = held;
      return { ...held, sentOn: day, since: now };
    });
    if (!claimed || before === null) return;
    const { since, sentOn, failed } = before as HeldBrowser;
    const [today, last] = [instantToDate(toInstant(now)), toInstant(since)];
    if (!hasNews(waiting, today, last)) return;
    const text = writePush(countForDigest(waiting, today, last), claimed.language as NotificationLanguage);
    try {
      const outcome = await this.#options.webPush.post(claimed, text, ends);
      if (outcome === 'gone') await this.#held.remove(name);
      else if (failed) await this.#held.change(name, (held) => held && withoutFailure(held));
    } catch (error) {
      const failure = { count: (failed?.count ?? 0) + 1, at: this.#options.clock() };
      const again = { since, sentOn, ...(ends.aborted ? {} : { failed: failure }) };
      await this.#held.change(name, (held) => held && { ...held, ...again });
      throw error;
    }
  }

  async #removeOthers(person: string, id: string): Promise<void> {
    const { rows } = await this.#options.engine.open('accounts').allDocs(idsFrom('push:'));
    for (const row of rows) {
      const place = this.#placeOf({ _id: row.id });
      if (place.id === id && place.person !== person) await this.#held.remove(`${place.person}:${id}`);
    }
  }

  #placeOf(held: { readonly _id: string }): { readonly person: string; readonly id: string } {
    const name = this.#held.nameOf(held);
    const cut = name.lastIndexOf(':');
    return { person: name.slice(0, cut), id: name.slice(cut + 1) };
  }
}

function withoutFailure({ failed: _failed, ...held }: HeldBrowser): HeldBrowser {
  return held;
}

function toInstant(at: number): Instant {
  return new Date(at).toISOString() as Instant;
}
