/**
 * Status of each country, asked at every request. The cache follows the Board's database and expires after 30 seconds,
 * in case the feed stops unnoticed.
 */
import { LiveChanges } from '#couch/database/live-changes.ts';
import {
  changeDocument,
  readDocument,
  withoutRevision,
  type Database,
  type Engine,
  type Stored
} from '#couch/engine/engine.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  parseStanding,
  standingId,
  standingProblem,
  type Standing
} from '#lib/domain/registration/standing.ts';
import type { Problem } from '#lib/domain/result.ts';

const BELIEVED_MS = 30_000;

interface Kept {
  readonly standing: Standing | null;
  readonly readAt: number;
}

export class Standings {
  readonly #database: Database;
  readonly #kept = new Map<CountryCode, Kept>();
  readonly #listeners = new Set<() => void>();
  #feed: LiveChanges | null = null;
  #heard = 0;
  #closed = false;

  constructor(engine: Engine) {
    this.#database = engine.open('incb');
  }

  async of(authority: AuthorityCode): Promise<Standing | null> {
    if (!isCountry(authority)) return null;
    await this.#follow();
    const kept = this.#kept.get(authority);
    if (kept && Date.now() - kept.readAt < BELIEVED_MS) return kept.standing;
    return this.read(authority);
  }

  async read(country: CountryCode): Promise<Standing | null> {
    const heard = this.#heard;
    const held = await readDocument<Stored<Standing>>(this.#database, standingId(country));
    const standing = held && parseStanding(held).ok ? withoutRevision(held) : null;
    if (heard === this.#heard) this.#kept.set(country, { standing, readAt: Date.now() });
    return standing;
  }

  /** Problem shown to people of a suspended or closed country, or null. */
  async problemOf(authority: AuthorityCode): Promise<Problem | null> {
    return standingProblem(await this.of(authority));
  }

  async change(
    country: CountryCode,
    change: (held: Standing | null) => Standing | null
  ): Promise<Standing | null> {
    const written = await changeDocument<Standing>(this.#database, standingId(country), change);
    if (written) this.#forget();
    return written;
  }

  async noteActive(authority: AuthorityCode, at: Instant): Promise<void> {
    const standing = await this.of(authority);
    if (!standing || standing.activeSince !== undefined) return;
    await this.change(standing.country, (held) =>
      held && held.activeSince === undefined ? { ...held, activeSince: at } : null
    );
  }

  /** Calls `listener` when a country's status might have changed; returns a function that stops it. */
  follow(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#follow().catch(() => undefined);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#feed?.stop();
  }

  async #follow(): Promise<void> {
    if (this.#closed) return;
    const feed = (this.#feed ??= new LiveChanges({
      database: this.#database,
      from: 'now',
      take: (id) => {
        if (id.startsWith('standing:')) this.#forget();
      },
      onCut: () => this.#forget()
    }));
    try {
      await feed.ready;
    } catch (error) {
      feed.stop();
      if (this.#feed === feed) this.#feed = null;
      throw error;
    }
  }

  #forget(): void {
    this.#heard++;
    this.#kept.clear();
    for (const listener of this.#listeners) listener();
  }
}
