import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClientTraces } from '#couch/accounts/client-traces.ts';
import { idsFrom } from '#couch/engine/engine.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { aCompany } from '../../samples/companies.ts';
import { aForm, MORPHINE } from '../../samples/forms.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';
import { describeEngines, openUnguarded } from '../with-engine.ts';
import { aKey, Client, openRig, withRevision, type Rig } from '../gateway/rig.ts';
import {
  anImport,
  certify,
  codesIn,
  openSigning,
  openSystem,
  resultsIn,
  type NationalSystem,
  type Signing
} from './world.ts';

describeEngines('a national system', (open) => {
  let rig: Rig;
  let system: NationalSystem;
  let signing: Signing;
  beforeAll(async () => {
    rig = await openRig(open);
    system = await (await openSystem(rig)).signIn();
    signing = await openSigning(system);
  });
  afterAll(() => rig.drop());

  const callsOf = async (): Promise<{ operation: string; codes: string[]; accepted?: number }[]> => {
    const answer = await (await rig.signIn('au.administrator')).ask('GET', `/api/clients/${system.id}/audit`);
    return (answer.body as { calls: { operation: string; codes: string[]; accepted?: number }[] }).calls;
  };

  test('signs documents with a key that an administrator certified as an officer’s', async () => {
    const act = await anImport(signing);
    const checked = await system.ask('check-acts', {}, { acts: [act] });
    expect(resultsIn(checked)).toEqual([{ id: act._id, state: 'accepted', problems: [] }]);
    expect((await system.ask('act', { id: act._id })).status).toBe(404);
    const sent = await system.ask('submit-acts', {}, { acts: [act] });
    expect(resultsIn(sent)).toEqual([{ id: act._id, state: 'accepted', problems: [] }]);
    expect((await system.ask('act', { id: act._id })).body).toEqual(act);
    const again = await system.ask('submit-acts', {}, { acts: [act] });
    expect(resultsIn(again)[0]?.state).toBe('accepted');
    expect((await callsOf())[0]).toMatchObject({ operation: 'submit-acts', accepted: 1, codes: [] });
  });

  test('gets each refusal in its own language, and the others are stored', async () => {
    const same = { ...signing, next: signing.next };
    const good = await anImport(signing);
    const used = await anImport(same, { seq: { AU: 9, CH: 9 } });
    for (const [language, word] of [
      ['fr-CH, en;q=0.5', 'numéro'],
      ['ar', 'الرقم'],
      ['xx', 'number']
    ] as const) {
      const headers = { 'accept-language': language };
      const [first, second] = resultsIn(await system.ask('submit-acts', {}, { acts: [good, used] }, headers));
      expect(first?.state).toBe('accepted');
      expect(second?.state).toBe('refused');
      expect(second?.problems.map(({ code }) => code)).toEqual(['door.number.used']);
      expect(second?.problems[0]?.sentence).toContain(word);
    }
  });

  test('is told in its own language that a path does not exist or a type of content cannot be read', async () => {
    const headers = { 'accept-language': 'fr', 'content-type': 'text/plain' };
    for (const [method, path, status, word] of [
      ['GET', '/api/v1/no-such-path', 404, 'adresse'],
      ['DELETE', '/api/v1/acts', 404, 'adresse'],
      ['POST', '/api/v1/acts/check', 415, 'application/json']
    ] as const) {
      const given = { ...headers, authorization: `Bearer ${system.token}` };
      const answer = await new Client(rig.address, '').ask(
        method,
        path,
        method === 'POST' ? 'x' : undefined,
        given
      );
      const { problems } = answer.body as { problems: { sentence: string }[] };
      expect([answer.status, problems[0]?.sentence]).toEqual([status, expect.stringContaining(word)]);
    }
  });

  test('sends nothing that another person, another system or another country signed', async () => {
    const sibling = await (await openSystem(rig)).signIn();
    const other = { ...signing, system: sibling, key: await certify(sibling) };
    const officers = await signBody(
      {
        ...anImportAuthorization().body,
        by: { person: 'au.officer', name: 'A. Person', function: 'Delegate' }
      },
      rig.keys.auOfficer
    );
    for (const act of [await anImport(other), officers])
      expect(resultsIn(await system.ask('submit-acts', {}, { acts: [act] }))[0]?.problems[0]?.code).toBe(
        'client.act.notYours'
      );
    const foreign = await anImport(signing, { issuer: 'CH', to: ['AU'], seq: { CH: 1, AU: 1 } });
    const strangers = await anImport({ ...signing, key: await aKey() });
    const [first, second] = resultsIn(await system.ask('submit-acts', {}, { acts: [foreign, strangers] }));
    expect([first?.state, second?.state]).toEqual(['refused', 'refused']);
    expect(second?.problems[0]?.code).toBe('signature.key.unknown');
  });

  test('reads documents from where it stopped, its own country’s only', async () => {
    const before = (await system.ask('changes')).body as { next: string; more: boolean; acts: object[] };
    expect(before.more).toBe(false);
    const sent = [await anImport(signing), await anImport(signing), await anImport(signing)];
    await system.ask('submit-acts', {}, { acts: sent });
    const first = await system.ask('changes', { query: `?since=${before.next}&limit=2` });
    const { acts, next, more } = first.body as { acts: { _id: string }[]; next: string; more: boolean };
    expect([acts.length, more]).toEqual([2, true]);
    const rest = (await system.ask('changes', { query: `?since=${next}` })).body as {
      acts: { _id: string }[];
    };
    const ids = [...acts, ...rest.acts].map(({ _id }) => _id);
    expect([...ids].sort()).toEqual(sent.map(({ _id }) => _id).sort());
    const over = Buffer.from(JSON.stringify(['another', 0])).toString('base64url');
    const gone = await system.ask('changes', { query: `?since=${over}` });
    expect([gone.status, codesIn(gone)]).toEqual([410, ['changes.cursor.over']]);
    for (const query of ['?since=x', '?limit=0', '?limit=1000', '?limit=1&limit=2', '?filter=all'])
      expect((await system.ask('changes', { query })).status).toBe(400);
  });

  test('reads dossiers with their status and the next step of its authority', async () => {
    const act = await anImport(signing);
    await system.ask('submit-acts', {}, { acts: [act] });
    const all: { key: string }[] = [];
    for (let query = '?limit=2'; ;) {
      const { dossiers, next } = (await system.ask('dossiers', { query })).body as {
        dossiers: { key: string }[];
        next: string | null;
      };
      all.push(...dossiers);
      if (next === null) break;
      query = `?limit=2&after=${next}`;
    }
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    expect(all.find(({ key }) => key === act.body.dossier)).toMatchObject({
      ...{ number: act.body.number, status: 'issued', match: 'none', exports: 0 }
    });
    const whole = await system.ask('dossier', { key: act.body.dossier });
    expect(whole.body).toMatchObject({ importAuthorization: act._id, acts: [act], differences: [] });
    const { actions } = whole.body as { actions: { kind: string }[] };
    expect(actions.map(({ kind }) => kind)).toContain('cancel');
    expect(actions.map(({ kind }) => kind)).not.toContain('record');
  });

  test('is told what to record of a partner that is not on I2ES', async () => {
    const { dossier } = (await anImport({ ...signing })).body;
    const to = { to: ['FR'], exportingCountry: 'FR', seq: { AU: 1, FR: 1 } };
    const parties = { exporter: { name: 'Pharmacie', address: '1 rue\n75001 Paris', country: 'FR' } };
    const act = await anImport(signing, { ...to, ...parties, dossier: dossier.replace('CH', 'FR') });
    expect(resultsIn(await system.ask('submit-acts', {}, { acts: [act] }))[0]).toMatchObject({
      problems: []
    });
    const { actions } = (await system.ask('dossier', { key: act.body.dossier })).body as {
      actions: object[];
    };
    const record = { kind: 'record', instrument: 'export-authorization', on: act._id };
    expect(actions).toEqual(expect.arrayContaining([record, { kind: 'give', on: act._id }]));
  });

  test('sees its receipts, with the stage and the place', async () => {
    const act = await anImport(signing);
    await system.ask('submit-acts', {}, { acts: [act] });
    const body = {
      ...{ schema: 1, kind: 'receipt', issuer: 'EXCHANGE', to: ['AU'], seq: { EXCHANGE: 1, AU: 1 } },
      ...{ at: act.body.at, by: { person: 'exchange', name: 'Exchange', function: '' } },
      ...{ stage: 'delivered', of: [act._id], where: 'CH' }
    };
    const receipt = await signBody(body as never, rig.keys.root);
    const home = rig.engine.openAsAdministrator('country-au');
    await home.bulkDocs([withRevision(receipt)], { new_edits: false });
    const { deliveries } = (await system.ask('deliveries')).body as { deliveries: object[] };
    expect(deliveries).toEqual([
      { act: act._id, stage: 'delivered', where: 'CH', at: act.body.at, problems: [] }
    ]);
  });

  test('knows of its key the state and how far it has counted, and nothing of other keys', async () => {
    const { key } = signing;
    await system.ask('submit-acts', {}, { acts: [await anImport(signing, { seq: { AU: 41, CH: 17 } })] });
    const known = await system.ask('key', { keyId: key.keyId });
    expect(known.body).toMatchObject({ keyId: key.keyId, state: 'certified', seq: { AU: 41, CH: 17 } });
    expect((await system.ask('key', { keyId: rig.keys.auOfficer.keyId })).status).toBe(404);
    const asked = await aKey();
    await system.ask('request-key', {}, { key: asked.publicKey, device: 'Register' });
    const waiting = await system.ask('key', { keyId: asked.keyId });
    expect(waiting.body).toMatchObject({ state: 'requested', validUntil: null });
  });

  const AMPOULES = {
    kind: 'import-authorization',
    fields: { exportingCountry: 'CH', importerName: 'Southern Cross Hospital Supplies' },
    lines: [{ key: 'line-0', fields: { substance: 'morphine', quantity: 'many' } }]
  };

  test('checks a draft by the rules of the form, and stores it for the officers', async () => {
    const checked = await system.ask('check-draft', {}, AMPOULES);
    const codes = codesIn(checked);
    expect(codes.length).toBeGreaterThan(3);
    const stored = await system.ask('submit-draft', {}, AMPOULES);
    expect(stored.status).toBe(201);
    expect(codesIn(stored)).toEqual(codes);
    const { id } = stored.body as { id: string };
    const { kind, fields, lines } = AMPOULES;
    const read = await system.ask('draft', { id });
    expect(read.body).toMatchObject({ id, kind, fields, lines, updatedBy: system.id });
    const officer = await rig.signIn('au.officer');
    const seen = await officer.ask('POST', '/db/country-au/_bulk_get', { docs: [{ id }] });
    expect(JSON.stringify(seen.body)).toContain('Southern Cross Hospital Supplies');
  });

  test('asks of a draft what the form asks: about the past, about quotas, and nothing of empty lines', async () => {
    await system.ask('submit-acts', {}, { acts: [await anImport(signing)] });
    const entry = ONE_OF_EACH_KIND.filter(({ body }) => body.kind === 'authority');
    await (await openUnguarded(rig.engine, 'reference')).bulkDocs(entry as never);
    const ask = async (quantity: string, fields = {}): Promise<string[]> => {
      const { lines, ...form } = aForm(fields, [{ ...MORPHINE, quantity, unit: 'g' }]);
      const all = [...lines, { key: 'empty', fields: { unit: 'g' } }];
      const told = codesIn(await system.ask('check-draft', {}, { kind: AMPOULES.kind, ...form, lines: all }));
      return told.filter((code) => code !== 'balance.unknown');
    };
    expect(await ask('1')).toEqual([]);
    expect(await ask('90000')).toEqual(['line.quantity.unusual']);
    expect(await ask('1', { importerAddress: '1 Rue de Genève, Genève, Suisse' })).toEqual([
      'importer.addressCountry'
    ]);
    const quotas = [{ substance: 'morphine', operation: 'import', year: 2026, base: '1' }];
    const company = aCompany(1, { quotas });
    const home = rig.engine.openAsAdministrator('country-au');
    await home.put(company as never);
    expect(await ask('1', { importerName: company.name })).toEqual(['company.quota.exceeded']);
  });

  test('claims reservations of its country’s estimates for its certified key only', async () => {
    const wanted = [{ substance: 'morphine', quantity: 0 }];
    const claim = { device: signing.key.keyId, year: 2026, wanted };
    expect((await system.ask('claim-reservations', {}, claim)).status).toBe(201);
    const foreign = await system.ask(
      'claim-reservations',
      {},
      { ...claim, device: rig.keys.auOfficer.keyId }
    );
    expect([foreign.status, codesIn(foreign)]).toEqual([403, ['block.device.notCertified']]);
  });

  test('gets the stored answer for the same key and request, once and also after a restart', async () => {
    const draft = { ...AMPOULES, fields: { exportingCountry: 'CH' } };
    const headers = { 'idempotency-key': 'order-17' };
    const first = await system.ask('submit-draft', {}, draft, headers);
    const second = await system.ask('submit-draft', {}, draft, headers);
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers.get('idempotency-replayed')).toBe('yes');
    const other = await system.ask('submit-draft', {}, AMPOULES, headers);
    expect([other.status, codesIn(other)]).toEqual([422, ['idempotency.otherRequest']]);
    const elsewhere = await system.ask('submit-acts', {}, { acts: [await anImport(signing)] }, headers);
    expect(elsewhere.status).toBe(422);
    // What is stored does not depend on this process.
    const { rows } = await rig.engine.open('accounts').allDocs({
      ...{ startkey: `answer:${system.id}:`, endkey: `answer:${system.id}:\ufff0` }
    });
    expect(rows.length).toBe(1);
    for (const key of ['', 'with a blank', 'x'.repeat(129)])
      expect((await system.ask('submit-draft', {}, draft, { 'idempotency-key': key })).status).toBe(400);
  });

  test('two equal requests at the same moment are done once', async () => {
    const headers = { 'idempotency-key': 'order-18' };
    const both = await Promise.all([1, 2].map(() => system.ask('submit-draft', {}, AMPOULES, headers)));
    const made = both.filter(({ status }) => status === 201).map(({ body }) => (body as { id: string }).id);
    expect(new Set(made).size).toBe(1);
    for (const { status } of both) expect([201, 409]).toContain(status);
  });

  test('keeps an answer a day, and no refusal', async () => {
    const headers = { 'idempotency-key': 'order-19' };
    const wrong = { kind: 'import-authorization', year: 1999, device: signing.key.keyId };
    expect((await system.ask('claim-numbers', {}, { ...wrong, year: 2099 }, headers)).status).toBe(400);
    expect((await system.ask('submit-draft', {}, AMPOULES, headers)).status).toBe(201);
    rig.clock.now += 24 * 3_600_000;
    await rig.accounts.tidy();
    await system.signIn();
    const fresh = await system.ask('submit-draft', {}, { ...AMPOULES, lines: [] }, headers);
    expect(fresh.status).toBe(201);
    expect(fresh.headers.get('idempotency-replayed')).toBeNull();
  });

  test('leaves each write and each refused request in its log, without their content', async () => {
    await system.ask('submit-draft', {}, AMPOULES);
    await system.ask('act', { id: 'act:20261124:CH:reply:' + 'A'.repeat(43) });
    const calls = await callsOf();
    expect(calls.slice(0, 2)).toMatchObject([
      { operation: 'act', status: 404, codes: ['request.notFound'] },
      { operation: 'submit-draft', status: 201, codes: [] }
    ]);
    expect(JSON.stringify(calls)).not.toContain('Southern Cross');
    const manager = await rig.signIn('au.administrator');
    const page = await manager.ask('GET', `/api/clients/${system.id}/audit?limit=1`);
    const [first] = (page.body as { calls: { id: string }[] }).calls;
    const next = await manager.ask('GET', `/api/clients/${system.id}/audit?limit=1&before=${first!.id}`);
    expect((next.body as { calls: { operation: string }[] }).calls).toMatchObject([
      { operation: 'submit-draft' }
    ]);
  });

  test('keeps its writes in its log when tokens and refused requests flood it', async () => {
    const writing = await (await openSystem(rig)).signIn();
    await writing.ask('submit-draft', {}, { kind: 'import-authorization', fields: {}, lines: [] });
    const traces = new ClientTraces({ engine: rig.engine, clock: () => rig.clock.now });
    for (let nth = 0; nth < 2_100; nth++)
      await traces.note(writing.id, { operation: 'token', status: 200, codes: [] });
    await traces.note(writing.id, { operation: 'act', status: 404, codes: [] });
    await rig.accounts.tidy();
    const { rows } = await rig.engine.open('accounts').allDocs(idsFrom(`call:${writing.id}:`));
    expect(rows).toHaveLength(2_001);
    const oldest = await traces.list(writing.id, undefined, 3_000);
    expect([oldest[0]?.operation, oldest.at(-1)?.operation]).toEqual(['act', 'submit-draft']);
  });

  test('is slowed down when it floods, and its log stays short', async () => {
    const flooding = await (await openSystem(rig)).signIn();
    const statuses: number[] = [];
    for (let asked = 0; asked < 130; asked++)
      statuses.push((await flooding.ask('submit-draft', {}, { kind: 'nothing' })).status);
    expect(statuses.filter((status) => status === 429).length).toBe(10);
    const manager = await rig.signIn('au.administrator');
    const answer = await manager.ask('GET', `/api/clients/${flooding.id}/audit?limit=200`);
    const { calls } = answer.body as { calls: { status: number }[] };
    expect(calls.filter(({ status }) => status >= 400).length).toBeLessThanOrEqual(60);
  });

  test('in a sandbox among real data only checks', async () => {
    const sandbox = await (await openSystem(rig, { sandbox: true })).signIn();
    expect(sandbox.id).toMatch(/^au\.sandbox-/);
    const sandboxKey = await aKey();
    const inSandbox = { system: sandbox, key: sandboxKey, next: 1 };
    expect((await sandbox.ask('client')).body).toMatchObject({ sandbox: true, demonstration: false });
    const draft = await sandbox.ask('check-draft', {}, { ...AMPOULES, demonstration: true });
    expect(draft.status).toBe(200);
    expect(codesIn(await sandbox.ask('check-draft', {}, AMPOULES))).toContain('client.sandbox.real');
    const marked = await anImport(inSandbox, { demonstration: 'practice' });
    const unmarked = await anImport(inSandbox);
    const [first, second] = resultsIn(await sandbox.ask('check-acts', {}, { acts: [marked, unmarked] }));
    expect(first?.problems.map(({ code }) => code)).toEqual(['signature.key.unknown']);
    expect(second?.problems.map(({ code }) => code)).toEqual(['client.sandbox.real']);
    const key = { key: sandboxKey.publicKey, device: 'Register' };
    const claim = { kind: 'import-authorization', year: 2026, device: sandboxKey.keyId };
    for (const [id, body] of [
      ['submit-acts', { acts: [marked] }],
      ['submit-draft', { ...AMPOULES, demonstration: true }],
      ['request-key', key],
      ['claim-numbers', claim],
      ['claim-reservations', { device: sandboxKey.keyId, year: 2026, wanted: [] }]
    ] as const)
      expect(codesIn(await sandbox.ask(id, {}, body))).toEqual(['client.sandbox.installation']);
    expect((await sandbox.ask('changes')).body).toMatchObject({ acts: [], more: false });
    expect((await sandbox.ask('dossiers')).body).toEqual({ dossiers: [], next: null });
    const real = (await system.ask('changes')).body as { acts: { _id: string }[] };
    expect((await sandbox.ask('act', { id: real.acts[0]!._id })).status).toBe(404);
  });

  test('that is no sandbox sends nothing with the mark', async () => {
    for (const demonstration of [true, 'practice']) {
      const act = await anImport(signing, { demonstration });
      const [result] = resultsIn(await system.ask('submit-acts', {}, { acts: [act] }));
      expect(result?.problems.map(({ code }) => code)).toEqual(['client.sandbox.only']);
    }
  });
});

describeEngines('a sandbox in a demonstration', (open) => {
  let rig: Rig;
  beforeAll(async () => (rig = await openRig(open, { demonstration: true })));
  afterAll(() => rig.drop());

  test('does everything, with the mark', async () => {
    const sandbox = await (await openSystem(rig, { sandbox: true })).signIn();
    const signing = await openSigning(sandbox);
    const act = await anImport(signing, { demonstration: true });
    const practice = await anImport(signing, { demonstration: 'practice' });
    const unmarked = await anImport(signing);
    const results = resultsIn(await sandbox.ask('submit-acts', {}, { acts: [act, practice, unmarked] }));
    expect(results.map(({ state }) => state)).toEqual(['accepted', 'refused', 'refused']);
    expect(results[1]?.problems[0]?.code).toBe('door.practice.refused');
    expect(results[2]?.problems[0]?.code).toBe('client.sandbox.real');
    expect((await sandbox.ask('act', { id: act._id })).body).toEqual(act);
  });
});
