import { afterAll, beforeAll, expect, test } from 'vitest';
import { signBody } from '#lib/crypto/sign.ts';
import type { AuthorityCode, KeyId } from '#lib/domain/ids.ts';
import { describeEngines } from '../with-engine.ts';
import { openAnother } from './another-gateway.ts';
import { aCertificate, aHead, aKey, Client, NOW, openRig, PASSWORD, type Rig } from './rig.ts';

const AU = 'AU' as AuthorityCode;

describeEngines('a device whose key is withdrawn', (open) => {
  let rig: Rig;
  let administrator: Client;
  beforeAll(async () => {
    rig = await openRig(open);
    administrator = await rig.signIn('au.administrator');
  });
  afterAll(() => rig.drop());

  async function aDevice(person = 'au.officer'): Promise<{ client: Client; keyId: KeyId }> {
    const key = await aKey();
    const of = { key, authority: AU, person, role: 'officer' } as const;
    const certificate = await aCertificate(rig.keys.auAdministrator, AU, 'au.administrator', of);
    expect(await administrator.push('country-au', [certificate])).toEqual({});
    // Where the exchange brings it.
    await rig.engine.openAsAdministrator('reference').put(certificate);
    return { client: await signInAt(key.keyId, person), keyId: key.keyId };
  }

  async function signInAt(device: KeyId, person = 'au.officer'): Promise<Client> {
    const answer = await attempt(device, person);
    const [pair = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
    return new Client(rig.address, pair);
  }

  function attempt(device: unknown, person = 'au.officer') {
    return administrator.ask('POST', '/api/session', { person, password: PASSWORD, device });
  }

  async function withdraw(keyId: KeyId, by = rig.keys.auAdministrator): Promise<Record<string, string[]>> {
    const at = new Date(NOW).toISOString();
    const head = aHead('withdrawal', AU, ['*'], 'au.administrator', at);
    const body = { ...head, keyId, withdrawnFrom: at, reason: 'Lost on a train.' };
    return administrator.push('country-au', [await signBody(body as never, by)]);
  }

  const why = async (client: Client): Promise<unknown[]> => {
    const { status, body } = await client.ask('GET', '/db/country-au');
    return status === 200 ? [200] : [status, (body as { reason: string }).reason];
  };

  test('ends every session that is open at it, at once, and no other of the same person', async () => {
    const [lost, kept] = [await aDevice(), await aDevice()];
    const feed = lost.client.ask('GET', '/db/country-au/_changes?feed=longpoll&since=now&heartbeat=1000');
    expect(await withdraw(lost.keyId)).toEqual({});
    expect(await why(lost.client)).toEqual([401, 'device.withdrawn']);
    expect((await feed).status).toBe(200);
    expect(await why(kept.client)).toEqual([200]);
  });

  test('is not signed in at, and the person is, at any other', async () => {
    const { keyId } = await aDevice();
    await withdraw(keyId);
    const refused = await attempt(keyId);
    expect([refused.status, refused.body]).toMatchObject([403, { reason: 'device.withdrawn' }]);
    expect((await attempt(undefined)).status).toBe(201);
    expect((await attempt({ odd: true })).status).toBe(201);
  });

  test('is out with its first report where the session was opened without naming it', async () => {
    const { keyId } = await aDevice('au.other');
    await withdraw(keyId);
    const client = await rig.signIn('au.other');
    expect(await why(client)).toEqual([200]);
    const report = { keyId, device: 'Desk 1', unsent: 0, refused: 0, version: '1' };
    expect((await client.ask('POST', '/api/devices/report', report)).status).toBe(401);
    expect(await why(client)).toEqual([401, 'device.withdrawn']);
  });

  test('stays in where the withdrawal does not count, and no device is named for another person', async () => {
    const { client, keyId } = await aDevice();
    expect(Object.values(await withdraw(keyId, rig.keys.auOther))).toHaveLength(1);
    expect(await why(client)).toEqual([200]);
    const another = await signInAt(keyId, 'au.other');
    await withdraw(keyId);
    expect(await why(another)).toEqual([200]);
  });

  /** As from the exchange, the line to a central server or the keeper's console: nobody pushes it here. */
  async function publish(keyId: KeyId): Promise<void> {
    const at = new Date(NOW).toISOString();
    const head = aHead('withdrawal', 'INCB' as AuthorityCode, ['*'], 'incb.secretary', at);
    const body = { ...head, keyId, withdrawnFrom: at, reason: 'Lost on a train.' };
    await rig.engine.openAsAdministrator('reference').put(await signBody(body as never, rig.keys.root));
  }

  test('ends its sessions and open feeds where the withdrawal is written into the reference from elsewhere', async () => {
    const [lost, kept] = [await aDevice(), await aDevice()];
    const feed = lost.client.ask('GET', '/db/country-au/_changes?feed=longpoll&since=now&heartbeat=1000');
    await publish(lost.keyId);
    expect((await feed).status).toBe(200);
    expect(await why(lost.client)).toEqual([401, 'device.withdrawn']);
    expect(await why(kept.client)).toEqual([200]);
  });

  test('ends its sessions where the withdrawal was written while no gateway was running', async () => {
    const { client, keyId } = await aDevice();
    await rig.gateway.close();
    await publish(keyId);
    const { gateway, address } = await openAnother(rig);
    const feed = new Client(address, client.cookie).ask(
      'GET',
      '/db/country-au/_changes?feed=longpoll&since=now&timeout=20000'
    );
    expect([200, 401]).toContain((await feed).status);
    expect(await why(new Client(address, client.cookie))).toEqual([401, 'device.withdrawn']);
    await gateway.close();
  });
});
