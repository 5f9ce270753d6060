import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { DeviceRegistry } from '#lib/store/disk/device-registry.ts';
import { Leaving } from '#lib/store/leaving.ts';
import { aPerson, PASSWORD, type Client } from '../couch/gateway/rig.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

const FILE_PASSPHRASE = 'nine wooden boats on the river';

describe('an officer whom the server does not let in any more', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;
  let desk: Client;

  beforeEach(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    await until(() => officer.store.line?.state === 'all-delivered');
    desk = await world.rig.signIn('au.administrator');
  });
  afterEach(() => world.close());

  const change = (what: object) => desk.ask('PATCH', '/api/people/au.officer', what);
  const issue = async (device: Device): Promise<string> =>
    unwrap(
      await device.store.issue('import-authorization', importParticulars(), {
        draft: device.store.newDraftId()
      })
    )._id;
  const isOut = (): boolean => officer.store.phase.name === 'shut-out';

  test('finds their desk closed at the next contact, after a restart and off line too, and nothing removed', async () => {
    officer.network.on = false;
    const id = await issue(officer);
    await change({ suspended: true });
    expect(officer.store.phase.name).toBe('unlocked');
    officer.network.on = true;
    officer.store.syncNow();
    await until(isOut);
    expect(officer.store.phase).toMatchObject({ shutOut: { code: 'person.suspended' } });
    expect(officer.store.act(id as never)).toBeNull();

    await officer.killTab();
    expect(officer.store.stores).toMatchObject([{ present: true, open: { acts: 1 } }]);
    await officer.store.choose('au.officer');
    expect(isOut()).toBe(true);
    expect(await officer.store.unlock(PASSPHRASE)).toMatchObject({ ok: false });

    const leaving = new Leaving(officer.store);
    const wrong = await leaving.saveSealed('not the passphrase of it', FILE_PASSPHRASE);
    expect(wrong).toMatchObject({ problems: [{ code: 'vault.passphrase.wrong' }] });
    expect(await leaving.removeRecords()).toMatchObject({ problems: [{ code: 'store.unsent' }] });
    expect(unwrap(await leaving.saveSealed(PASSPHRASE, FILE_PASSPHRASE)).count).toBe(1);
    expect(isOut()).toBe(true);

    await change({ suspended: false });
    officer.network.on = true;
    unwrap(await officer.store.signIn('au.officer', PASSWORD));
    unwrap(await officer.store.unlock(PASSPHRASE));
    await until(() => officer.store.line?.state === 'all-delivered');
    expect(officer.store.verdictOf(id as never)).toBe('good');
  });

  test('finds their desk closed also on a full disk, which cannot remember it until the server says it again', async () => {
    const noRoom = new DOMException('No room.', 'QuotaExceededError');
    const full = vi.spyOn(DeviceRegistry.prototype, 'put').mockRejectedValue(noRoom);
    await change({ suspended: true });
    officer.store.syncNow();
    await until(isOut);
    full.mockRestore();
    await officer.killTab();
    officer.network.on = true;
    await officer.store.choose('au.officer');
    // Refused if the server answers before the desk is open.
    await officer.store.unlock(PASSPHRASE);
    await until(isOut);
    expect(officer.store.stores).toMatchObject([{ shutOut: { code: 'person.suspended' } }]);
  });

  test('is told at the sign-in, where their session was over before', async () => {
    await world.rig.accounts.sessions.closeAllOf('au.officer');
    await until(() => officer.store.line?.state === 'signed-out');
    expect(officer.store.phase.name).toBe('unlocked');
    await change({ suspended: true });
    expect(await officer.store.signIn('au.officer', 'not the password')).toMatchObject({ ok: false });
    expect(officer.store.phase.name).toBe('unlocked');
    expect(await officer.store.signIn('au.officer', PASSWORD)).toMatchObject({
      problems: [{ code: 'person.suspended' }]
    });
    expect(isOut()).toBe(true);
  });

  test('keeps their desk where it is another person of this browser who is shut out', async () => {
    await world.rig.accounts.createPerson(aPerson('au.beside', 'officer', 'AU'));
    const beside = world.device();
    await beside.enrol('au.beside');
    // Another tab has signed in since: a browser has one cookie.
    officer.network.cookie = beside.network.cookie;
    expect((await desk.ask('PATCH', '/api/people/au.beside', { suspended: true })).status).toBe(200);
    officer.store.syncNow();
    await until(() => officer.store.line?.state === 'signed-out' || isOut());
    expect(officer.store.phase.name).toBe('unlocked');
    await officer.killTab();
    expect(officer.store.stores).toMatchObject([{ shutOut: null }]);
  });

  test('loses nothing to whoever answers in the server’s place: no answer removes, and most close nothing', async () => {
    const { store, network } = officer;
    const answers = [
      new Response('', { status: 401 }),
      new Response(JSON.stringify({ reason: 'session.none', problems: [{ code: 'session.none' }] }), {
        status: 401
      }),
      new Response(JSON.stringify({ reason: 'person.suspended' }), { status: 401 }),
      new Response(JSON.stringify({ problems: [{ code: 'person.suspended' }] }), { status: 401 }),
      new Response(JSON.stringify({ problems: [{ code: 'person.suspended' }] }), { status: 404 }),
      new Response(JSON.stringify({ problems: [{ code: 'person.suspended' }] }), { status: 200 }),
      new Response(JSON.stringify({ problems: [{ code: 'person.removed' }] }), { status: 500 })
    ];
    for (const answer of answers) {
      network.answer = () => answer.clone();
      store.syncNow();
      await until(() => store.line?.state !== 'all-delivered');
      network.answer = null;
      store.syncNow();
      await until(() => store.line?.state === 'all-delivered');
      expect(store.phase.name).toBe('unlocked');
    }
    const values = { person: 'au.officer' };
    const forged = JSON.stringify({ problems: [{ code: 'device.withdrawn', values }] });
    network.answer = () => new Response(forged, { status: 401 });
    store.syncNow();
    await until(isOut);
    network.answer = null;
    unwrap(await store.signIn('au.officer', PASSWORD));
    unwrap(await store.unlock(PASSPHRASE));
    await until(() => store.line?.state === 'all-delivered');
    expect(store.device?.state).toBe('certified');
  });

  test('whose device is withdrawn works on at another, and begins anew here once nothing would be lost', async () => {
    const keyId = officer.store.device?.keyId;
    unwrap(await administrator.store.withdrawKey(keyId as never, 'Left in a train.'));
    await until(isOut);
    expect(officer.store.phase).toMatchObject({ shutOut: { code: 'device.withdrawn' } });
    const refused = await officer.store.signIn('au.officer', PASSWORD);
    expect(refused).toMatchObject({ problems: [{ code: 'device.withdrawn' }] });
    const elsewhere = await world.officer('au.officer', administrator);
    expect(elsewhere.store.phase.name).toBe('unlocked');
    unwrap(await new Leaving(officer.store).removeRecords());
    expect(officer.store.stores).toEqual([]);
    const store = await officer.enrol('au.officer');
    expect(store.device).toMatchObject({ state: 'none' });
    expect(store.device?.keyId).not.toBe(keyId);
  });

  test('in a lower office has another desk without a new sign-in, and is told what they wrote before', async () => {
    officer.network.on = false;
    await issue(officer);
    await change({ role: 'reader' });
    officer.network.on = true;
    officer.store.syncNow();
    await until(() => officer.store.person?.role === 'reader');
    await until(() => officer.store.phase.name === 'unlocked');
    await until(() => officer.store.refused().length === 1);
    expect(officer.store.refused()[0]?.problems).toMatchObject([{ code: 'door.role.mayNotWrite' }]);
    expect(await new Leaving(officer.store).saveUnsent(FILE_PASSPHRASE)).toMatchObject({
      value: { count: 1 }
    });
  });
});
