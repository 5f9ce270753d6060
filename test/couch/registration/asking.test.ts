import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionCountry } from '#couch/provision/provision.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { RegistrationNotice } from '#lib/domain/registration/notice.ts';
import { unwrap } from '#lib/domain/result.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import {
  aConfirmed,
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

  test('the 21st open request of a country is refused; the first is untouched and may still be confirmed', async () => {
    const first = await anAsked(office, { country: 'CR' });
    const ask = (n: number): ReturnType<typeof office.registrations.ask> =>
      office.registrations.ask(aRequest({ country: 'CR', name: `Asker ${n}` }));
    for (let n = 2; n <= 20; n++) unwrap(await ask(n));
    expect(codesOf(await ask(21))).toEqual(['registration.tooManyOpen']);
    expect(await office.requests.list(first.country)).toHaveLength(20);
    const other = await anAsked(office, { country: 'ID' });
    expect(other._id).toBe('registration:ID:1');
    unwrap(await office.decisions.confirm(first._id, { word: 'By note verbale.' }, SECRETARY));
    expect(await office.standings.read(first.country)).toMatchObject({ registration: first._id });
    const last = (await office.requests.list(first.country))[19];
    unwrap(await office.decisions.refuse(last?._id ?? '', 'Not known to the Government.', SECRETARY));
    expect(await office.requests.read(last?._id ?? '')).toMatchObject({
      status: 'refused',
      reason: 'Not known to the Government.',
      decidedBy: SECRETARY
    });
  });

  test('of twenty-five who ask at once through two gateways twenty are taken, none twice', async () => {
    const other = await openOffice(held.engine);
    const both = [office, other];
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        both[n % 2]?.registrations.ask(aRequest({ country: 'NA', name: `Asker ${n}` }))
      )
    );
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(20);
    const ids = (await office.requests.list('NA' as CountryCode)).map(({ _id }) => _id);
    expect(ids).toEqual(Array.from({ length: 20 }, (_, n) => `registration:NA:${n + 1}`));
    other.close();
  });

  test('the same request sent again because its answer was lost is one request, and the 21st is none', async () => {
    const other = await openOffice(held.engine);
    const asked = [...Array(25).keys()].map((n) =>
      (n % 2 ? office : other).registrations.ask(aRequest({ country: 'PE' }))
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
