import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

describe('signing out', () => {
  let world: World;
  let device: Device;
  let asked: string[];

  beforeEach(async () => {
    world = await openWorld();
    device = await world.administrator('au.administrator');
    await until(() => device.store.line?.state === 'all-delivered');
    asked = [];
    device.network.before = (url, init) =>
      void asked.push(`${init?.method ?? 'GET'} ${new URL(url).pathname}`);
  });
  afterEach(() => world.close());

  const tokenOf = ({ network }: Device): string => decodeURIComponent(network.cookie.split('=')[1] ?? '');
  const isOpen = async (token: string): Promise<boolean> =>
    (await world.rig.accounts.sessions.read(token)) !== null;

  async function signOutOffLine(): Promise<string> {
    const token = tokenOf(device);
    device.network.on = false;
    await device.store.signOut();
    expect(device.store.phase.name).toBe('signed-out');
    expect(await isOpen(token)).toBe(true);
    asked = [];
    return token;
  }

  test('on line ends the session at once, and nothing is left to end', async () => {
    const token = tokenOf(device);
    await device.store.signOut();
    expect(await isOpen(token)).toBe(false);
    unwrap(await device.store.signIn('au.administrator', PASSWORD));
    unwrap(await device.store.unlock(PASSPHRASE));
    await until(() => device.store.line?.state === 'all-delivered');
    expect(await isOpen(tokenOf(device))).toBe(true);
    expect(asked.filter((one) => one === 'DELETE /api/session')).toHaveLength(1);
  });

  test('without a line ends it first thing when there is one, before anything else is asked', async () => {
    const token = await signOutOffLine();
    device.network.on = true;
    expect(await device.store.resumeSession()).toMatchObject({ problems: [{ code: 'session.none' }] });
    expect(asked[0]).toBe('DELETE /api/session');
    expect(await isOpen(token)).toBe(false);
  });

  test('is remembered when the tab is closed meanwhile', async () => {
    const token = await signOutOffLine();
    await device.killTab();
    device.network.on = true;
    await device.killTab();
    device.network.on = true;
    asked = [];
    unwrap(await device.store.signIn('au.administrator', PASSWORD));
    expect(asked.slice(0, 2)).toEqual(['DELETE /api/session', 'POST /api/session']);
    expect(await isOpen(token)).toBe(false);
    expect(await isOpen(tokenOf(device))).toBe(true);
  });

  test('is tried again where the server answers that it cannot, and nothing is asked until it could', async () => {
    const token = await signOutOffLine();
    device.network.on = true;
    world.rig.accounts.sessions.close = () => Promise.reject(new Error('the disk does not answer'));
    expect(await device.store.resumeSession()).toMatchObject({ problems: [{ code: 'line.offline' }] });
    expect(new Set(asked)).toEqual(new Set(['DELETE /api/session']));
    Reflect.deleteProperty(world.rig.accounts.sessions, 'close');
    expect(await device.store.resumeSession()).toMatchObject({ problems: [{ code: 'session.none' }] });
    expect(await isOpen(token)).toBe(false);
  });

  test('leaves nobody else of this computer at work in the name of whoever left', async () => {
    await device.store.signOut();
    unwrap(await device.store.signIn('au.officer', PASSWORD));
    unwrap(await device.store.createSealedStore(PASSPHRASE));
    const token = await signOutOffLine();
    unwrap(await device.store.choose('au.administrator'));
    unwrap(await device.store.unlock(PASSPHRASE));
    device.network.on = true;
    device.store.syncNow();
    await until(() => device.store.line?.state === 'signed-out');
    expect(asked.indexOf('DELETE /api/session')).toBeLessThan(asked.findIndex((one) => / \/db\//.test(one)));
    expect(await isOpen(token)).toBe(false);
  });
});
