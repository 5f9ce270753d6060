/** Sessions through a real gateway and a real exchange: who plans, who enrols, who sees which names, and when they go. */
import { Trainings } from '#couch/training/trainings.ts';
import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyBadge } from '#lib/crypto/badge.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { TrainingView } from '#lib/domain/training/desk-view.ts';
import { NO_EVALUATIONS } from '#lib/domain/training/evaluation.ts';
import { parseView } from '#lib/domain/training/read-view.ts';
import type { SessionPlan } from '#lib/domain/training/session.ts';
import { openGatewayWorld, type GatewayWorld, type Signer } from '../exchange/gateway-world.ts';
import { aHead, aPerson, Client, NOW } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';
import { aMark, aPlan } from '../../samples/training.ts';

const DAY = 86_400_000;

describeEngines('trainings', (open) => {
  let world: GatewayWorld;
  let anybody: Client;
  let rival: Client;
  let made = 0;

  beforeAll(async () => {
    world = await openGatewayWorld(open);
    anybody = new Client(world.rig.address, '');
    await world.rig.accounts.createPerson(aPerson('incb.rival', 'trainer', 'INCB'));
    rival = await world.rig.signIn('incb.rival');
  });
  afterAll(() => world.drop());

  const as = (name: string): Client => world.clients.get(name) as Client;
  const idOf = (number: number): string =>
    `session:5a0b5e3e-0c0d-4f0e-8a86-${String(number).padStart(12, '0')}`;

  async function planned(more: Partial<SessionPlan> = {}): Promise<string> {
    const id = idOf(++made);
    const body = { revision: 0, plan: aPlan(more) };
    const answer = await as('incb.trainer').ask('PUT', `/api/training/sessions/${id}`, body);
    expect([answer.status, answer.body]).toMatchObject([200, { session: { revision: 1 } }]);
    return id;
  }

  /** As an officer's device does, and the exchange after it. */
  async function enrol(person: string, signer: Signer, session: string, intent = 'enrol'): Promise<Act> {
    const issuer = person.slice(0, 2).toUpperCase();
    const at = new Date(NOW - 3_600_000 + ++made).toISOString();
    const head = aHead('enrolment', issuer as never, ['INCB'], person, at);
    const act = await signBody({ ...head, session, intent } as never, world.keys[signer]);
    expect(await as(person).push(`country-${issuer.toLowerCase()}`, [act])).toEqual({});
    await world.carryAll();
    return act;
  }

  async function deskOf(client: Client): Promise<TrainingView> {
    const { status, body } = await client.ask('GET', '/api/training/desk');
    expect(status).toBe(200);
    // What it tells is what a device reads of it: nothing of it is left out there.
    const read = parseView(body);
    expect(read).toEqual(body);
    return body as TrainingView;
  }

  async function seen(client: Client, id: string) {
    return (await deskOf(client)).sessions.find(({ session }) => session._id === id);
  }

  const reasonsOf = (body: unknown): string[] =>
    (body as { problems: { code: string }[] }).problems.map(({ code }) => code);

  test('an officer enrols by an act that the exchange carries, and never into the Board’s own database', async () => {
    const id = await planned();
    const act = await enrol('au.officer', 'AU', id);
    const own = await seen(as('au.officer'), id);
    expect(own?.own).toMatchObject({ state: 'confirmed', place: 1, person: 'au.officer' });
    expect(await world.rig.engine.open('incb').allDocs({ keys: [act._id] })).toMatchObject({
      rows: [{ error: 'not_found' }]
    });
    await enrol('au.officer', 'AU', id, 'withdraw');
    expect((await seen(as('au.officer'), id))?.own?.state).toBe('withdrawn');
  });

  test('places go in the order in which the server heard, and no more than there are', async () => {
    const id = await planned({ capacity: 1 });
    await enrol('ch.officer', 'CH', id);
    await enrol('au.officer', 'AU', id);
    const trainer = await seen(as('incb.trainer'), id);
    expect(trainer?.seats.map(({ person, state }) => `${person} ${state}`)).toEqual([
      'ch.officer confirmed',
      'au.officer waiting'
    ]);
    const fewer = { revision: 1, plan: aPlan({ capacity: 2 }) };
    expect((await as('incb.trainer').ask('PUT', `/api/training/sessions/${id}`, fewer)).status).toBe(200);
    expect((await seen(as('au.officer'), id))?.own?.state).toBe('confirmed');
    const back = { revision: 2, plan: aPlan({ capacity: 1 }) };
    const refused = await as('incb.trainer').ask('PUT', `/api/training/sessions/${id}`, back);
    expect([refused.status, reasonsOf(refused.body)]).toEqual([409, ['training.capacity.taken']]);
  });

  test('an enrolment that comes while the server listens to another is heard with it', async () => {
    const id = await planned();
    const { engine } = world.rig;
    const desk = engine.open('training-desk');
    let comes: (() => Promise<unknown>) | null = () => enrol('fr.officer', 'FR', id);
    const changes = async (options: object): Promise<unknown> => {
      const read = await desk.changes(options as never);
      const next = comes;
      comes = null;
      await next?.();
      return read;
    };
    const open = (name: string): object =>
      name === 'training-desk' ? Object.assign(Object.create(desk), { changes }) : engine.open(name);
    const listening = Object.assign(Object.create(engine), { open }) as typeof engine;
    const clock = (): number => world.rig.clock.now;
    const trainings = new Trainings({ engine: listening, clock, warn: () => undefined });
    await enrol('au.officer', 'AU', id);
    const trainer = { id: 'incb.trainer', role: 'trainer', authority: 'INCB' } as never;
    await trainings.view(trainer);
    const { sessions } = await trainings.view(trainer);
    const view = sessions.find(({ session }) => session._id === id);
    expect(view?.seats.map(({ person }) => person).sort()).toEqual(['au.officer', 'fr.officer']);
  });

  test('names are told to whoever teaches, to an administrator their own people’s, and to nobody else', async () => {
    const id = await planned();
    await enrol('au.officer', 'AU', id);
    await enrol('fr.officer', 'FR', id);
    const names = async (client: Client): Promise<string[]> =>
      ((await seen(client, id))?.seats ?? []).map(({ person }) => person).sort();
    expect(await names(as('incb.trainer'))).toEqual(['au.officer', 'fr.officer']);
    expect(await names(as('au.administrator'))).toEqual(['au.officer']);
    for (const name of ['ch.officer', 'au.reader', 'incb.secretary'])
      expect([name, JSON.stringify(await deskOf(as(name)))]).toEqual([
        name,
        expect.not.stringContaining('fr.officer')
      ]);
    expect(await names(rival)).toEqual([]);
    expect((await anybody.ask('GET', '/api/training/desk')).status).toBe(401);
    for (const name of ['incb.trainer', 'au.officer'])
      expect((await as(name).ask('GET', '/db/training-desk')).status).toBe(404);
  });

  test('what one trainer plans no other changes, nor does anybody who is none', async () => {
    const id = await planned();
    const body = { revision: 1, plan: aPlan({ title: 'Mine now' }) };
    const path = `/api/training/sessions/${id}`;
    expect(reasonsOf((await rival.ask('PUT', path, body)).body)).toEqual(['training.session.foreign']);
    expect((await as('au.administrator').ask('PUT', path, body)).status).toBe(403);
    expect((await anybody.ask('PUT', path, body)).status).toBe(401);
    const script = { revision: 1, plan: aPlan({ link: 'javascript:alert(1)' }) };
    expect(reasonsOf((await as('incb.trainer').ask('PUT', path, script)).body)).toEqual([
      'training.link.malformed'
    ]);
    const old = { revision: 0, plan: aPlan() };
    expect((await as('incb.trainer').ask('PUT', path, old)).status).toBe(409);
    expect((await as('incb.trainer').ask('PUT', '/api/training/sessions/draft:1', old)).status).toBe(404);
    const mark = { marks: [aMark('au.officer', { session: id as never })] };
    expect((await rival.ask('POST', '/api/training/attendance', mark)).body).toMatchObject({
      refused: [{ index: 0, problems: [{ code: 'training.session.foreign' }] }]
    });
  });

  test('a trainer asks the secretariat to announce a session, which says so once, and nobody else reads of it', async () => {
    const id = await planned();
    const [path, word] = [`/api/training/sessions/${id}`, `/api/training/sessions/${id}/announcement`];
    const secretary = await world.rig.signIn('incb.secretary');
    const answer = (client: Client, as: unknown) => client.ask('POST', word, { as });
    expect((await answer(secretary, 'taken-up')).status).toBe(409);
    const asking = { revision: 1, announce: true };
    expect((await rival.ask('PUT', path, asking)).status).toBe(403);
    expect((await as('incb.trainer').ask('PUT', path, asking)).status).toBe(200);
    await enrol('au.officer', 'AU', id);
    const asked = async (client: Client) => (await seen(client, id))?.announcement;
    expect(await asked(secretary)).toMatchObject({ askedAt: expect.any(String) });
    // Neither of whoever has a place is told of it, nor another trainer.
    expect((await seen(as('au.officer'), id))?.own?.state).toBe('confirmed');
    for (const other of [as('au.officer'), as('au.administrator'), rival])
      expect(await asked(other)).toBeNull();
    for (const client of [as('au.officer'), as('incb.trainer'), secretary])
      expect((await seen(client, id))?.session).not.toHaveProperty('announcement');
    expect(JSON.stringify((await anybody.ask('GET', '/api/training/calendar')).body)).not.toContain(
      'askedAt'
    );
    for (const other of [as('incb.trainer'), as('au.administrator')])
      expect((await answer(other, 'declined')).status).toBe(403);
    expect((await answer(secretary, 'perhaps')).status).toBe(400);
    expect(await answer(secretary, 'declined')).toMatchObject({ status: 204 });
    expect((await answer(secretary, 'taken-up')).status).toBe(409);
    expect(await asked(as('incb.trainer'))).toMatchObject({ answer: { as: 'declined' } });
  });

  test('the feed says what is public, opens elsewhere, and leaks neither a closed session nor its link', async () => {
    const open = await planned({
      title: 'For all, in French',
      language: 'fr',
      link: 'https://meet.example/secret'
    });
    const closed = await planned({ title: 'Closed to others', isPublic: false });
    const feed = await anybody.ask('GET', '/training/calendar.ics?language=fr');
    expect(feed.headers.get('content-type')).toContain('text/calendar');
    const events = new ICAL.Component(ICAL.parse(feed.body as string)).getAllSubcomponents('vevent');
    expect(events.map((one) => new ICAL.Event(one).summary)).toEqual(['For all, in French']);
    // A session of whoever is signed in changes nothing: the address may be passed on.
    for (const client of [anybody, as('incb.trainer')]) {
      const all = await client.ask('GET', '/training/calendar.ics');
      const listed = await client.ask('GET', '/api/training/calendar');
      const text = String(all.body) + JSON.stringify(listed.body);
      expect(text).toContain(open.slice('session:'.length));
      for (const hidden of ['secret', 'Closed to others', closed.slice('session:'.length)])
        expect(text).not.toContain(hidden);
    }
    for (const query of ['person=au.officer', 'region=XX', 'region=002&region=005'])
      expect([query, (await anybody.ask('GET', `/training/calendar.ics?${query}`)).status]).toEqual([
        query,
        400
      ]);
  });

  test('a session names its trainers as people know them, and not by the names with which they sign in', async () => {
    const plan = { link: 'https://meet.example/named', isLinkPublic: true, helpers: ['incb.rival'] };
    const id = await planned({ title: 'Named in public', ...plan });
    await enrol('au.officer', 'AU', id);
    const known = (await seen(as('incb.trainer'), id))?.session;
    expect([known?.trainer.person, known?.helpers]).toEqual(['incb.trainer', ['incb.rival']]);
    const calendar = await anybody.ask('GET', '/api/training/calendar');
    const feed = await anybody.ask('GET', '/training/calendar.ics');
    const told = [
      calendar.body,
      feed.body,
      ...(await Promise.all(
        ['au.officer', 'ch.officer', 'au.administrator', 'incb.secretary'].map((name) => deskOf(as(name)))
      ))
    ];
    for (const one of told) {
      expect(JSON.stringify(one)).toContain(known?.trainer.name);
      expect(JSON.stringify(one)).not.toMatch(/incb\.(?:trainer|rival)/);
    }
  });

  test('attendance is certified and evaluated when a session has ended, and a remark told when five have evaluated', async () => {
    const hours = (count: number): Instant => new Date(NOW + count * 3_600_000).toISOString() as Instant;
    const id = await planned({ title: 'Signed when it is over', startsAt: hours(1), endsAt: hours(2) });
    const people = ['au.officer', 'ch.officer', 'fr.officer'];
    const signers = ['AU', 'CH', 'FR'] as const;
    for (const [index, person] of people.entries()) await enrol(person, signers[index] ?? 'AU', id);
    const present = people.map((person) => aMark(person, { session: id as never, at: hours(0) }));
    expect(
      (await as('incb.trainer').ask('POST', '/api/training/attendance', { marks: present })).body
    ).toEqual({
      refused: []
    });
    const path = `/api/training/sessions/${id}/certificates`;
    const evaluation = {
      session: id,
      answers: { useful: 5, clear: 4, pace: 3, again: 5 },
      remark: 'Too fast.'
    };
    for (const name of ['incb.trainer', 'au.officer']) {
      const early = await as(name).ask('GET', path);
      expect([early.status, reasonsOf(early.body)]).toEqual([409, ['training.certificate.early']]);
    }
    const early = await as('au.officer').ask('POST', '/api/training/evaluations', evaluation);
    expect([early.status, reasonsOf(early.body)]).toEqual([409, ['training.evaluation.early']]);
    expect((await seen(as('au.officer'), id))?.own?.wasPresent).toBe(false);

    const now = world.rig.clock.now;
    world.rig.clock.now = Date.parse(hours(2));
    const given = async (client: Client) => {
      const { body } = await client.ask('GET', path);
      const { certificates } = body as { certificates: { person: string; badge: string }[] };
      return Promise.all(
        certificates.map(async ({ person, badge }) => `${person} ${(await verifyBadge(badge))?.facts.word}`)
      );
    };
    expect(await given(as('incb.trainer'))).toEqual(people.map((person) => `${person} attendance`));
    expect(await given(as('au.officer'))).toEqual(['au.officer attendance']);
    expect((await as('au.administrator').ask('GET', path)).status).toBe(403);
    expect((await anybody.ask('GET', path)).status).toBe(401);
    expect((await as('ch.officer').ask('POST', '/api/training/evaluations', evaluation)).status).toBe(204);
    expect((await as('au.officer').ask('POST', '/api/training/evaluations', evaluation)).status).toBe(204);
    expect((await seen(as('incb.trainer'), id))?.remarks).toEqual([]);
    // Of five people, whoever they are: the server's own notes of three more.
    const desk = world.rig.engine.open('training-desk');
    for (const person of ['ke.one', 'ke.two', 'ke.three'])
      await desk.put({ _id: `evaluation:${id.slice(8)}:${person}`, schema: 1, evaluation } as never);
    expect((await seen(as('incb.trainer'), id))?.remarks).toHaveLength(5);
    world.rig.clock.now = now;
  });

  test('attendance of two devices is one, a lone evaluation told to nobody, and after 180 days no name is left', async () => {
    const id = await planned({ capacity: 5 });
    await enrol('au.officer', 'AU', id);
    await enrol('ch.officer', 'CH', id);
    const mark = (person: string, device: string) => aMark(person, { session: id as never, device });
    world.rig.clock.now = Date.parse('2026-12-11T08:00:00.000Z');
    // Two weeks on everybody has signed in anew.
    const [trainer, au, fr, ch, board] = (await Promise.all(
      ['incb.trainer', 'au.officer', 'fr.officer', 'ch.officer', 'incb.secretary'].map((name) =>
        world.rig.signIn(name)
      )
    )) as [Client, Client, Client, Client, Client];
    const first = { marks: [mark('au.officer', 'deviceone1'), { person: 'nonsense' }] };
    const second = { marks: [mark('au.officer', 'devicetwo2'), mark('ch.officer', 'devicetwo2')] };
    const mistaken = mark('fr.officer', 'devicetwo2');
    const corrected = { mark: 'absent', at: '2026-12-10T08:00:00.000Z', reason: 'Somebody else.' };
    second.marks.push(mistaken, { ...mistaken, ...(corrected as object) });
    const [one] = await Promise.all(
      [first, second, second].map((body) => trainer.ask('POST', '/api/training/attendance', body))
    );
    expect((one?.body as { refused: { index: number }[] }).refused.map(({ index }) => index)).toEqual([1]);
    expect((await seen(trainer, id))?.marks).toHaveLength(5);
    const evaluation = {
      session: id,
      answers: { useful: 5, clear: 4, pace: 3, again: 5 },
      remark: 'A remark.'
    };
    expect((await au.ask('POST', '/api/training/evaluations', evaluation)).status).toBe(204);
    expect((await au.ask('POST', '/api/training/evaluations', evaluation)).status).toBe(204);
    expect((await fr.ask('POST', '/api/training/evaluations', evaluation)).status).toBe(403);
    const tally = async (client: Client) =>
      (await deskOf(client)).tallies.find(({ session }) => session === id);
    const figures = { present: { AU: 1, CH: 1 }, evaluation: NO_EVALUATIONS };
    expect(await tally(board)).toMatchObject(figures);
    expect((await tally(ch))?.present).toEqual({ CH: 1 });

    const clock = (): number => world.rig.clock.now;
    const { engine } = world.rig;
    const trainings = new Trainings({ engine, clock, warn: () => undefined });
    const desk = engine.openAsAdministrator('training-desk');
    const { rows: before } = await desk.allDocs();
    expect(await trainings.deleteNames()).toBe(0);
    world.rig.clock.now = Date.parse(aPlan().endsAt) + 180 * DAY;
    expect(await trainings.deleteNames()).toBeGreaterThan(0);
    const { rows } = await world.rig.engine.open('training-desk').allDocs({ include_docs: true });
    const left = JSON.stringify(rows.filter(({ id: one }) => !one.startsWith('_design')));
    expect(left).not.toMatch(/officer|A\. Person|remark/);
    // Nor for whoever names the revision that had it.
    const gone = before.filter(({ id: one }) => /^(?:act|attendance|evaluation):/.test(one));
    expect(gone.length).toBeGreaterThan(4);
    for (const { id: one, value } of gone)
      await expect
        .poll(() => desk.get(one, { rev: value.rev }).catch(({ status }) => status as number))
        .toBe(404);
    // Its own record of its own people stays with the country, and what is carried again is deleted again.
    await world.carryAll();
    expect(await trainings.deleteNames()).toBe(0);
    const late = { marks: [mark('fr.officer', 'deviceone1')] };
    expect((await trainer.ask('POST', '/api/training/attendance', late)).status).toBe(401);
    const again = await world.rig.signIn('incb.secretary');
    expect((await deskOf(again)).tallies.find(({ session }) => session === id)).toMatchObject(figures);
  });
});
