import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changePassphrase } from '#lib/crypto/vault.ts';
import { unwrap } from '#lib/domain/result.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

const NEW_PASSPHRASE = 'four grey mules on a bridge';

describe('a changed role that opens the store again', () => {
  let world: World;
  let officer: Device;

  beforeEach(async () => {
    world = await openWorld();
    officer = await world.officer('au.officer', await world.administrator('au.administrator'));
    await until(() => officer.store.line?.state === 'all-delivered');
  });
  afterEach(() => world.close());

  async function changeRole(): Promise<void> {
    const desk = await world.rig.signIn('au.administrator');
    await desk.ask('PATCH', '/api/people/au.officer', { role: 'reader' });
    officer.store.syncNow();
  }

  /** Another tab tells this one nothing of it. */
  async function changePassphraseElsewhere(): Promise<void> {
    const { registry } = officer.store.session;
    const entry = (await registry.get('au.officer')) ?? expect.fail();
    const vault = unwrap(await changePassphrase(entry.vault, PASSPHRASE, NEW_PASSPHRASE));
    await registry.put({ ...entry, vault });
  }

  test('keeps the passphrase that another tab has changed: the old one opens nothing', async () => {
    const { store } = officer;
    await changePassphraseElsewhere();
    await changeRole();
    await until(() => store.phase.name === 'unlocked' && store.person?.role === 'reader');
    await store.lock();
    expect(store.stores).toMatchObject([{ person: { role: 'reader' } }]);
    expect(await store.unlock(PASSPHRASE)).toMatchObject({ ok: false });
    unwrap(await store.unlock(NEW_PASSPHRASE));
  });

  test('leaves no store open if it cannot be filled: the person unlocks the only one', async () => {
    const { store } = officer;
    await store['open']()?.forgetFilling();
    officer.network.before = (url) => {
      if (store.phase.name === 'opening' && url.includes('/db/')) throw new TypeError('fetch failed');
    };
    await changeRole();
    await until(() => store.phase.name === 'locked');
    expect(store.session.unlocked).toBeNull();
    unwrap(await store.unlock(PASSPHRASE));
    expect(store.person?.role).toBe('reader');
  });
});
