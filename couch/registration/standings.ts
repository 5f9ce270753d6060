/** Asked at every request. The cache expires after 30 seconds, in case the feed stops unnoticed. */
import { databaseToCountry } from '#couch/base/databases.ts';
import { changeDocument, listDocuments, storedAs } from '#couch/database/documents.ts';
import { LiveChanges } from '#couch/database/live-changes.ts';
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isDossierKind } from '#lib/domain/act/kind-groups.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  parseStanding,
  standingId,
  standingProblem,
  type Standing
} from '#lib/domain/registration/standing.ts';
import type { Problem } from '#lib/domain/result.ts';

const MAX_AGE_MS = 30_000;

const parse = storedAs(parseStanding);

export function listStandings(engine: Engine): Promise<Standing[]> {
  return listDocuments(engine.open('incb'), 'standing:', parse);
}

interface Kept {
  readonly standing: Standing | null;
  readonly readAt: number;
}

export class Standings {
  readonly #database: Database;
  readonly #kept = new Map<CountryCode, Kept>();
  readonly #listeners = new Set<() => void>();
  #feed: LiveChanges | null = null;
  #changes = 0;
  #closed = false;

  constructor(engine: Engine) {
    this.#database = engine.open('incb');
  }

  async of(authority: AuthorityCode): Promise<Standing | null> {
    if (!isCountry(authority)) return null;
    await this.#follow();
    const kept = this.#kept.get(authority);
    if (kept && Date.now() - kept.readAt < MAX_AGE_MS) return kept.standing;
    return this.read(authority);
  }

  async read(country: CountryCode): Promise<Standing | null> {
    const changes = this.#changes;
    const standing = parse(await readDocument(this.#database, standingId(country)));
    if (changes === this.#changes) this.#kept.set(country, { standing, readAt: Date.now() });
    return standing;
  }

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
    this.#changes++;
    this.#kept.clear();
    for (const listener of this.#listeners) listener();
  }
}

const PAGE = 1000;
/** Countries older than account requests are active from their first trade act. Can run at every start. */
export async function ensureStandings(engine: Engine, now: Instant): Promise<void> {
  const board = engine.open('incb');
  for (const name of await engine.list()) {
    const country = databaseToCountry(name);
    if (country === null || (await readDocument(board, standingId(country)))) continue;
    const { first, trade } = await firstActsOf(country, engine.open(name));
    const since = first ?? now;
    const standing: Standing = {
      _id: standingId(country),
      schema: 1,
      country,
      state: 'registered',
      registeredAt: since,
      since,
      by: 'server',
      ...(trade === null ? {} : { activeSince: trade })
    };
    await putUnlessChanged(board, standing);
  }
}

interface FirstActs {
  readonly first: Instant | null;
  readonly trade: Instant | null;
}

async function firstActsOf(country: CountryCode, database: Database): Promise<FirstActs> {
  let first: Instant | null = null;
  for (let startkey = 'act:'; ;) {
    const { rows } = await database.allDocs({ startkey, endkey: 'act:\ufff0', limit: PAGE });
    for (const { id } of rows) {
      const parts = parseActId(id);
      if (parts?.issuer !== country) continue;
      const day = `${parts.date}T00:00:00.000Z` as Instant;
      first ??= day;
      if (parts.kind !== null && isDossierKind(parts.kind)) return { first, trade: day };
    }
    const last = rows[rows.length - 1];
    if (!last || rows.length < PAGE) return { first, trade: null };
    startkey = `${last.id}\u0000`;
  }
}
