/**
 * A regional session of three days in a hotel without a connection: forty people marked each day on the trainer's device,
 * all sent when the connection is back.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { verifyBadge } from '#lib/crypto/badge.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { foldAttendance, type Participant } from '#lib/domain/training/attendance.ts';
import type { SessionView, TrainingView } from '#lib/domain/training/desk-view.ts';
import { accept } from '#lib/domain/result.ts';
import { PAGE_SERVER } from '#lib/store/server/call-server.ts';
import { store } from '#lib/store/store.svelte.ts';
import { guestOf } from '#lib/training-session/marking.ts';
import { outbox } from '#lib/training-session/outbox.ts';
import { openGatewayWorld, type GatewayWorld } from '../couch/exchange/gateway-world.ts';
import type { Client } from '../couch/gateway/rig.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { aPlan, SESSION_ID } from '../samples/training.ts';

const DATES = ['2026-12-07', '2026-12-08', '2026-12-09'] as CalendarDate[];
const DAYS = DATES.map((date) => ({
  startsAt: `${date}T06:00:00.000Z` as Instant,
  endsAt: `${date}T13:30:00.000Z` as Instant
}));
const [BEGIN, END] = [DAYS[0]!.startsAt, DAYS[2]!.endsAt];
const PEOPLE = Array.from(
  { length: 40 },
  (_, no) => guestOf(`Participant ${no}`, ['KE', 'TZ', 'UG', 'RW', 'ET'][no % 5]!) as Participant
);

describeEngines('a regional session of three days without a connection', (open) => {
  let world: GatewayWorld;
  let isOnline = false;
  let isBusy = false;
  const kept = new Map<string, object>();

  beforeAll(async () => {
    world = await openGatewayWorld(open);
    vi.spyOn(store, 'documents').mockImplementation((prefix) =>
      [...kept].filter(([id]) => id.startsWith(prefix)).map(([_id, held]) => ({ _id, ...held }) as never)
    );
    vi.spyOn(store, 'keepHere').mockImplementation(async (id, held) => {
      kept.set(id, JSON.parse(JSON.stringify(held)) as object);
      return accept(true);
    });
    vi.spyOn(store, 'forgetKept').mockImplementation(async (id) => void kept.delete(id));
    vi.spyOn(PAGE_SERVER, 'fetch').mockImplementation((path, init) =>
      isBusy
        ? Promise.resolve(Response.json({ problems: [{ code: 'request.tooMany' }] }, { status: 429 }))
        : isOnline
          ? fetch(world.rig.address + String(path), {
              ...init,
              headers: { ...init?.headers, cookie: trainer().cookie }
            })
          : Promise.reject(new TypeError('offline'))
    );
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await world.drop();
  });

  let again: Client | null = null;
  const trainer = (): Client => again ?? (world.clients.get('incb.trainer') as Client);

  async function view(): Promise<SessionView> {
    const { body } = await trainer().ask('GET', '/api/training/desk');
    return (body as TrainingView).sessions.find(({ session }) => session._id === SESSION_ID) as SessionView;
  }

  function mark(who: Participant, day: CalendarDate, minute: number, reason?: string) {
    const at = `${day}T06:${String(minute).padStart(2, '0')}:00.000Z` as Instant;
    const said = reason ? ({ mark: 'absent', reason } as const) : ({ mark: 'present' } as const);
    return outbox.keepMark({ session: SESSION_ID, ...who, at, how: 'name', day, ...said });
  }

  test('each day has its own attendance, and a correction changes only that day', async () => {
    const plan = aPlan({ capacity: 60, days: DAYS, startsAt: BEGIN, endsAt: END });
    await outbox.keepPlan(SESSION_ID, { title: plan.title });
    await outbox.keepChange(SESSION_ID, { revision: 0, plan });
    for (const [index, day] of DATES.entries())
      // Two people fewer each day.
      for (const [no, who] of PEOPLE.slice(0, 40 - 2 * index).entries()) await mark(who, day, no);
    await mark(PEOPLE[0]!, DATES[2]!, 50, 'Left before the session began.');
    await outbox.send();
    expect(outbox.marks(SESSION_ID)).toHaveLength(40 + 38 + 36 + 1);
    // Nothing of it is at the server, not even the session.
    expect(await view()).toBeUndefined();

    world.rig.clock.now = Date.parse('2026-12-09T18:00:00.000Z');
    again = await world.rig.signIn('incb.trainer');
    isOnline = true;
    await outbox.send();
    expect([outbox.marks(SESSION_ID), outbox.changeOf(SESSION_ID), outbox.plans()]).toEqual([[], null, []]);
    const list = foldAttendance((await view()).marks);
    const onDay = (day: CalendarDate) =>
      list.filter(({ days }) => days.some((one) => one.day === day && one.isPresent)).length;
    expect([list.length, ...DATES.map(onDay)]).toEqual([40, 40, 38, 35]);
  });

  test('each certificate says on how many days its holder was there, and all are one request', async () => {
    const { status, body } = await trainer().ask('GET', `/api/training/sessions/${SESSION_ID}/certificates`);
    expect(status).toBe(200);
    const { certificates } = body as { certificates: { person: string; badge: string }[] };
    const read = await Promise.all(certificates.map(({ badge }) => verifyBadge(badge)));
    const attended = read.map((one) => one?.facts.word === 'attendance' && one.facts.days);
    const count = (days: number) =>
      attended.filter((one) => one && one.attended === days && one.of === 3).length;
    expect([attended.length, count(3), count(2), count(1)]).toEqual([40, 35, 3, 2]);
    await trainer().ask('GET', `/api/training/sessions/${SESSION_ID}/certificates`);
    const { body: desk } = await trainer().ask('GET', '/api/training/desk');
    const [tally] = (desk as TrainingView).tallies;
    const ofEach = { KE: 8, TZ: 8, UG: 8, RW: 8, ET: 8 };
    expect(tally).toMatchObject({ present: ofEach, certificates: ofEach });
  });

  test('a change that the server refuses stays on the device with its reason, until the trainer deletes it', async () => {
    isOnline = false;
    await outbox.keepChange(SESSION_ID, { revision: 1, cancel: 'Storm.' });
    await outbox.send();
    expect(outbox.changeOf(SESSION_ID)?.problems).toEqual([]);
    isOnline = true;
    isBusy = true;
    await outbox.send();
    // The server counted the requests of this address and judged nothing.
    expect(outbox.changeOf(SESSION_ID)?.problems).toEqual([]);
    isBusy = false;
    await outbox.send();
    expect(outbox.changeOf(SESSION_ID)?.problems).toMatchObject([{ code: 'training.session.over' }]);
    await outbox.send();
    await outbox.forgetChange(SESSION_ID);
    expect(outbox.changeOf(SESSION_ID)).toBeNull();
  });
});
