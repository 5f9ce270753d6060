import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Accounts } from '#couch/accounts/accounts.ts';
import { SlowDown } from '#couch/accounts/slow-down.ts';
import { describeEngines } from '../with-engine.ts';
import { memberOf, resultsOf } from '../gateway/answers.ts';
import { openRig, type Client, type Rig } from '../gateway/rig.ts';

const DRAFT = 'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c';

describeEngines('P5: everything is bounded', (open) => {
  let rig: Rig;
  let officer: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  test('asked a thousand times for one large document, the server sends it once', async () => {
    await officer.push('country-au', [{ _id: DRAFT, schema: 1, fields: { remarks: 'x'.repeat(100_000) } }]);
    const docs = Array.from({ length: 1000 }, () => ({ id: DRAFT, rev: `1-${'a'.repeat(32)}` }));
    const got = await officer.ask('POST', '/db/country-au/_bulk_get', { docs });
    expect(resultsOf(got.body)).toHaveLength(1);
    const keys = docs.map(({ id }) => id);
    expect((await officer.ask('POST', '/db/country-au/_all_docs?include_docs=true', { keys })).status).toBe(
      400
    );
  });

  test('one session’s open feeds take nothing from another session', async () => {
    const greedy = await rig.signIn('au.other');
    const { body } = await officer.ask('GET', '/db/reference');
    const path = `/db/reference/_changes?feed=longpoll&since=${String(memberOf(body, 'update_seq'))}&timeout=5000`;
    const polls = Array.from({ length: 10 }, () => greedy.ask('GET', path));
    const refused = polls.map(async (poll) => (await poll).status);
    expect((await officer.ask('GET', path.replace('5000', '50'))).status).toBe(200);
    expect((await Promise.all(refused)).filter((status) => status === 429)).toHaveLength(4);
  });
});

describe('P5: guesses at sign-in', () => {
  test('names that no person can have are all counted as one, and are not kept', async () => {
    const kept = new Set<string>();
    const noteFailure = SlowDown.prototype.noteFailure;
    SlowDown.prototype.noteFailure = function (person, address, now) {
      kept.add(person);
      return noteFailure.call(this, person, address, now);
    };
    const engine = { open: () => ({ get: async () => Promise.reject({ status: 404 }) }) };
    const accounts = new Accounts({ engine: engine as never, clock: () => 0 });
    for (const person of ['x'.repeat(60_000), 'y'.repeat(60_000), 'Z z'])
      await accounts.openSession({ person, password: 'x', address: '10.0.0.1' });
    SlowDown.prototype.noteFailure = noteFailure;
    expect([...kept]).toEqual(['']);
  });
});

describeEngines('P5: closing', (open) => {
  test('the gateway closes in a moment while browsers hold feeds and unused connections open', async () => {
    const rig = await openRig(open);
    const officer = await rig.signIn('au.officer');
    const { body } = await officer.ask('GET', '/db/country-au');
    const path = `/db/country-au/_changes?feed=longpoll&since=${String(memberOf(body, 'update_seq'))}&heartbeat=10000`;
    const polls = [officer.ask('GET', path), officer.ask('GET', path)];
    const { hostname, port } = new URL(rig.address);
    const unused = connect(Number(port), hostname).on('error', () => undefined);
    await new Promise<void>((resolve) => unused.once('connect', () => resolve()));
    await officer.ask('GET', '/api/health');
    const before = performance.now();
    await rig.gateway.close();
    // A feed, or a connection that says nothing, would hold it for the better part of a minute.
    expect(performance.now() - before).toBeLessThan(8_000);
    for (const poll of polls) expect(resultsOf((await poll).body)).toEqual([]);
    await rig.held.drop();
  });
});
