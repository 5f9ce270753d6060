/**
 * Each ends with a change, by time, or with the session, role, registration or gateway. Blank lines show proxies and
 * clients that it lives.
 */
import { PassThrough, type Readable } from 'node:stream';
import type { Accounts, Session } from '#couch/accounts/accounts.ts';
import type { Database } from '#couch/engine/engine.ts';
import type { Standings } from '#couch/registration/standings.ts';
import { ChangeBells } from '#couch/database/live-changes.ts';
import { shareOf, type ConcurrencyLimit } from '../bounds/rates.ts';
import { readAllChanges, readChanges, type ChangesPage, type ChangesQuery } from './changes.ts';
import type { Limits } from '#couch/base/limits.ts';
import { scheduleSliced, SlicedTask, type Turn } from '#couch/base/sliced-task.ts';
import { refusal } from '../bounds/refusal.ts';

interface Waiting {
  readonly session: Session;
  wake(): void;
}

interface FeedsOptions {
  readonly accounts: Accounts;
  readonly standings: Standings;
  readonly limits: Limits;
  readonly concurrency: ConcurrencyLimit;
}

export class Feeds {
  readonly #bells = new ChangeBells();
  readonly #waiting = new Set<Waiting>();
  readonly #accounts: Accounts;
  readonly #standings: Standings;
  readonly #limits: Limits;
  readonly #concurrency: ConcurrencyLimit;
  readonly #stopFollowing: readonly (() => void)[];
  #closed = false;

  constructor({ accounts, standings, limits, concurrency }: FeedsOptions) {
    this.#accounts = accounts;
    this.#standings = standings;
    this.#limits = limits;
    this.#concurrency = concurrency;
    this.#stopFollowing = [
      accounts.followChanges((person) => this.#wakeThoseOf(person)),
      standings.follow(() => this.#wakeThoseOf(null))
    ];
  }

  get open(): number {
    return this.#waiting.size;
  }

  async poll(
    session: Session,
    name: string,
    database: Database,
    { query, turn }: { readonly query: ChangesQuery; readonly turn: Turn }
  ): Promise<ChangesPage | Readable> {
    const work = new SlicedTask(turn);
    if (query.isWhole) return readAllChanges(database, query, this.#limits, work);
    if (query.feed === 'normal') return readChanges(database, query, this.#limits, work);
    const mine = [...this.#waiting].filter((one) => one.session.id === session.id);
    if (mine.length >= this.#limits.feedsPerSession) throw refusal(429, 'feed.tooMany');
    const slot = this.#concurrency.take(shareOf(session.person), session.person.id);
    let rung = false;
    const waiting = { session, wake: (): void => void (rung = true) };
    this.#waiting.add(waiting);
    const stop = await this.#bells
      .listen(name, database, () => waiting.wake())
      .catch((error: unknown) => {
        this.#waiting.delete(waiting);
        slot.abandon();
        throw error;
      });
    const leave = (): void => (stop(), slot.abandon(), void this.#waiting.delete(waiting));
    try {
      const since = query.since === 'now' ? String((await database.info()).update_seq) : query.since;
      const asked = { ...query, since };
      const page = await readChanges(database, asked, this.#limits, work);
      if (page.results.length > 0 || this.#closed) return (leave(), page);
      return this.#stream(waiting, {
        database,
        query: { ...asked, since: String(page.last_seq) },
        leave,
        isRung: () => rung
      });
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Clients come back to another gateway. */
  close(): void {
    this.#closed = true;
    this.#stopFollowing.forEach((stop) => stop());
    this.#bells.close();
    this.#waiting.forEach((one) => one.wake());
  }

  #wakeThoseOf(person: string | null): void {
    for (const one of this.#waiting) if (person === null || one.session.person.id === person) one.wake();
  }

  #stream(waiting: Waiting, feed: Open): PassThrough {
    const stream = new PassThrough();
    const { heartbeat, timeout } = feed.query;
    const beat = heartbeat === null ? null : setInterval(() => stream.write('\n'), heartbeat);
    const limit = Math.min(timeout ?? this.#limits.longpollMs, this.#limits.longpollMs);
    let ended = false;
    const end = (page: ChangesPage | null): void => {
      if (ended) return;
      ended = true;
      if (beat) clearInterval(beat);
      clearTimeout(alarm);
      feed.leave();
      const { since } = feed.query;
      const nothing = { results: [], last_seq: /^[0-9]+$/.test(since) ? Number(since) : since };
      if (!stream.destroyed) stream.end(JSON.stringify(page ?? nothing));
    };
    const alarm = setTimeout(() => end(null), limit);
    const look = this.#lookOnce(waiting.session, feed, end);
    waiting.wake = look;
    stream.on('close', () => end(null));
    // A change during the reading was missed only by this stream.
    if (feed.isRung()) look();
    return stream;
  }

  /** One check at a time; a change during it triggers another. The session is read again before anything is sent. */
  #lookOnce(session: Session, feed: Open, end: (page: ChangesPage | null) => void): () => void {
    let looking = false;
    let again = false;
    const look = async (): Promise<void> => {
      if (this.#closed) return end(null);
      const held = await this.#accounts.sessions.readById(session.id, session.person.id);
      const isOther = held?.person.role !== session.person.role || held.enrolling !== undefined;
      if (held === null || isOther || (await this.#standings.problemOf(held.person.authority)))
        return end(null);
      const page = await readChanges(
        feed.database,
        feed.query,
        this.#limits,
        new SlicedTask(scheduleSliced(shareOf(session.person)))
      );
      if (page.results.length > 0) end(page);
    };
    const run = (): void => {
      again = looking;
      if (looking) return;
      looking = true;
      look()
        .catch(() => end(null))
        .finally(() => {
          looking = false;
          if (again) run();
        });
    };
    return run;
  }
}

interface Open {
  readonly database: Database;
  readonly query: ChangesQuery;
  leave(): void;
  isRung(): boolean;
}
