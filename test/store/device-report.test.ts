/** What an administrator learns of the authority's devices, told by stores to a real gateway. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { accept, unwrap } from '#lib/domain/result.ts';
import { DeviceReport } from '#lib/store/sync/device-report.ts';
import type { Report, Standing } from '#lib/store/server/server-api.ts';
import { listOf } from '../couch/gateway/answers.ts';
import { PASSWORD, type Client } from '../couch/gateway/rig.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const MINUTE = 60_000;

describe('a device that has the line', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;
  let desk: Client;
  const asked: string[] = [];

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    officer.network.before = (url) => void (url.endsWith('/api/devices/report') && asked.push(url));
    desk = await world.rig.signIn('au.administrator');
  });
  afterAll(() => world.close());

  async function told(): Promise<Record<string, unknown> | undefined> {
    const keyId = officer.store.device?.keyId;
    return listOf((await desk.ask('GET', '/api/devices')).body).find((one) => one['keyId'] === keyId);
  }
  async function untilTold(over: Record<string, unknown>): Promise<void> {
    for (;;) {
      const device = await told();
      if (device && Object.entries(over).every(([key, value]) => device[key] === value)) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  /** A draft of the officer that has come to the administrator's desk. */
  async function shareDraft(): Promise<void> {
    const id = officer.store.newDraftId();
    unwrap(await officer.store.saveDraft(aDraft(id, { importer: 'Demo Harbour' })));
    await until(() => administrator.store.draft(id) !== null);
  }

  test('says after its sync whose it is, that nothing waits on it, and which program it runs', async () => {
    await untilTold({ unsent: 0, refused: 0 });
    expect(await told()).toMatchObject({
      device: 'Desk 1',
      person: 'au.officer',
      version: '1.2.3',
      language: 'fr'
    });
    expect(await told()).toMatchObject({
      clockOffset: 0,
      lastSync: new Date(world.rig.clock.now).toISOString()
    });
    const sessions = listOf((await desk.ask('GET', '/api/sessions?of=all')).body);
    expect(sessions.filter(({ device }) => device === 'Desk 1').map(({ person }) => person)).toEqual([
      'au.officer'
    ]);
  });

  test('says it once a minute at most, however much is written', async () => {
    world.rig.clock.now += MINUTE;
    asked.length = 0;
    for (let count = 0; count < 5; count++) await shareDraft();
    await until(() => officer.store.line?.state === 'all-delivered');
    await until(() => asked.length > 0);
    expect(asked).toHaveLength(1);
  });

  test('syncs no less where the server does not hear it, and says it later', async () => {
    const { before } = officer.network;
    officer.network.before = (url) => {
      if (url.endsWith('/api/devices/report')) throw new TypeError('fetch failed');
    };
    world.rig.clock.now += MINUTE;
    await shareDraft();
    officer.network.before = before;
    world.rig.clock.now += MINUTE;
    await shareDraft();
    await untilTold({ lastSync: new Date(world.rig.clock.now).toISOString() });
  });

  test('says who works on it in the new session too', async () => {
    await world.rig.accounts.sessions.closeAllOf('au.officer');
    await until(() => officer.store.line?.state === 'signed-out');
    world.rig.clock.now += MINUTE;
    unwrap(await officer.store.signIn('au.officer', PASSWORD));
    for (;;) {
      const sessions = listOf((await desk.ask('GET', '/api/sessions?of=all')).body);
      if (sessions.some(({ person, device }) => person === 'au.officer' && device === 'Desk 1')) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });

  test('says how much of it the server refused', async () => {
    officer.network.on = false;
    // Thirty hours fast: the server takes no act of tomorrow.
    officer.clock = { now: world.rig.clock.now + 30 * 60 * MINUTE };
    const later = importParticulars({ validFrom: '2026-11-26' as CalendarDate });
    unwrap(await officer.store.issue('import-authorization', later, { draft: officer.store.newDraftId() }));
    officer.clock = world.rig.clock;
    officer.network.on = true;
    officer.store.syncNow();
    await until(() => officer.store.refused().length === 1);
    world.rig.clock.now += MINUTE;
    await shareDraft();
    await untilTold({ refused: 1, unsent: 0 });
  });
});

describe('a report', () => {
  test('of what changed within the minute is made when the minute is over, and of nothing new never', async () => {
    vi.useFakeTimers();
    try {
      const sent: Report[] = [];
      const state = { settled: true, standing: { keyId: 'k', device: 'Desk 1', unsent: 0, refused: 0 } };
      const report = new DeviceReport({
        isSettled: () => state.settled,
        standing: () => state.standing as unknown as Standing,
        send: async (one) => (sent.push(one), accept(null)),
        milliseconds: () => Date.now(),
        version: '1',
        language: () => null
      });
      report.look();
      report.look();
      state.standing = { ...state.standing, unsent: 3 };
      report.look();
      expect(sent.map(({ unsent }) => unsent)).toEqual([0]);
      await vi.advanceTimersByTimeAsync(MINUTE);
      expect(sent.map(({ unsent }) => unsent)).toEqual([0, 3]);
      await vi.advanceTimersByTimeAsync(10 * MINUTE);
      report.look();
      expect(sent).toHaveLength(2);
      // A sync has settled: that is news by itself.
      state.settled = false;
      report.look();
      state.settled = true;
      report.look();
      expect(sent).toHaveLength(3);
      report.stop();
    } finally {
      vi.useRealTimers();
    }
  });
});
