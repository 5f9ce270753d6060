/**
 * Nothing is acknowledged that one lost node could take back. On a cluster that the test starts itself: set COUCHDB_HOME
 * to a release of CouchDB.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { couchdbHome, CouchdbCluster } from '../engine/couchdb-cluster.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { openTestCouchdb } from '../with-engine.ts';
import { blockOf } from './answers.ts';
import { aNumber, Client, openRig, PASSWORD, signed, withRevision, type Answer, type Rig } from './rig.ts';

if (!couchdbHome)
  console.warn('SKIPPED: a cluster that loses nodes. Set COUCHDB_HOME to a release to run it.');

describe.skipIf(!couchdbHome)('a gateway on a cluster of three', { timeout: 120_000 }, () => {
  let [cluster, rig, officer] = [{} as CouchdbCluster, {} as Rig, {} as Client];
  const acknowledged: string[] = [];
  let serial = 0;

  const pushes = (docs: readonly object[]): Promise<Answer> =>
    officer.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
  const asks = (doc: { _id: string; _rev: string }): Promise<Answer> =>
    officer.ask('POST', '/db/country-au/_revs_diff', { [doc._id]: [doc._rev] });
  const anAct = async () =>
    withRevision(
      await signed(anImportAuthorization({ over: { number: aNumber(serial++, 'AU') } }), rig.keys.auOfficer)
    );
  const pushesAct = async (): Promise<void> => {
    const act = await anAct();
    expect(await pushes([act])).toMatchObject({ status: 201, body: [] });
    acknowledged.push(act._id);
  };

  beforeAll(async () => {
    cluster = await CouchdbCluster.open();
    rig = await openRig(() => openTestCouchdb(cluster.url));
    officer = await rig.signIn('au.officer');
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
    serial = blockOf((await officer.ask('POST', '/api/blocks', claim)).body).first;
  }, 120_000);
  afterAll(async () => {
    await rig.gateway.close();
    await cluster.close();
  });

  test('acknowledges what three nodes, and what two, have stored', async () => {
    await cluster.untilConnected(3);
    await pushesAct();
    await cluster.kill(2);
    await cluster.untilConnected(2);
    await pushesAct();
  });

  test('acknowledges nothing on one node, neither again nor as held already, and can be read', async () => {
    await cluster.kill(1);
    await cluster.untilConnected(1);
    const act = await anAct();
    for (let times = 0; times < 2; times++) {
      const { status, body, headers } = await pushes([act]);
      expect([status, body, headers.get('retry-after')]).toMatchObject([
        503,
        { reason: 'request.tooFewCopies' },
        '5'
      ]);
    }
    expect((await asks(act)).status).toBe(503);
    await expect(Client.signIn(rig.address, 'au.officer', PASSWORD)).rejects.toThrow(/503/);
    expect((await officer.ask('POST', '/db/country-au/_all_docs', { keys: acknowledged })).status).toBe(200);
    const { status, body } = await officer.ask('GET', '/api/ready');
    expect([status, body]).toMatchObject([
      200,
      { ok: false, problems: [{ code: 'server.nodes.tooFew', values: { configured: 3, connected: 1 } }] }
    ]);
  });

  test('has every acknowledged act when the last node is lost and the other two come back', async () => {
    const act = await anAct();
    expect((await pushes([act])).status).toBe(503);
    await cluster.kill(0);
    await cluster.startAgain(1);
    await cluster.startAgain(2);
    cluster.leadTo(1);
    await cluster.untilConnected(2);
    await expect
      .poll(async () => (await officer.ask('GET', '/api/ready')).body, { timeout: 30_000 })
      .toMatchObject({ ok: true });
    const { rows } = await rig.engine.open('country-au').allDocs({ keys: acknowledged });
    expect(rows.filter((row) => 'error' in row)).toEqual([]);
    expect((await asks(act)).body).toEqual({ [act._id]: { missing: [act._rev] } });
    expect(await pushes([act])).toMatchObject({ status: 201, body: [] });
    expect(await asks(act)).toMatchObject({ status: 200, body: {} });
  });
});
