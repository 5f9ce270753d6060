import { afterAll, beforeAll, expect, test } from 'vitest';
import { startExchange, type Exchange } from '#couch/exchange/start.ts';
import { Keyring } from '#lib/crypto/verify.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { checkWords } from '#lib/domain/print-code/print-code.ts';
import { requestNumber } from '#lib/domain/registration/confirmation-code.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { blockOf, memberOf, parseChanges } from '../gateway/answers.ts';
import {
  aKey,
  aNumber,
  aPerson,
  aReplica,
  Client,
  openRig,
  PASSWORD,
  signed,
  type Rig
} from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';
import { aRequest } from './office.ts';

const [AU, DZ] = ['AU' as CountryCode, 'DZ' as CountryCode];
const why = { reason: 'At the request of the Government.' };

/** From an address of its own: the rig's machine is taken for the proxy. */
function from(address: string): Record<string, string> {
  return { 'x-forwarded-for': address };
}

describeEngines('registration through the gateway', (open) => {
  let rig: Rig;
  let exchange: Exchange;
  let anybody: Client;
  let secretary: Client;
  let officer: Client;
  let addresses = 0;

  beforeAll(async () => {
    const joinExchange = (): Promise<void> => exchange.addCountry();
    rig = await openRig(open, { joinExchange, trustedProxies: ['127.0.0.1'] });
    const by = { person: 'exchange', name: 'Exchange', function: 'Exchange' };
    const log = { info: () => undefined, warn: () => undefined };
    const key = { key: await aKey(), by };
    const keyring = new Keyring([rig.keys.root.publicKey]);
    // It would look by itself only long after this test: a new country joins because it is told of it.
    exchange = await startExchange({ engine: rig.engine, key, keyring, log, lookEvery: 3_600_000 });
    anybody = new Client(rig.address, '');
    [secretary, officer] = [await rig.signIn('incb.secretary'), await rig.signIn('au.officer')];
    // Australia and Switzerland were there before registration: as a start of this version finds them.
    for (const country of ['AU', 'CH'])
      await rig.engine.open('incb').put({
        _id: `standing:${country}`,
        schema: 1,
        country,
        state: 'registered',
        registeredAt: '2025-01-01T00:00:00.000Z',
        since: '2025-01-01T00:00:00.000Z',
        by: 'server'
      } as object);
  });
  afterAll(async () => {
    await exchange.stop();
    await rig.drop();
  });

  const ask = (over: object = {}, address = `198.51.100.${++addresses}`) =>
    anybody.ask('POST', '/api/registrations', { ...aRequest(), ...over }, from(address));

  /** As INCB's people have it on their devices. */
  async function newest(country: string): Promise<Registration> {
    const device = aReplica();
    await device.replicate.from(secretary.remote('incb'));
    const prefix = `registration:${country}:`;
    const { rows } = await device.allDocs<Registration>({
      startkey: prefix,
      endkey: `${prefix}\ufff0`,
      include_docs: true
    });
    return rows[rows.length - 1]?.doc as unknown as Registration;
  }

  async function anAct(over: Record<string, unknown>) {
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
    const claimed = await officer.ask('POST', '/api/blocks', claim);
    const { first } = blockOf(claimed.body);
    const number = aNumber(first, 'AU');
    const sample = anImportAuthorization({ over: { number, ...over } });
    const partner = sample.body.exportingCountry;
    const dossier = dossierKey(AU, partner, sample.body.issuedOn, number);
    return signed(sample, rig.keys.auOfficer, { to: [partner], seq: { AU: 1, [partner]: 1 }, dossier });
  }

  async function copyOf(database: string, id: string): Promise<object> {
    const home = rig.engine.open(database);
    return new Promise((resolve, reject) => {
      const feed = home.changes({ live: true, since: 0, include_docs: true });
      feed.on('change', (change) => {
        if (change.id !== id) return;
        feed.cancel();
        resolve(change.doc ?? {});
      });
      feed.on('error', reject);
    });
  }

  test('the answer is the same for a country that is here and one that is not', async () => {
    const answers = [await ask({ country: 'AU' }), await ask({ country: 'FI' })];
    for (const { status, body } of answers) {
      expect(status).toBe(202);
      expect(body).toEqual({ received: true, secret: expect.stringMatching(/^[\w-]{43}$/) });
    }
    expect((await newest('AU')).marks).toEqual(['second']);
    expect((await newest('FI')).marks).toEqual([]);
  });

  test('only the sender of a request learns how far it is, and nothing of a country that is here', async () => {
    const stateOf = (country: string, number: unknown, secret: unknown) =>
      anybody.ask('POST', '/api/registrations/state', { country, number, secret });
    const known: Record<string, unknown>[] = [];
    for (const country of ['AU', 'TD']) {
      const { body } = await ask({ country });
      known.push({ country, number: requestNumber(await newest(country)), secret: memberOf(body, 'secret') });
    }
    const [here, new_] = known as [Record<string, unknown>, Record<string, unknown>];
    for (const { country, number, secret } of known) {
      const { status, body } = await stateOf(String(country), number, secret);
      expect([status, Object.keys(memberOf(body, 'dates') as object)]).toEqual([200, ['asked']]);
    }
    for (const [country, number, secret] of [
      ['AU', here['number'], new_['secret']],
      ['AU', new_['number'], here['secret']],
      ['TD', here['number'], here['secret']],
      ['AU', here['number'], ''],
      ['AU', here['number'], null],
      ['AU', 7, here['secret']]
    ] as const)
      expect((await stateOf(country, number, secret)).status).toBe(404);
    // It was dropped from a crowd, or never came: the answer is that of one that waits.
    expect((await stateOf('ZZ', here['number'], here['secret'])).status).toBe(400);
  });

  test('what cannot be read is refused with every problem and its place', async () => {
    const wrong = await ask({ country: 'XX', email: 'x', address: 'A\u202EB', incb: true });
    expect(wrong.status).toBe(400);
    expect(memberOf(wrong.body, 'problems')).toMatchObject([
      { code: 'act.key.unknown', path: 'incb' },
      { code: 'country.unknown', path: 'country' },
      { code: 'act.text.invisible', path: 'address' },
      { code: 'registration.email.malformed', path: 'email' }
    ]);
    const large = await ask({ address: 'x'.repeat(70_000) });
    expect(large.status).toBe(413);
  });

  test('an address asks ten times an hour, and another is not slowed by it', async () => {
    const address = '203.0.113.9';
    for (let n = 0; n < 10; n++) expect((await ask({ country: 'NO' }, address)).status).toBe(202);
    const more = await ask({ country: 'NO' }, address);
    expect(more.status).toBe(429);
    expect(Number(more.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect((await ask({ country: 'NO' })).status).toBe(202);
    const guess = { country: 'NO', code: '00000-00000-00000-00000' };
    for (let n = 0; n < 20; n++)
      expect((await anybody.ask('POST', '/api/confirmations', guess, from(address))).status).toBe(403);
    expect((await anybody.ask('POST', '/api/confirmations', guess, from(address))).status).toBe(429);
  });

  test('the 21st open request is taken and folded, and a third of one address is refused', async () => {
    for (let n = 0; n < 21; n++) expect((await ask({ country: 'PE', name: `Asker ${n}` })).status).toBe(202);
    const held = await rig.engine.open('incb').get<Registration>('registration:PE:21');
    expect(held.marks).toEqual(['second', 'crowded']);
    const address = '203.0.113.77';
    for (const [name, status] of [
      ['A', 202],
      ['B', 202],
      ['C', 429]
    ] as const) {
      const answer = await ask({ country: 'PE', name }, address);
      expect([name, answer.status]).toEqual([name, status]);
      if (status === 429) expect(memberOf(answer.body, 'reason')).toBe('registration.tooManyOpen');
    }
  });

  test('only INCB’s people decide', async () => {
    const paths = [
      ...['letter', 'confirm', 'refuse', 'continue'].map(
        (verb) => `/api/registrations/registration:FI:1/${verb}`
      ),
      ...['suspend', 'resume', 'close', 'successor'].map((verb) => `/api/countries/AU/${verb}`)
    ];
    const others = ['au.administrator', 'au.officer', 'au.reader', 'ch.officer'];
    const clients = await Promise.all(others.map((person) => rig.signIn(person)));
    for (const path of paths) {
      expect((await anybody.ask('POST', path, { word: 'x', ...why })).status).toBe(401);
      for (const client of clients)
        expect((await client.ask('POST', path, { word: 'x', ...why })).status).toBe(403);
    }
    expect((await newest('FI')).status).toBe('asked');
  });

  test('nobody writes a request, a standing or a notice by replication, INCB’s people included', async () => {
    const request = { ...(await newest('FI')), status: 'confirmed' };
    const held = await rig.engine.open('incb').get('standing:AU');
    for (const document of [
      request,
      { ...held, state: 'closed' },
      { ...request, _id: 'registration:FI:7' }
    ]) {
      const { _rev, ...content } = document as { _id: string; _rev?: string };
      expect(await secretary.push('incb', [content])).toEqual({ [content._id]: ['door.document.notYours'] });
      const deleted = { ...content, _deleted: true };
      expect(await secretary.push('incb', [deleted])).toEqual({ [content._id]: ['door.document.notYours'] });
    }
    const administrator = await rig.signIn('au.administrator');
    const notice = { _id: 'registration-notice:1', schema: 1, kind: 'second-request' };
    expect(await administrator.push('country-au', [notice])).toEqual({
      [notice._id]: ['door.document.notYours']
    });
    expect((await newest('FI')).status).toBe('asked');
    expect(await rig.engine.open('incb').get('standing:AU')).toEqual(held);
  });

  test('a customs officer reports a form to the own authority, once, and reads and writes nothing else there', async () => {
    await rig.accounts.createPerson(aPerson('au.customs', 'customs', 'AU'));
    const customs = await rig.signIn('au.customs');
    const { _id: act } = anImportAuthorization();
    const report = { act, form: 'AU-I-2026-000101-98', text: 'Altered or forged' };
    expect((await customs.ask('POST', '/api/reports', report)).status).toBe(201);
    expect((await customs.ask('POST', '/api/reports', report)).status).toBe(201);
    const { rows } = await rig.engine.open('country-au').allDocs({
      startkey: 'registration-notice:',
      endkey: 'registration-notice:\ufff0',
      include_docs: true
    });
    const docs = rows.map(({ doc }) => doc as { readonly kind?: string } | undefined);
    expect(docs.filter((doc) => doc?.kind === 'form-report')).toMatchObject([
      // Apart from the central server's own numbers, which a country's own server does not know.
      {
        _id: 'registration-notice:500000001',
        email: 'au.customs',
        reason: 'AU-I-2026-000101-98: Altered or forged'
      }
    ]);
    expect((await secretary.ask('POST', '/api/reports', report)).status).toBe(403);
    expect((await customs.ask('POST', '/api/reports', { ...report, text: '' })).status).toBe(400);
    const others = Array.from({ length: 50 }, (_, n) => act.slice(0, -2) + String(10 + n));
    for (const [index, other] of others.entries())
      expect((await customs.ask('POST', '/api/reports', { ...report, act: other })).status).toBe(
        index < 49 ? 201 : 429
      );
    expect((await customs.ask('POST', '/api/reports', report)).status).toBe(201);
    expect((await customs.ask('GET', '/db/country-au/_changes')).status).toBe(404);
    const draft = { _id: 'draft:6f1e1a52-9c8e-4e6c-8a55-0c6e6f1e1a52', schema: 1 };
    expect(
      (await customs.ask('POST', '/db/country-au/_bulk_docs', { docs: [draft], new_edits: false })).status
    ).toBe(404);
  });

  test('a report on goods in transit also goes to the authority of the destination, which learns who reports', async () => {
    for (const id of ['au.port', 'au.airport']) await rig.accounts.createPerson(aPerson(id, 'customs', 'AU'));
    const [customs, others] = [await rig.signIn('au.port'), await rig.signIn('au.airport')];
    const { _id: act } = anImportAuthorization({ over: { remarks: 'In transit' } });
    const report = { act, form: 'CH-E-2026-000101-98', text: 'Sheet 2 is another form' };
    const noticesIn = async (database: string): Promise<object[]> => {
      const { rows } = await rig.engine.open(database).allDocs({
        startkey: 'registration-notice:7',
        endkey: 'registration-notice:8',
        include_docs: true
      });
      return rows.map(({ doc }) => doc as object);
    };
    const send = async (destination: string, over: object = {}): Promise<unknown> => {
      const { status, body } = await customs.ask('POST', '/api/reports', { ...report, destination, ...over });
      return status === 201 ? memberOf(body, 'sentTo') : [status, memberOf(body, 'reason')];
    };
    expect(await send('AU')).toBeNull();
    expect(await noticesIn('country-au')).toEqual([]);
    expect(await send('CH')).toBe('CH');
    expect(await send('CH')).toBe('CH');
    const { id, name, function: office } = aPerson('au.port', 'customs', 'AU');
    expect(await noticesIn('country-ch')).toMatchObject([
      {
        ...{ _id: 'registration-notice:700000001', kind: 'form-report', authority: 'AU' },
        ...{ name, function: office, email: id, reason: 'CH-E-2026-000101-98: Sheet 2 is another form' }
      }
    ]);
    expect(await send('KE')).toBeNull();
    for (const malformed of ['INCB', 'ZZ', 'country-ch', ''])
      expect((await send(malformed)) as unknown[]).toContain(400);
    for (let no = 10; no < 60; no++) {
      const other = { ...report, act: act.slice(0, -2) + String(no), destination: 'CH' };
      const { status, body } = await others.ask('POST', '/api/reports', other);
      expect([no, status, status === 201 || memberOf(body, 'reason')]).toEqual(
        no < 59 ? [no, 201, true] : [no, 429, 'report.tooManyAbroad']
      );
    }
    expect(await noticesIn('country-ch')).toHaveLength(50);
  });

  test('a form is found by its number and check digits, by nobody who lacks one of them', async () => {
    const act = await anAct({ exportingCountry: DZ });
    expect(await officer.push('country-au', [act])).toEqual({});
    const { number } = act.body;
    const digits = checkWords(act);
    const find = async (asked: object): Promise<unknown> => {
      const { status, body } = await anybody.ask('POST', '/api/verify/form', asked);
      return status === 200 ? memberOf(body, 'act') : status;
    };
    expect(await find({ number: ` ${number.toLowerCase()} `, digits })).toEqual(act);
    for (const [asked, found] of [
      [{ number, digits: '0000 0000 0000' }, null],
      [
        {
          number: formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial: 999 }),
          digits
        },
        null
      ],
      [{ number: 'KE-I-2026-000101-98', digits }, 400],
      [{ number, digits: 7 }, 400]
    ] as const)
      expect(await find(asked)).toBe(found);
  });

  test('who guesses check digits too often is slowed down, and keeps nobody there from signing in', async () => {
    const number = formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial: 999 });
    const guess = async (): Promise<number> =>
      (await anybody.ask('POST', '/api/verify/form', { number, digits: '0000 0000 0000' })).status;
    const statuses = await Promise.all(Array.from({ length: 70 }, guess));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    await rig.signIn('au.administrator');
  });

  test('from request to first act: asked, letter, code, account, and what waited for the country arrives', async () => {
    const act = await anAct({ exportingCountry: DZ });
    expect(await officer.push('country-au', [act])).toEqual({});
    await ask({ country: 'DZ' });
    const { _id } = await newest('DZ');
    const letter = await secretary.ask('POST', `/api/registrations/${_id}/letter`, {});
    expect(letter.status).toBe(201);
    const code = memberOf(letter.body, 'code') as string;
    expect(code).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    const mistyped = `${code.startsWith('0') ? '1' : '0'}${code.slice(1)}`;
    const slip = await anybody.ask('POST', '/api/confirmations', { country: 'DZ', code: mistyped });
    expect([slip.status, memberOf(slip.body, 'reason')]).toEqual([400, 'registration.code.mistyped']);
    const confirmed = await anybody.ask('POST', '/api/confirmations', {
      country: 'DZ',
      code: code.toLowerCase()
    });
    expect(confirmed.status).toBe(201);
    const token = memberOf(confirmed.body, 'invitation');
    const look = await anybody.ask('POST', '/api/invitations/look', { token });
    expect(look.body).toMatchObject({ authority: 'DZ', role: 'administrator' });
    const chosen = { token, person: 'dz.first', password: PASSWORD };
    expect((await anybody.ask('POST', '/api/invitations/accept', chosen)).status).toBe(201);
    await copyOf('country-dz', act._id);
    const first = await rig.signIn('dz.first');
    const device = aReplica();
    await device.replicate.from(first.remote('country-dz'));
    expect(await device.get(act._id)).toMatchObject({ body: { number: act.body.number } });
    expect((await device.get('setting:country')) as object).toMatchObject({
      authority: { name: aRequest().authority }
    });
  });

  test('confirmed on INCB’s word, with the reason; without either nothing is done', async () => {
    await ask({ country: 'IE' });
    const path = `/api/registrations/${(await newest('IE'))._id}/confirm`;
    for (const body of [
      {},
      { word: '' },
      { word: 'x', code: 'y' },
      { code: 'short' },
      { word: 'x', more: 1 }
    ])
      expect((await secretary.ask('POST', path, body)).status, JSON.stringify(body)).toBe(400);
    const made = await secretary.ask('POST', path, { word: 'By note verbale.' });
    expect(made.status).toBe(200);
    expect(memberOf(made.body, 'registration')).toMatchObject({ status: 'confirmed', how: 'word' });
    expect(memberOf(made.body, 'invitation')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect((await secretary.ask('POST', path, { word: 'Again.' })).status).toBe(409);
    const { body } = await secretary.ask('POST', path.replace('confirm', 'continue'), {});
    expect(memberOf(body, 'registration')).toMatchObject({ status: 'confirmed' });
    expect((await secretary.ask('POST', '/api/registrations/registration:IE:9/refuse', why)).status).toBe(
      404
    );
  });

  test('a country is active from its first act of a trade', async () => {
    const standing = await rig.engine.open('incb').get('standing:AU');
    expect(standing).toMatchObject({ activeSince: '2026-11-24T09:00:00.000Z' });
    const draft = { _id: 'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c', schema: 1, fields: {} };
    const swiss = await rig.signIn('ch.officer');
    expect(await swiss.push('country-ch', [draft])).toEqual({});
    expect(await rig.engine.open('incb').get('standing:CH')).not.toHaveProperty('activeSince');
  });

  test('suspended, a country’s people are told so at every request, and what is addressed to it arrives', async () => {
    const reader = await rig.signIn('au.reader');
    const { body } = await reader.ask('GET', '/db/country-au/_changes');
    const since = parseChanges(body).last_seq;
    const path = `/db/country-au/_changes?feed=longpoll&heartbeat=1000&since=${String(since)}`;
    const poll = await fetch(rig.address + path, { headers: { cookie: reader.cookie } });
    const suspended = await secretary.ask('POST', '/api/countries/AU/suspend', why);
    expect(memberOf(suspended.body, 'standing')).toMatchObject({ state: 'suspended', ...why });
    // The open feed ends with nothing told.
    expect(JSON.parse(await poll.text())).toMatchObject({ results: [] });
    for (const [method, where, sent] of [
      ['GET', '/api/session', undefined],
      ['GET', '/db/country-au', undefined],
      ['GET', '/db/reference/_changes', undefined],
      ['POST', '/db/country-au/_bulk_docs', { docs: [], new_edits: false }],
      ['POST', '/api/blocks', {}]
    ] as const) {
      const answer = await officer.ask(method, where, sent);
      expect([answer.status, memberOf(answer.body, 'reason')], where).toEqual([403, 'country.suspended']);
    }
    const signIn = (password: string) =>
      anybody.ask('POST', '/api/session', { person: 'au.officer', password });
    const right = await signIn(PASSWORD);
    expect([right.status, memberOf(right.body, 'reason')]).toEqual([403, 'country.suspended']);
    expect(right.headers.get('set-cookie')).toBeNull();
    expect((await signIn('not the password')).status).toBe(401);
    expect((await reader.ask('DELETE', '/api/session')).status).toBe(204);
    const swiss = await rig.signIn('ch.officer');
    expect((await swiss.ask('GET', '/db/country-ch')).status).toBe(200);
    const sign = { kind: 'import-authorization', year: 2026, device: rig.keys.chOfficer.keyId };
    const { first } = blockOf((await swiss.ask('POST', '/api/blocks', sign)).body);
    const number = aNumber(first, 'CH');
    const sample = anImportAuthorization({ over: { number, exportingCountry: AU } });
    const dossier = dossierKey('CH' as CountryCode, AU, sample.body.issuedOn, number);
    const by = { person: 'ch.officer', name: 'A. Person', function: 'Delegate' };
    const importer = { ...sample.body.importer, country: 'CH' };
    const heads = { issuer: 'CH', to: ['AU'], seq: { AU: 1, CH: 1 }, by, dossier, importer };
    const act = await signed(sample, rig.keys.chOfficer, heads);
    expect(await swiss.push('country-ch', [act])).toEqual({});
    await copyOf('country-au', act._id);
  });

  test('resumed, they go on where they were; closed, they are told that', async () => {
    expect((await secretary.ask('POST', '/api/countries/AU/resume', why)).status).toBe(200);
    expect((await officer.ask('GET', '/db/country-au')).status).toBe(200);
    expect((await secretary.ask('POST', '/api/countries/AU/resume', why)).status).toBe(409);
    expect((await secretary.ask('POST', '/api/countries/AU/close', {})).status).toBe(400);
    expect((await secretary.ask('POST', '/api/countries/XX/close', why)).status).toBe(400);
    expect((await secretary.ask('POST', '/api/countries/JP/close', why)).status).toBe(404);
    const records = await rig.engine.open('country-au').info();
    expect((await secretary.ask('POST', '/api/countries/AU/close', why)).status).toBe(200);
    const told = await officer.ask('GET', '/db/country-au');
    expect([told.status, memberOf(told.body, 'reason')]).toEqual([403, 'country.closed']);
    expect(await rig.engine.open('country-au').info()).toEqual(records);
  });

  test('a country that has locked itself out is given a successor by INCB', async () => {
    const successor = { name: 'A. Successor', function: 'Director', email: 'a@b.example', ...why };
    const handed = await secretary.ask('POST', '/api/countries/CH/successor', successor);
    expect(handed.status).toBe(201);
    const token = memberOf(handed.body, 'invitation');
    const look = await anybody.ask('POST', '/api/invitations/look', { token });
    expect(look.body).toMatchObject({ authority: 'CH', role: 'administrator', name: 'A. Successor' });
    const refused = await secretary.ask('POST', '/api/countries/AU/successor', successor);
    expect([refused.status, memberOf(refused.body, 'reason')]).toEqual([409, 'country.closed']);
    const { body } = await secretary.ask('GET', '/api/audit?limit=100');
    const verbs = (body as { what: string }[]).map(({ what }) => what);
    for (const verb of ['country.suspended', 'country.resumed', 'country.closed', 'country.successor'])
      expect(verbs).toContain(verb);
  });
});
