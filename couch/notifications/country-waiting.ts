/** One reading of a country for all its people, repeated only if its database changed, and seldom. */
import { SlicedTask, scheduleSliced } from '#couch/base/sliced-task.ts';
import { Mutex } from '#couch/base/turns.ts';
import { idsFrom, type Engine } from '#couch/engine/engine.ts';
import { parseCarriedContent } from '#lib/domain/act/parse-act.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CalendarDate, Instant } from '#lib/domain/ids.ts';
import { waitingIn, type Waiting } from '#lib/domain/notifications/waiting.ts';
import { offSystem } from '#lib/domain/partners/membership.ts';

/** Calendars ask every few hours; a change is seen after a quarter of an hour. */
const FRESH_MS = 15 * 60_000;
const PAGE = 200;
const CERTIFICATE = /:certificate:/;

interface Reading {
  readonly at: number;
  readonly today: CalendarDate;
  readonly sequence: unknown;
  readonly waiting: readonly Waiting[];
}

interface Options {
  readonly engine: Engine;
  readonly clock: () => number;
}

export class CountryWaiting {
  readonly #options: Options;
  readonly #mutex = new Mutex();
  readonly #held = new Map<AuthorityCode, Promise<Reading>>();

  constructor(options: Options) {
    this.#options = options;
  }

  async of(authority: AuthorityCode): Promise<readonly Waiting[]> {
    // Of questions at the same time, the first reads for all.
    const next = this.#next(authority, this.#held.get(authority) ?? null);
    this.#held.set(authority, next);
    try {
      return (await next).waiting;
    } catch (error) {
      if (this.#held.get(authority) === next) this.#held.delete(authority);
      throw error;
    }
  }

  async #next(authority: AuthorityCode, before: Promise<Reading> | null): Promise<Reading> {
    const held = await before?.catch(() => null);
    const at = this.#options.clock();
    const today = instantToDate(new Date(at).toISOString() as Instant);
    const isSameDay = held?.today === today;
    if (held && isSameDay && at - held.at < FRESH_MS) return held;
    const home = this.#options.engine.open(authorityToDatabase(authority)!);
    const { update_seq: sequence } = await home.info();
    if (held && isSameDay && held.sequence === sequence) return { ...held, at };
    // One country at a time: the largest needs a hundred megabytes for some seconds.
    const waiting = await this.#mutex.run('', () => this.#read(authority, today));
    return { at, today, sequence, waiting };
  }

  async #read(authority: AuthorityCode, today: CalendarDate): Promise<readonly Waiting[]> {
    const task = new SlicedTask(scheduleSliced(authority));
    const certificates = await this.#readActs(REFERENCE_DATABASE, task, (id) => CERTIFICATE.test(id));
    const now = new Date(this.#options.clock()).toISOString() as Instant;
    const isOff = offSystem(certificates as readonly ActOf<'certificate'>[], now);
    const acts = await this.#readActs(authorityToDatabase(authority)!, task);
    const waiting: Waiting[] = [];
    for (const some of waitingIn(acts, { authority, today, isOff })) {
      waiting.push(...some);
      await task.yieldWhenDue();
    }
    return waiting;
  }

  async #readActs(
    name: string,
    task: SlicedTask,
    isMeant: (id: string) => boolean = () => true
  ): Promise<readonly CarriedAct[]> {
    const database = this.#options.engine.open(name);
    const { rows } = await database.allDocs(idsFrom('act:'));
    const ids = rows.map(({ id }) => id).filter(isMeant);
    const acts: CarriedAct[] = [];
    for (let from = 0; from < ids.length; from += PAGE) {
      const read = await database.allDocs({ keys: ids.slice(from, from + PAGE), include_docs: true });
      for (const row of read.rows) {
        const act = 'doc' in row && row.doc ? parseCarriedContent(row.doc) : null;
        if (act?.ok) acts.push(act.value);
        await task.yieldWhenDue();
      }
    }
    return acts;
  }
}
