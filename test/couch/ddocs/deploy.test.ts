import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deployDesignDocuments } from '#couch/ddocs/deploy.ts';
import type { Database } from '#couch/engine/engine.ts';
import { classRows, importReferenceRows, partnerRows } from '#lib/domain/exchange/view-rows.ts';
import { usageRows } from '#lib/domain/usage/usage-rows.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { OFFERS, TRADE } from './corpus.ts';

/** A revision CouchDB already holds it takes for the same document and looks at no more, so each letter is another. */
function storable(document: unknown, letter = 'a'): Record<string, unknown> {
  const { _rev = `1-${letter.repeat(32)}` } = document as { _rev?: string };
  const [start, hash] = _rev.split('-');
  return {
    _rev,
    _revisions: { start: Number(start), ids: [hash] },
    ...(document as Record<string, unknown>)
  };
}

async function countBy(database: Database, view: string): Promise<Record<string, number>> {
  const { rows } = await database.query<number>(view, { group: true });
  return Object.fromEntries(rows.map(({ key, value }) => [(key as string[]).join(' '), value]));
}

function expectedCounts(map: typeof partnerRows): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { key } of TRADE.flatMap((act) => map(act))) {
    const name = (key as string[]).join(' ');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** A busy CouchDB needs seconds to make the databases of one test. */
vi.setConfig({ testTimeout: 30000, hookTimeout: 30000 });

describeEngines('deployed design documents', (open, kind) => {
  let tested: TestEngine;
  let database: Database;

  beforeEach(async () => {
    tested = await open();
    await tested.engine.create('country-au');
    database = tested.engine.openAsAdministrator('country-au');
  });
  afterEach(() => tested.drop());

  test('are put once, and again only when they differ', async () => {
    const all = ['structure', 'authority', 'matching', 'classes', 'partners', 'usage'];
    expect(await deployDesignDocuments(database, 'country', kind)).toEqual(all);
    expect(await deployDesignDocuments(database, 'country', kind)).toEqual([]);
    const held = await database.get<{ hash: string }>('_design/usage');
    await database.put({ ...held, hash: 'older' });
    expect(await deployDesignDocuments(database, 'country', kind)).toEqual(['usage']);
    expect((await database.get<{ hash: string }>('_design/usage')).hash).toBe(held.hash);
    const { rows } = await database.allDocs({ startkey: '_design/', endkey: '_design0' });
    expect(rows.map(({ id }) => id.slice('_design/'.length)).sort()).toEqual([...all].sort());
  });

  test('index a year of trade as the domain does, whatever else lies in the database', async () => {
    await deployDesignDocuments(database, 'country', kind);
    await database.bulkDocs(
      TRADE.map((act) => storable(act)),
      { new_edits: false }
    );
    await database.put({ _id: 'draft:6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e', body: null } as object);
    const dossier = importReferenceRows(TRADE[0])[0]?.key;
    const { rows } = await database.query<{ kind: string }>('matching/by-import-reference', { key: dossier });
    expect(rows.map(({ id }) => id).sort()).toEqual(TRADE.map(({ _id }) => _id as string).sort());
    expect(new Set(rows.map(({ value }) => value.kind))).toEqual(new Set(TRADE.map(({ body }) => body.kind)));
    expect(await countBy(database, 'partners/by-count')).toEqual(expectedCounts(partnerRows));
    expect(await countBy(database, 'classes/by-partner-month')).toEqual(expectedCounts(classRows));
    expect(await countBy(database, 'usage/by-month')).toEqual(expectedCounts(usageRows));
  });
});

const url = process.env['COUCHDB_URL'];

/** Straight to `_bulk_docs` with `new_edits: false`, as an intruder with the database's password would. */
async function push(database: Database, document: unknown): Promise<string | null> {
  const { username, password } = new URL(url as string);
  const response = await fetch(`${database.name}/_bulk_docs`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Basic ' + Buffer.from(`${username}:${password}`).toString('base64')
    },
    body: JSON.stringify({ docs: [document], new_edits: false })
  });
  const rows = (await response.json()) as { error: string; reason: string }[] | { error: string };
  if (!Array.isArray(rows)) return rows.error;
  return rows[0] ? rows[0].error : null;
}

describeEngines("CouchDB's own wall", (open, kind) => {
  describe.skipIf(kind !== 'couchdb' || !url)('with the structure deployed', () => {
    test('takes and refuses what the domain does, pushed without history', async () => {
      const tested = await open();
      await tested.engine.create('country-au');
      const database = tested.engine.openAsAdministrator('country-au');
      await deployDesignDocuments(database, 'country', kind);
      for (const offer of OFFERS) {
        const isDocument =
          typeof offer.document === 'object' && offer.document !== null && '_id' in offer.document;
        const first = typeof offer.previous === 'object' || !isDocument || Array.isArray(offer.document);
        if (first || typeof (offer.document as { _id: unknown })._id !== 'string') continue;
        const answer = await push(database, storable(offer.document, offer.accepted ? 'a' : 'b'));
        expect([offer.name, answer === null]).toEqual([offer.name, offer.accepted]);
      }
      await tested.drop();
    });

    test('a signed act can be neither replaced nor removed, whatever history is claimed', async () => {
      const tested = await open();
      await tested.engine.create('country-au');
      const database = tested.engine.openAsAdministrator('country-au');
      await deployDesignDocuments(database, 'country', kind);
      const act = TRADE[0] as (typeof TRADE)[number];
      const altered = { ...act, body: { ...act.body, to: ['FR'] } };
      expect(await push(database, storable(act))).toBeNull();
      const other = { start: 9, ids: ['f'.repeat(32)] };
      for (const attack of [
        storable(altered, 'b'),
        { ...altered, _rev: '9-' + 'f'.repeat(32), _revisions: other },
        { ...act, _rev: '9-' + 'f'.repeat(32), _revisions: other },
        {
          _id: act._id,
          _deleted: true,
          _rev: '2-' + 'f'.repeat(32),
          _revisions: { start: 2, ids: ['f'.repeat(32), 'a'.repeat(32)] }
        },
        { _id: act._id, _deleted: true, _rev: '9-' + 'f'.repeat(32), _revisions: other }
      ]) {
        expect(await push(database, attack)).toBe('forbidden');
      }
      await push(database, storable(altered));
      expect(await database.get(act._id)).toEqual({ ...act, _rev: storable(act)['_rev'] });
      await tested.drop();
    });
  });
});
