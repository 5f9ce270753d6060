/** Observers of INCB over a real gateway: requests and countries without persons, and nothing to decide. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { writeNote } from '#lib/domain/outreach/contact-note.ts';
import { directoryOf } from '#lib/domain/outreach/reach.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';
import { aPerson, openRig, type Client, type Rig } from '../gateway/rig.ts';
import { memberOf, parseChanges, resultsOf } from '../gateway/answers.ts';
import { describeEngines } from '../with-engine.ts';
import { aRequest } from './office.ts';

const noteOf = (text: string): object =>
  writeNote({
    ...{ country: 'DZ' as CountryCode, at: '2026-11-24T09:00:00.000Z' as Instant, text },
    ...{ by: 'incb.secretary' as never, on: '2026-11-24' as CalendarDate, way: 'telephone' }
  });
const NOTE = noteOf('Telephoned Amina.') as { readonly _id: string };
const REACH = directoryOf('DZ' as CountryCode, [
  {
    person: 'dz.head' as never,
    name: 'Amina',
    email: 'amina@authority.example' as never,
    telephone: '+213 1'
  }
]);
const REQUEST = {
  ...aRequest(),
  ...{ _id: 'registration:DZ:1', schema: 1, status: 'asked', marks: [], steps: [] },
  ...{ askedAt: '2026-11-24T09:00:00.000Z', sender: { address: 'a', network: 'b' } }
};
const IDS = [NOTE, REACH, REQUEST].map(({ _id }) => _id);
/** As they reach INCB: a suggestion and a survey answer of a country, a request for a certificate, a text in writing. */
const OF_INCB_ALONE: readonly { readonly _id: string }[] = [
  ...ONE_OF_EACH_KIND.filter(({ body }) => ['suggestion', 'survey-answer'].includes(body.kind)),
  ...[`device-request:${'A'.repeat(43)}`, 'draft:00000000-0000-4000-8000-000000000000'].map((_id) => ({
    _id,
    schema: 1
  }))
];

describeEngines('an observer of INCB', (open) => {
  let rig: Rig;
  let observer: Client;
  let board: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    await rig.accounts.createPerson(aPerson('incb.observer', 'observer', 'INCB'));
    for (const document of [NOTE, REACH, REQUEST]) await rig.engine.open('incb').put(document as object);
    [board, observer] = [await rig.signIn('incb.secretary'), await rig.signIn('incb.observer')];
  });
  afterAll(() => rig.drop());

  const changesOf = async (by: Client): Promise<readonly string[]> =>
    parseChanges((await by.ask('GET', '/db/incb/_changes?since=0')).body).results.map(({ id }) => id);
  const read = (by: Client, ids: readonly string[]) =>
    by.ask('POST', '/db/incb/_bulk_get', { docs: ids.map((id) => ({ id })) });

  test('is told of requests, and not of contact notes and reachable persons', async () => {
    expect(await changesOf(board)).toEqual(expect.arrayContaining(IDS));
    expect((await changesOf(observer)).filter((id) => IDS.includes(id))).toEqual([REQUEST._id]);
  });

  test('reads a request without its sender, next to the secretariat that reads all', async () => {
    const { status, body } = await read(observer, IDS);
    expect(status).toBe(200);
    expect(resultsOf(body)).toHaveLength(1);
    expect(JSON.stringify(body)).toContain(REQUEST.authority);
    expect(JSON.stringify(body)).not.toMatch(/amina|sender/i);
    expect(JSON.stringify((await read(board, IDS)).body).match(/amina/gi)?.length).toBeGreaterThan(3);
  });

  test('learns from no request of replication that a withheld document exists', async () => {
    expect(resultsOf((await read(observer, [NOTE._id])).body)).toEqual([]);
    const keys = await observer.ask('POST', '/db/incb/_all_docs', { keys: IDS });
    expect(memberOf(keys.body, 'rows')).toHaveLength(1);
    const rev = `1-${'d'.repeat(32)}`;
    const missing = await observer.ask('POST', '/db/incb/_revs_diff', { [REACH._id]: [rev] });
    expect(missing.body).toEqual({ [REACH._id]: { missing: [rev] } });
  });

  test('receives no suggestion, survey answer, device request or draft', async () => {
    await rig.engine.openAsAdministrator('incb').bulkDocs(OF_INCB_ALONE as object[]);
    const ids = OF_INCB_ALONE.map(({ _id }) => _id);
    expect(ids).toHaveLength(4);
    expect(await changesOf(board)).toEqual(expect.arrayContaining(ids));
    expect((await changesOf(observer)).filter((id) => ids.includes(id))).toEqual([]);
    expect(resultsOf((await read(observer, ids)).body)).toEqual([]);
  });

  test('waits on for a change that is withheld, and hears of a request', async () => {
    const { update_seq } = await rig.engine.open('incb').info();
    const waiting = observer.ask('GET', `/db/incb/_changes?feed=longpoll&since=${update_seq}&timeout=30000`);
    await rig.engine.open('incb').put(noteOf('Telephoned Amina again.'));
    await rig.engine.open('incb').put({ ...REQUEST, _id: 'registration:DZ:2' } as object);
    const { results } = parseChanges((await waiting).body);
    expect(results.map(({ id }) => id)).toEqual(['registration:DZ:2']);
  });

  test('decides nothing', async () => {
    for (const path of ['registrations/registration:DZ:1/refuse', 'countries/AU/suspend'])
      expect((await observer.ask('POST', `/api/${path}`, { reason: 'I want it so.' })).status).toBe(403);
  });

  test('gets no other role: the device would never receive the persons of requests that it has', async () => {
    const asked = await board.ask('PATCH', '/api/people/incb.observer', { role: 'incb' });
    expect([asked.status, memberOf(asked.body, 'reason')]).toEqual([409, 'people.role.observer']);
    expect((await rig.signIn('incb.observer')).cookie).not.toBe('');
  });

  test('is nobody who had another role: that device keeps the persons of requests', async () => {
    await rig.accounts.createPerson(aPerson('incb.reader', 'incb', 'INCB'));
    const asked = await board.ask('PATCH', '/api/people/incb.reader', { role: 'observer' });
    expect([asked.status, memberOf(asked.body, 'reason')]).toEqual([409, 'people.role.observer']);
  });
});
