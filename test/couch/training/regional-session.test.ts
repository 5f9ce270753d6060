/** A regional session from its plan to its figures: ten places, twelve who enrol, two trainers' devices without a line. */
import { NO_EVALUATIONS } from '#lib/domain/training/evaluation.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signBody } from '#lib/crypto/sign.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { foldAttendance, type AttendanceMark } from '#lib/domain/training/attendance.ts';
import type { SessionView, TrainingView } from '#lib/domain/training/desk-view.ts';
import { COUNTRIES, openGatewayWorld, type GatewayWorld } from '../exchange/gateway-world.ts';
import { aCertificate, aHead, aKey, aPerson, NOW, type Client } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';
import { aMark, aPlan, SESSION_ID } from '../../samples/training.ts';

const MINUTE = 60_000;
/** Four of each of three countries; the last four have no line when they enrol. */
const DELEGATES = [1, 2, 3, 4].flatMap((no) =>
  COUNTRIES.map((code) => `${code.toLowerCase()}.delegate${no}`)
);
const [ON_LINE, OFF_LINE] = [DELEGATES.slice(0, 8), DELEGATES.slice(8)];

describeEngines('a regional session', (open) => {
  let world: GatewayWorld;
  const keys = new Map<string, SigningKey>();
  const clients = new Map<string, Client>();
  const as = (person: string): Client => clients.get(person) as Client;
  const authorityOf = (person: string): AuthorityCode => person.slice(0, 2).toUpperCase() as AuthorityCode;

  beforeAll(async () => {
    world = await openGatewayWorld(open);
    await world.rig.accounts.createPerson(aPerson('incb.second', 'trainer', 'INCB'));
    for (const person of DELEGATES) await admit(person);
    await signInAll();
  });
  afterAll(() => world.drop());

  async function admit(person: string): Promise<void> {
    const [key, authority] = [await aKey(), authorityOf(person)];
    await world.rig.accounts.createPerson(aPerson(person, 'administrator', authority));
    const holder = { key, authority, person, role: 'administrator' } as const;
    const act = await aCertificate(world.rig.keys.root, 'INCB', 'incb.secretary', holder);
    await world.rig.engine.open('reference').bulkDocs([act]);
    keys.set(person, key);
  }

  async function signInAll(): Promise<void> {
    for (const person of [...DELEGATES, 'incb.trainer', 'incb.second', 'incb.secretary'])
      clients.set(person, await world.rig.signIn(person));
  }

  /** `said`: minutes after nine by the person's own device, whenever the server hears of it. */
  async function enrol(person: string, said: number, intent: 'enrol' | 'withdraw' = 'enrol'): Promise<void> {
    const authority = authorityOf(person);
    const at = new Date(NOW - 120 * MINUTE + said * MINUTE).toISOString();
    const head = aHead('enrolment', authority as never, ['INCB'], person, at);
    const act = await signBody(
      { ...head, session: SESSION_ID, intent } as never,
      keys.get(person) as SigningKey
    );
    expect(await as(person).push(`country-${authority.toLowerCase()}`, [act])).toEqual({});
  }

  async function viewOf(person: string): Promise<TrainingView> {
    const { status, body } = await as(person).ask('GET', '/api/training/desk');
    expect(status).toBe(200);
    return body as TrainingView;
  }

  async function sessionOf(person: string): Promise<SessionView> {
    const view = (await viewOf(person)).sessions.find(({ session }) => session._id === SESSION_ID);
    return view as SessionView;
  }

  /** What was stated meanwhile is carried and heard; a minute passes. */
  async function hear(): Promise<SessionView> {
    await world.carryAll();
    const view = await sessionOf('incb.trainer');
    world.rig.clock.now += MINUTE;
    return view;
  }

  const namesOf = ({ seats }: SessionView, state: string): readonly string[] =>
    seats.filter((seat) => seat.state === state).map(({ person }) => person);

  test('is planned for ten, and however many enrol off line at once, ten have a place', async () => {
    const plan = aPlan({ capacity: 10, helpers: ['incb.second' as never] });
    const path = `/api/training/sessions/${SESSION_ID}`;
    expect((await as('incb.trainer').ask('PUT', path, { revision: 0, plan })).status).toBe(200);
    for (const [index, person] of ON_LINE.entries()) await enrol(person, 30 + index);
    expect(namesOf(await hear(), 'confirmed')).toHaveLength(8);
    // They said it before everybody else, and are heard after them, in the order in which their lines came back.
    for (const [index, person] of OFF_LINE.entries()) {
      await enrol(person, index);
      await hear();
    }
    const full = await sessionOf('incb.trainer');
    expect(full).toMatchObject({ confirmed: 10, waiting: 2 });
    expect(namesOf(full, 'waiting')).toEqual(OFF_LINE.slice(2));
    expect((await sessionOf(OFF_LINE[3] as string)).own).toMatchObject({ state: 'waiting', place: 2 });
  });

  test('gives the place that somebody gives back to whoever has waited longest', async () => {
    await enrol(ON_LINE[0] as string, 60, 'withdraw');
    const view = await hear();
    expect(view).toMatchObject({ confirmed: 10, waiting: 1 });
    expect((await sessionOf(OFF_LINE[2] as string)).own?.state).toBe('confirmed');
    expect((await sessionOf(OFF_LINE[3] as string)).own).toMatchObject({ state: 'waiting', place: 1 });
  });

  test('has one attendance of what two devices noted without a line, in whatever order they send it', async () => {
    world.rig.clock.now = Date.parse('2026-12-10T15:00:00.000Z');
    await signInAll();
    const expected = namesOf(await sessionOf('incb.trainer'), 'confirmed');
    const note = (person: string, minute: number, device: string, more: Partial<AttendanceMark> = {}) =>
      aMark(person, {
        at: `2026-12-10T07:${String(minute).padStart(2, '0')}:00.000Z` as Instant,
        device,
        ...more
      });
    const guest = { name: 'A guest', authority: 'KE' as AuthorityCode };
    const first = expected
      .slice(0, 7)
      .map((person, index) => note(person, 10 + index, 'deviceone1', { how: 'code' }));
    const second = [
      ...expected.slice(5).map((person, index) => note(person, 20 + index, 'devicetwo2')),
      note('guest.abcdefgh', 30, 'devicetwo2', guest),
      // Has an account and never enrolled.
      note('au.officer', 31, 'devicetwo2', { how: 'code' }),
      // The first device saw a badge; the second trainer saw that somebody else carried it.
      note(expected[0] as string, 40, 'devicetwo2', {
        mark: 'absent',
        reason: 'A colleague carried their code.'
      })
    ];
    const send = (person: string, marks: readonly AttendanceMark[]) =>
      as(person).ask('POST', '/api/training/attendance', { marks });
    for (const [person, marks] of [
      ['incb.second', second],
      ['incb.trainer', first],
      ['incb.trainer', first]
    ] as const)
      expect((await send(person, marks)).body).toEqual({ refused: [] });
    const list = foldAttendance((await sessionOf('incb.second')).marks);
    const present = list.filter(({ isPresent }) => isPresent).map(({ person }) => person);
    expect(present.sort()).toEqual([...expected.slice(1), 'guest.abcdefgh', 'au.officer'].sort());
    expect(list.find(({ person }) => person === expected[0])?.reason).toBe('A colleague carried their code.');
    expect(
      list
        .filter(({ devices }) => devices === 2)
        .map(({ person }) => person)
        .sort()
    ).toEqual([expected[0], ...expected.slice(5, 7)].sort());
  });

  test('gives a certificate to whoever was there, and asks them and no other what they thought', async () => {
    const seats = (await sessionOf('incb.trainer')).seats;
    const present = seats.filter(({ wasPresent }) => wasPresent).map(({ person }) => person);
    const there = present.filter((person) => DELEGATES.includes(person));
    expect([there.length, present.slice(9)]).toEqual([9, ['guest.abcdefgh', 'au.officer']]);
    for (const person of DELEGATES)
      expect([person, (await sessionOf(person)).own?.wasPresent]).toEqual([person, there.includes(person)]);
    const answers = { useful: 5, clear: 4, pace: 3, again: 5 };
    const evaluate = async (person: string | undefined) => {
      const body = { session: SESSION_ID, answers };
      return (await as(person as string).ask('POST', '/api/training/evaluations', body)).status;
    };
    const told = async (name: string) => (await viewOf(name)).tallies[0]?.evaluation;
    const first = [there[0], there[1], there[2], there[3], ON_LINE[0], OFF_LINE[3]];
    expect(await Promise.all(first.map(evaluate))).toEqual([204, 204, 204, 204, 403, 403]);
    for (const name of ['incb.trainer', 'incb.secretary'])
      expect([name, await told(name)]).toEqual([name, NO_EVALUATIONS]);
    expect(await evaluate(there[4])).toBe(204);
    for (const name of ['incb.trainer', 'incb.secretary'])
      expect([name, await told(name)]).toMatchObject([name, { count: 5, sums: { useful: 25, pace: 15 } }]);
    // The sixth, and one of the first who says something else, would be told by the difference.
    const sixth = there[5] as string;
    for (const person of [sixth, there[0] as string]) {
      const body = { session: SESSION_ID, answers: { ...answers, useful: 1 } };
      expect((await as(person).ask('POST', '/api/training/evaluations', body)).status).toBe(204);
    }
    for (const name of ['incb.trainer', 'incb.secretary'])
      expect([name, (await viewOf(name)).tallies[0]]).toMatchObject([
        name,
        { evaluation: { count: 5, sums: { useful: 25, pace: 15 } }, waiting: 1 }
      ]);
  });

  test('is counted at the Board by country, and by no name', async () => {
    const board = await viewOf('incb.secretary');
    const tally = board.tallies.find(({ session }) => session === SESSION_ID);
    const people = Object.values(tally?.present ?? {}).reduce((sum, count) => sum + (count ?? 0), 0);
    expect([people, tally?.present['KE' as never], tally?.evaluation.count]).toEqual([11, 1, 5]);
    expect(JSON.stringify(board)).not.toMatch(/delegate\d|A guest|au\.officer/);
    const own = (await viewOf(DELEGATES[1] as string)).tallies.find(({ session }) => session === SESSION_ID);
    expect(Object.keys(own?.present ?? {})).toEqual([authorityOf(DELEGATES[1] as string)]);
  });
});
