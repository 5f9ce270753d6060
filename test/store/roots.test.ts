import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildGateway, type Gateway } from '#couch/gateway/gateway.ts';
import { signHandover } from '#lib/crypto/handover.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { RootHandover } from '#lib/domain/registration/handover.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aCertificate, aKey, PASSWORD } from '../couch/gateway/rig.ts';
import { importParticulars } from './particulars.ts';
import { TEST_SECRET } from '../couch/with-engine.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

const AT = '2026-11-24T09:00:00.000Z' as Instant;

describe('the root keys that a server names', () => {
  let world: World;
  let administrator: Device;
  let next: SigningKey;
  const servers: Gateway[] = [];

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    await until(() => (administrator.store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
    next = await aKey();
  });
  afterAll(async () => {
    administrator.network.on = false;
    await administrator.store.lock();
    await Promise.all(servers.map((server) => server.close()));
    await world.close();
  });
  beforeEach(() => {
    administrator.network.origin = null;
  });

  /** Another server over the same databases, as one that was restarted with other settings. */
  async function serve(
    roots: readonly PublicKey[],
    handovers: readonly RootHandover[] = []
  ): Promise<string> {
    const { engine, accounts, clock } = world.rig;
    const now = () => clock.now;
    const server = await buildGateway({
      engine,
      accounts,
      secret: TEST_SECRET,
      app: null,
      roots,
      handovers,
      clock: now
    });
    servers.push(server);
    return server.listen({ port: 0, host: '127.0.0.1' });
  }

  function rootsOf(device: Device): readonly PublicKey[] {
    return device.store['open']()?.book.device.roots ?? [];
  }

  const signIn = () => administrator.store.signIn('au.administrator', PASSWORD);

  test('are not believed where they are others: the line stays closed, says so, and work goes on', async () => {
    const { store, network } = administrator;
    await until(() => store.line?.state === 'all-delivered');
    const pinned = rootsOf(administrator);
    network.origin = await serve([next.publicKey]);
    const sent: string[] = [];
    network.before = (url) => void (url.includes('/db/') && sent.push(url));
    expect(await signIn()).toMatchObject({ ok: false, problems: [{ code: 'session.roots.strange' }] });
    await until(() => store.line?.state === 'roots');
    const draft = store.newDraftId();
    sent.length = 0;
    unwrap(await store.issue('import-authorization', importParticulars(), { draft }));
    store.syncNow();
    await until(() => store.line?.state === 'roots');
    expect(sent).toEqual([]);
    expect(rootsOf(administrator)).toEqual(pinned);
    network.before = () => undefined;
    network.origin = null;
    unwrap(await signIn());
    await until(() => store.line?.state === 'all-delivered');
  });

  test('stay not believed after a lock and a new start, until the server names the known ones again', async () => {
    const { store, network } = administrator;
    network.origin = await serve([world.rig.keys.root.publicKey, next.publicKey]);
    expect((await signIn()).ok).toBe(false);
    await store.lock();
    unwrap(await store.unlock(PASSPHRASE));
    await until(() => store.line?.state === 'roots');
    network.origin = null;
    unwrap(await signIn());
    await until(() => store.line?.state === 'all-delivered');
  });

  test('are not believed on the word of a key that is no root', async () => {
    const thief = await aKey();
    const forged = await signHandover(next.publicKey, { ...thief, keyId: world.rig.keys.root.keyId }, AT);
    administrator.network.origin = await serve([next.publicKey], [forged]);
    expect((await signIn()).ok).toBe(false);
    administrator.network.origin = null;
    unwrap(await signIn());
  });

  test('are pinned where a known root has handed over, and what the new root certified counts at once', async () => {
    const { store, network } = administrator;
    const { root } = world.rig.keys;
    const officer = await aKey();
    const of = {
      key: officer,
      authority: 'CH' as never,
      person: 'ch.officer',
      role: 'administrator'
    } as const;
    const certificate = await aCertificate(next, 'INCB', 'incb.secretary', of);
    await world.rig.engine.open('reference').bulkDocs([certificate]);
    await until(() => store.act(certificate._id) !== null);
    expect(store.verdictOf(certificate._id)).toBe('unknown-key');
    const handover = await signHandover(next.publicKey, root, AT);
    network.origin = await serve([root.publicKey, next.publicKey], [handover]);
    unwrap(await signIn());
    await until(() => store.verdictOf(certificate._id) === 'good');
    expect(rootsOf(administrator)).toEqual([root.publicKey, next.publicKey]);
    await until(() => store.line?.state === 'all-delivered');
    expect(store.device?.state).toBe('certified');
  });

  test('handed over are pinned for good: another start needs no handover', async () => {
    const { store, network } = administrator;
    network.origin = await serve([next.publicKey]);
    unwrap(await signIn());
    await store.lock();
    unwrap(await store.unlock(PASSPHRASE));
    await until(() => store.line?.state === 'all-delivered');
    expect(store.device?.state).toBe('certified');
  });
});
