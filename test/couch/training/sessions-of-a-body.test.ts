/** Sessions of a regional body through a real gateway and a real exchange: for its countries, by all its people, by no one else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyBadge } from '#lib/crypto/badge.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { HeldBody } from '#lib/domain/regional/regional-body.ts';
import { readBadge, readShortBadge, shortenBadge } from '#lib/domain/training/badge.ts';
import { parseView } from '#lib/domain/training/read-view.ts';
import { checkTrainingDocument } from '#lib/domain/training/training-structure.ts';
import type { Session, SessionPlan } from '#lib/domain/training/session.ts';
import { writeSessionMail } from '#couch/notifications/session-mail-text.ts';
import { openGatewayWorld, type GatewayWorld, type Signer } from '../exchange/gateway-world.ts';
import type { Client } from '../gateway/rig.ts';
import { aHead, aPerson, NOW } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';
import { aMark, aPlan, SESSION_ID } from '../../samples/training.ts';

const NAME = 'Pacific and Alpine Community';
const PATH = `/api/training/sessions/${SESSION_ID}`;
const TRAINERS = SESSION_ID.replace('5a0b', '6a0b');
const EVERYWHERE = { region: '150' };

describeEngines('sessions of a regional body', (open) => {
  let world: GatewayWorld;
  let body: HeldBody;
  let planner: Client;
  let colleague: Client;
  let foreign: Client;

  beforeAll(async () => {
    world = await openGatewayWorld(open);
    body = await aBody(NAME, ['AU', 'CH']);
    planner = await join('incb.planner', body.id);
    colleague = await join('incb.colleague', body.id);
    foreign = await join('incb.foreign', (await aBody('Another body', ['AU', 'FR'])).id);
  });
  afterAll(() => world.drop());

  const as = (name: string): Client => world.clients.get(name) as Client;

  async function aBody(name: string, countries: readonly string[]): Promise<HeldBody> {
    return (await as('incb.secretary').ask('POST', '/api/regional', { name, countries })).body as HeldBody;
  }

  async function join(person: string, of: string): Promise<Client> {
    await world.rig.accounts.createPerson({ ...aPerson(person, 'regional', 'INCB'), body: of });
    return world.rig.signIn(person);
  }

  async function viewOf(client: Client, id = SESSION_ID as string) {
    const view = parseView((await client.ask('GET', '/api/training/desk')).body);
    return view?.sessions.find(({ session }) => session._id === id);
  }

  async function change(by: Client, more: Partial<SessionPlan> = {}, path = PATH) {
    const revision = (await viewOf(planner))?.session.revision ?? 0;
    return by.ask('PUT', path, { revision, plan: aPlan({ isPublic: false, ...more }) });
  }

  async function enrol(person: string, signer: Signer): Promise<void> {
    const issuer = person.slice(0, 2).toUpperCase();
    const head = aHead('enrolment', issuer as never, ['INCB'], person, new Date(NOW - 1000).toISOString());
    const act = await signBody(
      { ...head, session: SESSION_ID, intent: 'enrol' } as never,
      world.keys[signer]
    );
    expect(await as(person).push(`country-${issuer.toLowerCase()}`, [act])).toEqual({});
    await world.carryAll();
  }

  test('its session is for its countries, however wide an audience or which helpers were typed', async () => {
    const planned = await change(planner, { audience: EVERYWHERE as never, helpers: ['incb.trainer'] });
    expect(planned.status).toBe(200);
    const { session } = planned.body as { session: Session };
    expect(session.audience).toEqual({ group: { name: NAME, countries: ['AU', 'CH'] } });
    expect(session.body).toEqual({ id: body.id, name: NAME });
    expect(session.helpers).toBeUndefined();
    expect((await change(planner, { body } as never)).status).toBe(400);
    expect((await change(planner, { audience: { roles: ['administrator'] } })).body).toMatchObject({
      session: { audience: { roles: ['administrator'], group: { countries: ['AU', 'CH'] } } }
    });
    expect((await change(planner)).status).toBe(200);
  });

  test('a member takes part without a consent, and a country outside does not see it', async () => {
    await enrol('au.officer', 'AU');
    expect((await viewOf(as('au.officer')))?.own).toMatchObject({ state: 'confirmed' });
    expect(await viewOf(as('fr.officer'))).toBeUndefined();
  });

  test('all its people see who takes part and change it, another body and a trainer do not', async () => {
    expect((await viewOf(colleague))?.seats.map(({ person }) => person)).toEqual(['au.officer']);
    expect((await change(colleague, { capacity: 9 })).status).toBe(200);
    expect((await viewOf(planner))?.session).toMatchObject({
      capacity: 9,
      trainer: { person: 'incb.planner' }
    });
    expect(await viewOf(foreign)).toBeUndefined();
    expect((await viewOf(as('incb.trainer')))?.seats).toEqual([]);
    for (const by of [foreign, as('incb.trainer')]) {
      expect((await change(by)).status).toBe(403);
      const { body: told } = await by.ask('POST', '/api/training/attendance', {
        marks: [aMark('au.officer')]
      });
      expect(told).toMatchObject({ refused: [{ problems: [{ code: 'training.session.foreign' }] }] });
    }
  });

  test('its people change nothing of a trainer’s session and see it as everyone does', async () => {
    const path = `/api/training/sessions/${TRAINERS}`;
    const plan = aPlan({ link: 'https://meet.example.org/1', isPublic: true });
    expect((await as('incb.trainer').ask('PUT', path, { revision: 0, plan })).status).toBe(200);
    expect((await planner.ask('PUT', path, { revision: 1, plan: aPlan() })).status).toBe(403);
    expect((await planner.ask('PUT', path, { revision: 1, cancel: 'Mine' })).status).toBe(403);
    const seen = await viewOf(planner, TRAINERS);
    expect(seen).toMatchObject({ seats: [], marks: [], session: { trainer: { name: 'A. Person' } } });
    expect(seen?.session.link).toBeUndefined();
    expect(seen?.session.trainer.person).toBeUndefined();
  });

  test('another body never takes over a session in the database', async () => {
    const held = (await world.rig.engine.open('training').get(SESSION_ID)) as object;
    const taken = { ...held, body: { id: '0f0e0d0c-0b0a-4908-8706-050403020100', name: 'Another body' } };
    expect(checkTrainingDocument(held, held).ok).toBe(true);
    expect(checkTrainingDocument(taken, held).ok).toBe(false);
  });

  test('a person or an authority that a device alone names gets no attendance, and an account gets its own name', async () => {
    const id = SESSION_ID.replace('5a0b', 'ba0b');
    const fresh = await aBody('Community of marks', ['AU', 'CH']);
    const by = await join('incb.marker', fresh.id);
    const plan = aPlan({ isPublic: false });
    expect((await by.ask('PUT', `/api/training/sessions/${id}`, { revision: 0, plan })).status).toBe(200);
    const at = new Date(world.rig.clock.now).toISOString() as never;
    const markOf = (person: string, authority: string) =>
      aMark(person, { session: id as never, authority: authority as never, name: 'A. Minister', at });
    const marks = [
      markOf('ke.officer', 'KE'),
      markOf('au.nobody', 'AU'),
      markOf('au.officer', 'CH'),
      markOf('guest.typed', 'KE'),
      markOf('guest.typed', 'AU'),
      markOf('au.officer', 'AU')
    ];
    const { body: answer } = await by.ask('POST', '/api/training/attendance', { marks });
    expect((answer as { refused: { index: number }[] }).refused.map(({ index }) => index)).toEqual([
      0, 1, 2, 3
    ]);
    const names = (await viewOf(by, id))?.marks.map(({ person, name }) => [person, name]);
    expect(names?.toSorted()).toEqual([
      ['au.officer', 'A. Person'],
      ['guest.typed', 'A. Minister']
    ]);
  });

  test('another trainer whom a plan names is a trainer, so no one else reads names by it', async () => {
    const trainer = await world.rig.signIn('incb.trainer');
    const id = SESSION_ID.replace('5a0b', 'ca0b');
    const named = (helper: string) =>
      trainer.ask('PUT', `/api/training/sessions/${id}`, {
        revision: 0,
        plan: aPlan({ helpers: [helper as never] })
      });
    expect((await named('incb.planner')).body).toMatchObject({ reason: 'training.helper.unknown' });
  });

  test('INCB’s trainers cancel a session of a body that has not ended, and change nothing else of it', async () => {
    const fresh = await aBody('Community of rogues', ['AU']);
    const by = await join('incb.rogue', fresh.id);
    const path = `/api/training/sessions/${SESSION_ID.replace('5a0b', 'da0b')}`;
    expect((await by.ask('PUT', path, { revision: 0, plan: aPlan({}) })).status).toBe(200);
    const trainer = await world.rig.signIn('incb.trainer');
    expect((await trainer.ask('PUT', path, { revision: 1, plan: aPlan({}) })).status).toBe(403);
    expect((await trainer.ask('PUT', path, { revision: 1, cancel: 'Not a training.' })).status).toBe(200);
  });

  test('the e-mail names the organizer in all six languages', async () => {
    const { session } = (await viewOf(planner)) as { session: Session };
    for (const language of ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const) {
      const to = { page: null, pages: null, from: 'i2es@example.org', to: 'a@example.org', stop: null };
      const known = { language, ...to };
      expect(writeSessionMail('place', session, known, true).text).toContain(NAME);
      expect(writeSessionMail('place', session, known, true).calendar?.content).toContain(NAME);
    }
  });

  test('a session that is to come follows the countries that INCB chooses', async () => {
    const countries = ['AU', 'CH', 'FR'];
    const asked = { name: NAME, countries, ended: false, revision: 1 };
    expect((await as('incb.secretary').ask('PUT', `/api/regional/${body.id}`, asked)).status).toBe(200);
    const seen = await viewOf(as('fr.officer'));
    expect(seen?.session.audience.group?.countries).toEqual(countries);
    // The same again changes nothing.
    await as('incb.secretary').ask('PUT', `/api/regional/${body.id}`, { ...asked, revision: 2 });
    expect((await viewOf(planner))?.session.revision).toBe(seen?.session.revision);
  });

  test('its certificates name the body, also in the short form of the code', async () => {
    world.rig.clock.now = Date.parse(aPlan().startsAt) + 600_000;
    [planner, colleague] = [await world.rig.signIn('incb.planner'), await world.rig.signIn('incb.colleague')];
    expect(
      (await colleague.ask('POST', '/api/training/attendance', { marks: [aMark('au.officer')] })).body
    ).toEqual({ refused: [] });
    world.rig.clock.now = Date.parse(aPlan().endsAt) + 60_000;
    [planner, colleague] = [await world.rig.signIn('incb.planner'), await world.rig.signIn('incb.colleague')];
    const given = (await planner.ask('GET', `${PATH}/certificates`)).body as {
      certificates: { badge: string }[];
    };
    const badge = given.certificates[0]?.badge ?? '';
    expect(await verifyBadge(badge)).not.toBeNull();
    expect(readBadge(badge)?.facts).toMatchObject({ organizer: NAME, trainer: 'A. Person' });
    expect(readShortBadge(shortenBadge(badge) ?? '')?.facts).toEqual(readBadge(badge)?.facts);
    // What happened stays as it was, and the text can still be corrected.
    expect((await change(colleague, { capacity: 9, aims: 'Corrected' })).status).toBe(200);
  });

  test('ending a body cancels what has not begun, with a reason, and INCB’s trainers cancel what is under way', async () => {
    const [coming, begun] = ['8a0b', '9a0b'].map((part) => SESSION_ID.replace('5a0b', part)) as [
      string,
      string
    ];
    const now = world.rig.clock.now;
    const hours = (count: number) => new Date(now + count * 3_600_000).toISOString() as never;
    for (const [id, from] of [
      [coming, 2],
      [begun, -1]
    ] as const) {
      const plan = aPlan({ startsAt: hours(from), endsAt: hours(from + 3), title: id.slice(8, 12) });
      expect((await planner.ask('PUT', `/api/training/sessions/${id}`, { revision: 0, plan })).status).toBe(
        200
      );
    }
    const trainer = await world.rig.signIn('incb.trainer');
    const cancel = (revision: number) =>
      trainer.ask('PUT', `/api/training/sessions/${begun}`, { revision, cancel: 'The body has ended.' });
    const secretary = await world.rig.signIn('incb.secretary');
    const ended = { name: NAME, countries: body.countries, ended: true, revision: 3 };
    expect((await secretary.ask('PUT', `/api/regional/${body.id}`, ended)).status).toBe(200);
    expect((await viewOf(trainer, coming))?.session.cancelled?.reason).toBe(
      'The regional body that organized this session has ended.'
    );
    expect((await viewOf(trainer, begun))?.session).not.toHaveProperty('cancelled');
    // No name, no mark and no plan: only the cancellation.
    expect((await viewOf(trainer, begun))?.seats).toEqual([]);
    const plan = aPlan({ startsAt: hours(-1), endsAt: hours(2) });
    expect((await trainer.ask('PUT', `/api/training/sessions/${begun}`, { revision: 2, plan })).status).toBe(
      403
    );
    expect((await cancel(2)).status).toBe(200);
  });

  test('the people of an ended body change nothing and read no names', async () => {
    const { name, countries } = body;
    const ended = { name, countries, ended: true, revision: 4 };
    const secretary = await world.rig.signIn('incb.secretary');
    expect((await secretary.ask('PUT', `/api/regional/${body.id}`, ended)).status).toBe(200);
    for (const [id, revision] of [
      [SESSION_ID, 7],
      [TRAINERS.replace('6a0b', '7a0b'), 0]
    ] as const) {
      const asked = { revision, plan: aPlan() };
      const refused = await planner.ask('PUT', `/api/training/sessions/${id}`, asked);
      expect([refused.status, refused.body]).toMatchObject([403, { problems: [{ code: 'regional.ended' }] }]);
    }
    expect(await viewOf(planner)).toBeUndefined();
    expect((await planner.ask('GET', `${PATH}/certificates`)).status).toBe(403);
    const marks = [aMark('ch.officer')];
    expect((await planner.ask('POST', '/api/training/attendance', { marks })).body).toMatchObject({
      refused: [{ problems: [{ code: 'training.session.foreign' }] }]
    });
  });
});
