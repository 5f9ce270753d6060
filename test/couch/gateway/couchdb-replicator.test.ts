/**
 * CouchDB's own replicator pulls a country's database through the gateway, with nothing but a session's cookie. It
 * runs on the server of COUCHDB_REPLICATOR_URL, or of COUCHDB_URL where its settings let it call an address at all:
 * those that I2ES deploys do not (`couch/deploy/couchdb.ini`).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askCouchdb, describeEngines } from '../with-engine.ts';
import { fillWithDrafts, leavesOf, MISSING } from './crowded.ts';
import { openRig, type Client, type Rig } from './rig.ts';

const SERVER = process.env['COUCHDB_REPLICATOR_URL'] ?? process.env['COUCHDB_URL'] ?? '';

async function mayReplicate(): Promise<boolean> {
  if (SERVER === '') return false;
  const { status, body } = await askCouchdb(SERVER, 'GET', '_node/_local/_config/replicator');
  return status === 200 && body['valid_endpoint_protocols'] !== 'none';
}

const isPossible = await mayReplicate();
if (!isPossible)
  console.warn(
    'SKIPPED: CouchDB’s replicator. Set COUCHDB_REPLICATOR_URL to a CouchDB that may replicate ([replicator] valid_endpoint_protocols = http,https).'
  );

describe.skipIf(!isPossible)('with a CouchDB that replicates', () => {
  describeEngines('CouchDB’s replicator', (open, kind) => {
    const target = `replica-${process.pid}-${kind}`;
    let rig: Rig;
    let officer: Client;

    beforeAll(async () => {
      // Small pages: it asks for all changes at once, however many there are.
      rig = await openRig(open, { limits: { changesPerPage: 50 } });
      officer = await rig.signIn('au.officer');
      await fillWithDrafts(officer, 'country-au', '6f1c1');
      await askCouchdb(SERVER, 'PUT', target);
    });
    afterAll(async () => {
      await askCouchdb(SERVER, 'DELETE', target);
      await rig.drop();
    });

    function replicate(): Promise<{ status: number; body: Record<string, unknown> }> {
      const { username, password, origin } = new URL(SERVER);
      const source = { url: `${rig.address}/db/country-au`, headers: { cookie: officer.cookie } };
      const auth = { basic: { username, password } };
      return askCouchdb(SERVER, 'POST', '_replicate', {
        source,
        target: { url: `${origin}/${target}`, auth }
      });
    }

    test(
      'pulls conflicts and tombstones whole, and what is new the next time',
      { timeout: 120_000 },
      async () => {
        const { status, body } = await replicate();
        expect({ status, body }).toMatchObject({
          status: 200,
          body: { ok: true, history: [{ doc_write_failures: 0 }] }
        });
        const [{ docs_written }] = body['history'] as [{ docs_written: number }];
        expect(docs_written).toBeGreaterThan(MISSING);
        const here = await officer.ask('GET', '/db/country-au/_changes?style=all_docs');
        const there = await askCouchdb(SERVER, 'GET', `${target}/_changes?style=all_docs`);
        expect(leavesOf(there.body)).toEqual(leavesOf(here.body));

        expect(await replicate()).toMatchObject({ body: { ok: true, no_changes: true } });
        await officer.push('country-au', [
          { _id: 'draft:1b1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c', schema: 1, fields: {} }
        ]);
        const again = await replicate();
        expect(again.body).toMatchObject({ ok: true });
        // It counts on over the runs that its checkpoint remembers.
        expect(again.body['history']).toMatchObject([{ docs_written: docs_written + 1 }, {}]);
      }
    );
  });
});
