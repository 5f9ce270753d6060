import { afterAll, beforeAll, expect, test } from 'vitest';
import { anImportAuthorization, aReply } from '../../samples/acts.ts';
import { describeEngines } from '../with-engine.ts';
import { memberOf, parseChanges, resultsOf } from './answers.ts';
import { aNumber, aReplica, openRig, signed, type Client, type Rig } from './rig.ts';

describeEngines('replication through the gateway', (open) => {
  let rig: Rig;
  let officer: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  async function claim(): Promise<{ first: number }> {
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
    const { status, body } = await officer.ask('POST', '/api/blocks', claim);
    expect(status).toBe(201);
    return body as { first: number };
  }

  test('an officer pushes an authorization and a draft from their device, and a second device pulls them', async () => {
    const { first } = await claim();
    const act = await signed(
      anImportAuthorization({ over: { number: aNumber(first, 'AU') } }),
      rig.keys.auOfficer
    );
    const device = aReplica();
    const draft = {
      _id: 'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c',
      schema: 1,
      fields: { number: '', lines: [] }
    };
    await device.bulkDocs([act, draft]);
    const pushed = await device.replicate.to(officer.remote('country-au'));
    expect(pushed).toMatchObject({ ok: true, docs_written: 2, doc_write_failures: 0 });
    const second = aReplica();
    await second.replicate.from(officer.remote('country-au'));
    expect(await second.get(act._id)).toMatchObject({ body: { number: act.body.number } });
    expect(await second.get(draft._id)).toMatchObject({ fields: { number: '' } });
    const again = await device.replicate.to(officer.remote('country-au'));
    expect(again.docs_written).toBe(0);
  });

  test('design documents and checkpoints of others never leave the server', async () => {
    const device = aReplica();
    await device.replicate.from(officer.remote('country-au'));
    const { rows } = await device.allDocs();
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter(({ id }) => id.startsWith('_'))).toEqual([]);
  });

  test('pages are full up to the last one, however small they are', async () => {
    const ids: string[] = [];
    for (let since: string | number = 0; ;) {
      const { body } = await officer.ask('GET', `/db/country-au/_changes?limit=1&since=${since}`);
      const page = parseChanges(body);
      ids.push(...page.results.map(({ id }) => id));
      since = page.last_seq;
      if (page.results.length < 1) break;
    }
    const whole = await officer.ask('GET', '/db/country-au/_changes');
    expect(ids.sort()).toEqual(
      parseChanges(whole.body)
        .results.map(({ id }) => id)
        .sort()
    );
  });

  test('a refused act comes back as denied with its reason, and nothing else is held up', async () => {
    const device = aReplica();
    const forged = await signed(
      anImportAuthorization({ over: { number: aNumber(900, 'AU') } }),
      rig.keys.stranger
    );
    const draft = { _id: 'draft:0b1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c', schema: 1, fields: {} };
    await device.bulkDocs([forged, draft]);
    const denied: { doc: { id: string; reason: string } }[] = [];
    const push = device.replicate.to(officer.remote('country-au'));
    push.on('denied', (error) => denied.push(error as unknown as { doc: { id: string; reason: string } }));
    const result = await push;
    expect(result).toMatchObject({ docs_written: 1, doc_write_failures: 1 });
    expect(JSON.stringify(denied)).toContain('signature.key.unknown');
    expect(await rig.engine.open('country-au').get(draft._id)).toMatchObject({ schema: 1 });
  });

  test('live replication carries an act to the other device within the long poll', async () => {
    const { first } = await claim();
    const [one, two] = [aReplica(), aReplica()];
    const pull = two.replicate.from(officer.remote('country-au'), { live: true });
    const push = one.replicate.to(officer.remote('country-au'), { live: true });
    const act = await signed(
      anImportAuthorization({ over: { number: aNumber(first, 'AU') } }),
      rig.keys.auOfficer
    );
    const arrived = new Promise<void>((resolve) => {
      two.changes({ live: true, since: 0 }).on('change', ({ id }) => id === act._id && resolve());
    });
    await one.put(act);
    await arrived;
    expect(await two.get(act._id)).toMatchObject({ signature: { key: rig.keys.auOfficer.keyId } });
    pull.cancel();
    push.cancel();
  });

  test('a long poll waits, tells that it lives, and ends with the change', async () => {
    const { body: now } = await officer.ask('GET', '/db/country-au/_changes');
    const path = `/db/country-au/_changes?feed=longpoll&heartbeat=1000&since=${parseChanges(now).last_seq}`;
    const waiting = officer.ask('GET', path);
    const draft = { _id: 'draft:1b1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c', schema: 1, fields: {} };
    await officer.push('country-au', [draft]);
    const { status, body } = await waiting;
    expect(status).toBe(200);
    expect(parseChanges(body).results.map(({ id }) => id)).toEqual([draft._id]);
  });

  test('signing out ends open feeds and every later request at once', async () => {
    const leaving = await rig.signIn('au.other');
    const { body: now } = await leaving.ask('GET', '/db/country-au/_changes');
    const waiting = leaving.ask(
      'GET',
      `/db/country-au/_changes?feed=longpoll&heartbeat=1000&since=${parseChanges(now).last_seq}`
    );
    // The feed is open once the gateway counts it: the sixth more is the first too many.
    const more = Array.from({ length: 6 }, () =>
      leaving.ask('GET', `/db/country-au/_changes?feed=longpoll&since=${parseChanges(now).last_seq}`)
    );
    const refused = await Promise.race(more);
    expect(refused).toMatchObject({ status: 429, body: { reason: 'feed.tooMany' } });
    expect((await leaving.ask('DELETE', '/api/session')).status).toBe(204);
    const answers = await Promise.all([waiting, ...more]);
    for (const { status, body } of answers) expect(status === 429 || resultsOf(body).length === 0).toBe(true);
    expect((await leaving.ask('GET', '/db/country-au')).status).toBe(401);
  });

  test('a checkpoint is its owner’s alone', async () => {
    const other = await rig.signIn('au.administrator');
    const path = '/db/country-au/_local/KzvCkXDRrHkmEbEmyCNfrQ==';
    const written = await officer.ask('PUT', path, { session_id: 'x', last_seq: 3 });
    expect(written).toMatchObject({ status: 201, body: { ok: true } });
    expect(await officer.ask('GET', path)).toMatchObject({ status: 200, body: { last_seq: 3 } });
    expect((await other.ask('GET', path)).status).toBe(404);
    expect((await other.ask('PUT', path, { last_seq: 9 })).status).toBe(201);
    expect(await officer.ask('GET', path)).toMatchObject({ body: { last_seq: 3 } });
    const stale = await officer.ask('PUT', path, { last_seq: 4 });
    expect([201, 409]).toContain(stale.status);
    expect((await officer.ask('PUT', path, { last_seq: 4, x: 'x'.repeat(70_000) })).status).toBe(413);
  });

  test('a database that was deleted and made again has another epoch, and says so in every answer', async () => {
    const swiss = await rig.signIn('ch.officer');
    const before = await swiss.ask('GET', '/db/country-ch');
    const epoch = memberOf(before.body, 'epoch');
    expect(epoch).toMatch(/^[0-9a-f-]{36}$/);
    await rig.engine.destroy('country-ch');
    expect((await swiss.ask('GET', '/db/country-ch')).status).toBe(404);
    const { provisionCountry } = await import('#couch/installation/provision.ts');
    await provisionCountry(rig.engine, 'CH' as never);
    const after = await swiss.ask('GET', '/db/country-ch/_changes');
    expect(after.status).toBe(200);
    expect(after.headers.get('i2es-epoch')).not.toBe(epoch);
  });

  test('a partner’s act is refilled by nobody but its own country', async () => {
    const foreign = await signed(aReply(anImportAuthorization()), rig.keys.chOfficer);
    expect(await officer.push('country-au', [foreign])).toEqual({ [foreign._id]: ['door.issuer.foreign'] });
  });
});
