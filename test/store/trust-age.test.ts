import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

const DAY = 24 * 3_600_000;

describe('how old the lists are that signatures are judged by', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
  });
  afterAll(() => world.close());

  const knownAt = (device: Device): number => Date.parse(device.store.trustAge.knownAt ?? '');

  test('is told in the server’s time, and from the last time that nothing newer was there', async () => {
    await until(() => officer.store.trustAge.state === 'fresh');
    expect(Math.abs(knownAt(officer) - world.rig.clock.now)).toBeLessThan(60_000);
    world.rig.clock.now += 3_600_000;
    unwrap(await administrator.store.withdrawKey('A'.repeat(43) as KeyId, 'Only to have something new'));
    await until(() => knownAt(officer) >= world.rig.clock.now);
    await until(() => officer.store.actsOf('withdrawal').length === 1);
  });

  test('goes on counting off line, over a new start, and warns after seven and after thirty days', async () => {
    const before = knownAt(officer);
    officer.network.on = false;
    officer.clock = { now: world.rig.clock.now };
    for (const [days, state] of [
      [0, 'fresh'],
      [8, 'old'],
      [31, 'stale']
    ] as const) {
      officer.clock.now = world.rig.clock.now + days * DAY;
      expect(officer.store.trustAge.state).toBe(state);
    }
    await officer.store.lock();
    unwrap(await officer.store.unlock(PASSPHRASE));
    expect(officer.store.trustAge.state).toBe('stale');
    // A few minutes of what a closed tab knew are not written down.
    expect(before - knownAt(officer)).toBeLessThanOrEqual(5 * 60_000);
  });

  test('is fresh again on line, and a clock that is two years ahead is noticed before it dates an act', async () => {
    officer.clock.now = world.rig.clock.now + 400 * DAY;
    officer.network.on = true;
    officer.store.syncNow();
    await until(() => officer.store.line?.state === 'all-delivered');
    const draft = officer.store.newDraftId();
    const refused = await officer.store.issue('import-authorization', importParticulars(), { draft });
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'device.clock.ahead' }] });
    officer.clock.now = world.rig.clock.now;
    unwrap(await officer.store.signIn('au.officer', PASSWORD));
    await until(() => officer.store.trustAge.state === 'fresh');
    await until(() => officer.store.line?.state === 'all-delivered');
    unwrap(await officer.store.issue('import-authorization', importParticulars(), { draft }));
  });

  test('a clock that was moved back to 1970 dates nothing either', async () => {
    officer.clock.now = 0;
    const refused = await officer.store.issue('import-authorization', importParticulars(), {
      draft: officer.store.newDraftId()
    });
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'device.clock.behind' }] });
    expect(officer.store.trustAge.state).toBe('fresh');
    officer.clock.now = world.rig.clock.now;
  });
});
