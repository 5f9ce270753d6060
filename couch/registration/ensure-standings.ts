/**
 * Registers countries older than account requests, active from their first trade act. Checks first, so it can run at
 * every start.
 */
import { databaseToCountry } from '#couch/base/databases.ts';
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isDossierKind } from '#lib/domain/act/kinds.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { standingId, type Standing } from '#lib/domain/registration/standing.ts';

const PAGE = 1000;
export async function ensureStandings(engine: Engine, now: Instant): Promise<void> {
  const board = engine.open('incb');
  for (const name of await engine.list()) {
    const country = databaseToCountry(name);
    if (country === null || (await readDocument(board, standingId(country)))) continue;
    const { first, trade } = await firstActsOf(country, engine.open(name));
    const standing: Standing = {
      _id: standingId(country),
      schema: 1,
      country,
      state: 'registered',
      registeredAt: first ?? now,
      since: first ?? now,
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

/** Ids sort by date, so the first one found is the earliest; its day begins at midnight UTC. */
async function firstActsOf(country: CountryCode, database: Database): Promise<FirstActs> {
  let first: Instant | null = null;
  for (let startkey = 'act:'; ;) {
    const { rows } = await database.allDocs({ startkey, endkey: 'act:\ufff0', limit: PAGE });
    for (const { id } of rows) {
      const parts = parseActId(id);
      if (parts?.issuer !== country) continue;
      const day = `${parts.date}T00:00:00.000Z` as Instant;
      first ??= day;
      if (isDossierKind(parts.kind)) return { first, trade: day };
    }
    const last = rows[rows.length - 1];
    if (!last || rows.length < PAGE) return { first, trade: null };
    startkey = `${last.id}\u0000`;
  }
}
