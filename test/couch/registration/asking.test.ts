import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionCountry } from '#couch/installation/provision.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { isFolded } from '#lib/domain/registration/crowd.ts';
import type { RegistrationNotice } from '#lib/domain/registration/notice.ts';
import { unwrap } from '#lib/domain/result.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import {
  aConfirmed,
  aLetterFor,
  anAddress,
  anAsked,
  aRequest,
  codesOf,
  openOffice,
  readFrom,
  SECRETARY,
  type Office
} from './office.ts';

describeEngines('asking for a country’s account', (open) => {
  let held: TestEngine;
  let office: Office;
  beforeAll(async () => {
    held = await open();
    office = await openOffice(held.engine);
  });
  afterAll(async () => {
    office.close();
    await held.drop();
  });

  test('is written down for INCB word for word, and changes nothing else in the system', async () => {
    const before = await held.engine.list();
    const asked = await anAsked(office);
    expect(asked).toEqual({
      ...aRequest(),
      sender: {
        address: expect.stringMatching(/^[\w-]{16}$/),
        network: expect.stringMatching(/^[\w-]{16}$/)
      },
      _id: 'registration:DZ:1',
      schema: 1,
      status: 'asked',
      askedAt: '2026-11-24T09:00:00.000Z',
      marks: [],
      steps: []
    });
    expect(await held.engine.list()).toEqual(before);
    expect(await office.standings.read(asked.country)).toBeNull();
    expect(await office.invitations.list(asked.country)).toEqual([]);
    expect(await office.audit.list('INCB', { limit: 5 })).toMatchObject([
      { by: 'anybody', what: 'registration.asked', about: 'registration:DZ:1', values: { country: 'DZ' } }
    ]);
  });

  test('a second request while the first is open stands beside it, marked', async () => {
    const first = await anAsked(office, { country: 'BW', name: 'First Asker' });
    const second = await anAsked(office, { country: 'BW', name: 'Second Asker' });
    expect(second).toMatchObject({ _id: 'registration:BW:2', marks: ['second'], name: 'Second Asker' });
    expect(await office.requests.read(first._id)).toEqual(first);
  });

  test('a request for a registered country is marked, tells its administrators, and replaces nobody', async () => {
    const confirmed = await aConfirmed(office, { country: 'KE' });
    const administrator = await office.accounts.createPerson({
      id: 'ke.first',
      name: 'A. Person',
      function: 'Delegate',
      role: 'administrator',
      authority: confirmed.country,
      password: 'a good long password'
    });
    expect(administrator.ok).toBe(true);
    const intruder = { country: 'KE', name: 'An Intruder', email: 'intruder@elsewhere.example' };
    const second = await anAsked(office, intruder);
    expect(second.marks).toEqual(['second']);
    const notice = await readFrom<RegistrationNotice>(held.engine, 'country-ke', 'registration-notice:1');
    expect(notice).toMatchObject({
      kind: 'second-request',
      about: second._id,
      at: second.askedAt,
      name: 'An Intruder',
      email: 'intruder@elsewhere.example'
    });
    expect(await office.accounts.readPerson('ke.first')).toMatchObject({ suspended: false });
    expect(codesOf(await office.decisions.sendLetter(second._id, SECRETARY))).toEqual([
      'registration.country.registered'
    ]);
    expect(codesOf(await office.decisions.confirm(second._id, { word: 'Why not.' }, SECRETARY))).toEqual([
      'registration.country.registered'
    ]);
    expect((await office.standings.read(confirmed.country))?.registration).toBe(confirmed._id);
  });

  test('a country that issues already is marked so', async () => {
    const confirmed = await aConfirmed(office, { country: 'GR' });
    await office.standings.noteActive(confirmed.country, confirmed.askedAt);
    expect((await anAsked(office, { country: 'GR' })).marks).toEqual(['second', 'active']);
  });

  test('a notice that a kill kept back is told by the next start, once', async () => {
    await aConfirmed(office, { country: 'IE' });
    const second = await anAsked(office, { country: 'IE' });
    const database = held.engine.open('country-ie');
    const notice = await database.get('registration-notice:1');
    await database.remove(notice);
    for (let start = 0; start < 2; start++) await office.registrations.resumeAll();
    const { rows } = await database.allDocs<RegistrationNotice>({
      startkey: 'registration-notice:',
      endkey: 'registration-notice:\ufff0',
      include_docs: true
    });
    expect(rows.map(({ doc }) => doc?.about)).toEqual([second._id]);
  });

  test('the 21st open request of a country is taken and folded, and tells and notes nothing', async () => {
    await aConfirmed(office, { country: 'CR' });
    const CR = 'CR' as CountryCode;
    for (let n = 1; n <= 20; n++)
      expect((await anAsked(office, { country: 'CR', name: `Asker ${n}` })).marks).toEqual(['second']);
    const noted = await office.audit.list('INCB', { limit: 1 });
    const real = await anAsked(office, { country: 'CR', name: 'The real one' });
    expect(real).toMatchObject({ _id: 'registration:CR:22', marks: ['second', 'crowded'] });
    expect(await office.audit.list('INCB', { limit: 1 })).toEqual(noted);
    await office.registrations.resumeAll();
    const notices = await held.engine.open('country-cr').allDocs({
      startkey: 'registration-notice:',
      endkey: 'registration-notice:\ufff0'
    });
    expect(notices.rows).toHaveLength(20);
    expect((await anAsked(office, { country: 'ID' })).marks).toEqual([]);
    unwrap(await office.decisions.refuse(real._id, 'Not known to the Government.', SECRETARY));
    expect(await office.requests.list(CR)).toHaveLength(22);
  });

  test('a folded request is written to and confirmed as any other, and its sender is forgotten', async () => {
    for (let n = 1; n <= 20; n++) await anAsked(office, { country: 'SN', name: `Asker ${n}` });
    const real = await anAsked(office, { country: 'SN', name: 'The real one' });
    expect(real.marks).toContain('crowded');
    unwrap(await office.decisions.confirm(real._id, { code: await aLetterFor(office, real._id) }, SECRETARY));
    expect(await office.standings.read('SN' as CountryCode)).toMatchObject({ registration: real._id });
    expect(await office.requests.read(real._id)).not.toHaveProperty('sender');
  });

  test('a flood from one network displaces itself, and not the one who came alone', async () => {
    const flood = (n: number): Promise<unknown> =>
      office.registrations.ask(aRequest({ country: 'UG', name: `Asker ${n}` }), `203.0.113.${n}`);
    for (let n = 1; n <= 20; n++) await flood(n);
    const real = await anAsked(office, { country: 'UG', name: 'The real one' });
    for (let n = 21; n <= 60; n++) await flood(n);
    const open = await office.requests.list('UG' as CountryCode);
    expect(open).toHaveLength(25);
    expect(open.map(({ _id }) => _id)).toContain(real._id);
    expect(open.filter(({ marks }) => marks.includes('crowded')).map(({ name }) => name)).toEqual([
      'The real one',
      ...[57, 58, 59, 60].map((n) => `Asker ${n}`)
    ]);
  });

  test('one address has two open requests for a country, an IPv6 site as well, and is not known in another', async () => {
    const ask = (address: string, n: number, country = 'TZ') =>
      office.registrations.ask(aRequest({ country, name: `Asker ${n}` }), address);
    for (const [at, one, two, three, other] of [
      [0, '192.0.2.1', '192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2'],
      [10, '2001:db8:7::1', '2001:0db8:7:1::9', '2001:db8:7:ffff:1:2:3:4', '2001:db8:8::1']
    ] as const) {
      unwrap(await ask(one, at));
      unwrap(await ask(two, at + 1));
      expect(codesOf(await ask(three, at + 2))).toEqual(['registration.tooManyOpen']);
      unwrap(await ask(other, at + 3));
      unwrap(await ask(three, at + 2, 'ZM'));
    }
    const [here, there] = await Promise.all(
      ['TZ', 'ZM'].map((country) => office.requests.list(country as CountryCode))
    );
    expect(here?.[0]?.sender?.address).toBe(here?.[1]?.sender?.address);
    expect(here?.[0]?.sender?.address).not.toBe(there?.[0]?.sender?.address);
    expect(JSON.stringify(here)).not.toMatch(/192\.0\.2|2001/);
  });

  test('of thirty-five who ask at once through two gateways all are taken, none twice', async () => {
    const other = await openOffice(held.engine);
    const both = [office, other];
    const answers = await Promise.all(
      Array.from({ length: 35 }, (_, n) =>
        both[n % 2]?.registrations.ask(aRequest({ country: 'NA', name: `Asker ${n}` }), anAddress())
      )
    );
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(35);
    const all = await office.requests.list('NA' as CountryCode);
    const folded = all.filter(({ marks }) => marks.includes('crowded'));
    expect([all.length - folded.length, new Set(all.map(({ name }) => name)).size]).toEqual([20, all.length]);
    // Who asks at the same moment may be folded beside one that was about to go; the next one makes room.
    expect(folded.length).toBeGreaterThanOrEqual(5);
    await anAsked(office, { country: 'NA', name: 'One more' });
    expect((await office.requests.list('NA' as CountryCode)).filter(isFolded)).toHaveLength(5);
    other.close();
  });

  test('the same request sent again because its answer was lost is one request, and no other address makes it two', async () => {
    const other = await openOffice(held.engine);
    const asked = [...Array(25).keys()].map((n) =>
      (n % 2 ? office : other).registrations.ask(aRequest({ country: 'PE' }), anAddress())
    );
    for (const answer of await Promise.all(asked)) unwrap(answer);
    const first = await anAsked(office, { country: 'PE' });
    expect(first).toMatchObject({ _id: 'registration:PE:1', marks: [] });
    unwrap(await office.decisions.refuse(first._id, 'Not known to the Government.', SECRETARY));
    expect(await anAsked(office, { country: 'PE' })).toMatchObject({ _id: 'registration:PE:2' });
    other.close();
  });

  test('a country from before registration is told as well', async () => {
    const MU = 'MU' as CountryCode;
    await provisionCountry(held.engine, MU);
    await office.standings.change(MU, () => ({
      _id: 'standing:MU',
      schema: 1,
      country: MU,
      state: 'registered',
      registeredAt: '2025-01-01T00:00:00.000Z' as never,
      since: '2025-01-01T00:00:00.000Z' as never,
      by: 'server'
    }));
    await anAsked(office, { country: 'MU' });
    expect(await readFrom(held.engine, 'country-mu', 'registration-notice:1')).not.toBeNull();
    expect(office.warnings).toEqual([]);
  });
});
