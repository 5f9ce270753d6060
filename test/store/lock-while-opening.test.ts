/** A person locks, signs out or is excluded while their store is being opened: nothing that follows opens it. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { OpenStore } from '#lib/store/opening/open-store.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

describe('a store that is being opened', () => {
  let world: World;
  let officer: Device;

  beforeEach(async () => {
    world = await openWorld();
    officer = await world.administrator('au.administrator');
    await until(() => officer.store.line?.state === 'all-delivered');
    await officer.store.lock();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await world.close();
  });

  type Step = (...given: unknown[]) => Promise<unknown>;

  /** Does this right after a step of the opening, once. */
  function after(step: string, then: () => Promise<void>): void {
    const { registry, state } = officer.store.session;
    const parts: Record<string, object> = { open: OpenStore, put: registry, relist: state };
    const part = parts[step] as Record<string, Step>;
    const real = part[step]?.bind(part);
    vi.spyOn(part, step).mockImplementationOnce(async (...given) => {
      const done = await real?.(...given);
      await then();
      return done;
    });
  }

  test.each(['open', 'put', 'relist'])('stays locked if the person locks after the step %s', async (step) => {
    const { store } = officer;
    after(step, () => store.lock());
    expect(await store.unlock(PASSPHRASE)).toMatchObject({ problems: [{ code: 'store.locked' }] });
    expect(store.phase.name).toBe('locked');
    expect(store.session.unlocked).toBeNull();
    unwrap(await store.unlock(PASSPHRASE));
    expect(store.phase.name).toBe('unlocked');
  });

  test.each(['open', 'put', 'relist'])(
    'is closed if the person signs out after the step %s',
    async (step) => {
      const { store } = officer;
      after(step, () => store.signOut());
      expect(await store.unlock(PASSPHRASE)).toMatchObject({ problems: [{ code: 'store.locked' }] });
      expect(store.phase.name).toBe('signed-out');
      expect(store.session.unlocked).toBeNull();
    }
  );

  test('is closed if the server excludes the person during the opening', async () => {
    const { store, network } = officer;
    const values = { person: 'au.administrator' };
    const body = JSON.stringify({ problems: [{ code: 'person.suspended', values }] });
    after('open', async () => {
      network.answer = () => new Response(body, { status: 401 });
      await store.signIn('au.administrator', PASSWORD);
      network.answer = null;
    });
    expect(await store.unlock(PASSPHRASE)).toMatchObject({ problems: [{ code: 'store.locked' }] });
    expect(store.phase.name).toBe('shut-out');
    expect(store.session.unlocked).toBeNull();
  });
});
