/**
 * How each country stands, asked at every request: read once, kept fresh by the changes of the Board's
 * database, and read again after half a minute in case those have stopped coming unnoticed.
 */
import { LiveChanges } from '#couch/database/live-changes.ts';
import { readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  parseStanding,
  standingId,
  standingProblem,
  type Standing
} from '#lib/domain/registration/standing.ts';
import type { Problem } from '#lib/domain/result.ts';
import { changeDocument, withoutRevision, type Stored } from './change-document.ts';

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
  /** Counts what was heard: what was being read meanwhile is not kept. */
  #heard = 0;
  #closed = false;

  constructor(engine: Engine) {
    this.#database = engine.open('incb');
  }

  /** Null for the Board, and for a country from before registration. */
  async of(authority: AuthorityCode): Promise<Standing | null> {
    if (!isCountry(authority)) return null;
    await this.#follow();
    const kept = this.#kept.get(authority);
    if (kept && Date.now() - kept.readAt < BELIEVED_MS) return kept.standing;
    return this.read(authority);
  }

  /** As it is written at this moment, for whoever decides by it. */
  async read(country: CountryCode): Promise<Standing | null> {
    const heard = this.#heard;
    const held = await readDocument<Stored<Standing>>(this.#database, standingId(country));
    const standing = held && parseStanding(held).ok ? withoutRevision(held) : null;
    if (heard === this.#heard) this.#kept.set(country, { standing, readAt: Date.now() });
    return standing;
  }

  /** What the people of a suspended or closed country are told, or null. */
  async problemOf(authority: AuthorityCode): Promise<Problem | null> {
    return standingProblem(await this.of(authority));
  }

  /** Written from what stands there at that moment; null where `change` wants nothing written. */
  async change(
    country: CountryCode,
    change: (held: Standing | null) => Standing | null
  ): Promise<Standing | null> {
    const written = await changeDocument<Standing>(this.#database, standingId(country), change);
    if (written) this.#forget();
    return written;
  }

  /** A country is active once its first act of a trade has passed the door; that is noted once. */
  async noteActive(authority: AuthorityCode, at: Instant): Promise<void> {
    const standing = await this.of(authority);
    if (!standing || standing.activeSince !== undefined) return;
    await this.change(standing.country, (held) =>
      held && held.activeSince === undefined ? { ...held, activeSince: at } : null
    );
  }

  /** Calls `listener` whenever a country may have come to stand otherwise; returns how to stop. */
  follow(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#follow().catch(() => undefined);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#feed?.stop();
  }

  /** Resolves once every later change will be heard; a beginning that fails is tried again by the next request. */
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
