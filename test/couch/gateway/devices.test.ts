import { afterAll, beforeAll, expect, test } from 'vitest';
import { deviceRequestOf, parseDeviceRequest } from '#lib/domain/registration/device-request.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { describeEngines } from '../with-engine.ts';
import { aCertificate, aKey, aPerson, openRig, type Rig } from './rig.ts';

const AU = 'AU' as CountryCode;

describeEngines('a device asks to be certified', (open) => {
  let rig: Rig;
  beforeAll(async () => (rig = await openRig(open)));
  afterAll(() => rig.drop());

  async function heldIn(database: string, keyId: string): Promise<unknown> {
    const { rows } = await rig.engine.open(database).allDocs({
      keys: [`device-request:${keyId}`],
      include_docs: true
    });
    const row = rows[0];
    return row && 'doc' in row ? (row.doc ?? null) : null;
  }

  async function askAs(person: string) {
    const [client, key] = [await rig.signIn(person), await aKey()];
    const answer = await client.ask('POST', '/api/devices', { key: key.publicKey, device: 'Desk 7' });
    expect(answer).toMatchObject({ status: 202, body: { keyId: key.keyId } });
    return { client, key };
  }

  test('an administrator’s request waits at home and with the Board', async () => {
    const { key } = await askAs('au.administrator');
    for (const database of ['country-au', 'incb']) {
      const request = parseDeviceRequest(await heldIn(database, key.keyId));
      const particulars = { person: 'au.administrator', role: 'administrator', authority: 'AU' };
      expect(request).toMatchObject({ ok: true, value: { ...particulars, keyId: key.keyId } });
    }
  });

  test('an officer’s is nothing of the Board’s, and one of the Board’s people is in no country', async () => {
    const [officer, secretary] = [await askAs('au.officer'), await askAs('incb.secretary')];
    expect(await heldIn('incb', officer.key.keyId)).toBeNull();
    expect(await heldIn('incb', secretary.key.keyId)).toMatchObject({ role: 'incb', authority: 'INCB' });
    expect(await heldIn('country-au', secretary.key.keyId)).toBeNull();
  });

  test('a request follows its person’s new role in their country’s database and at INCB', async () => {
    const created = await rig.accounts.createPerson(aPerson('au.lowered', 'administrator', 'AU'));
    expect(created.ok).toBe(true);
    const { key } = await askAs('au.lowered');
    const manager = await rig.signIn('au.administrator');
    for (const role of ['officer', 'administrator']) {
      await manager.ask('PATCH', '/api/people/au.lowered', { role });
      for (const database of ['country-au', 'incb'])
        expect(await heldIn(database, key.keyId)).toMatchObject({ person: 'au.lowered', role });
    }
  });

  test('a request that reached one place only is completed by asking again', async () => {
    const [client, key] = [await rig.signIn('au.administrator'), await aKey()];
    const ask = () => client.ask('POST', '/api/devices', { key: key.publicKey, device: 'Desk 8' });
    await ask();
    const held = (await heldIn('incb', key.keyId)) as { _id: string; _rev: string };
    await rig.engine.open('incb').put({ _id: held._id, _rev: held._rev, _deleted: true } as object);
    expect((await ask()).status).toBe(202);
    expect(await heldIn('incb', key.keyId)).toMatchObject({ device: 'Desk 8' });
  });

  test('of one person so many wait at a time, and what an administrator has answered waits no more', async () => {
    const [client, keys] = [
      await rig.signIn('au.other'),
      await Promise.all(Array.from({ length: 20 }, aKey))
    ];
    const ask = async (key: SigningKey): Promise<number> =>
      (await client.ask('POST', '/api/devices', { key: key.publicKey, device: 'Desk 10' })).status;
    for (const key of keys) expect(await ask(key)).toBe(202);
    const next = await aKey();
    expect(await ask(next)).toBe(429);
    const of = { key: keys[0] as SigningKey, authority: AU, person: 'au.other', role: 'officer' } as const;
    const certificate = await aCertificate(rig.keys.auAdministrator, AU, 'au.administrator', of);
    await rig.engine.open('country-au').bulkDocs([certificate]);
    expect(await ask(next)).toBe(202);
  });

  test('nobody takes the place of another who asked with the same key', async () => {
    const { key } = await askAs('au.officer');
    const other = await rig.signIn('au.other');
    expect((await other.ask('POST', '/api/devices', { key: key.publicKey, device: 'Mine' })).status).toBe(
      202
    );
    expect(await heldIn('country-au', key.keyId)).toMatchObject({ person: 'au.officer' });
  });

  test('nobody writes a request by replication, into the Board’s database least of all', async () => {
    const key = await aKey();
    const request = deviceRequestOf({
      key: key.publicKey,
      device: 'Desk 9',
      person: 'zz.admin',
      name: 'Nobody',
      role: 'administrator',
      authority: 'ZW' as CountryCode,
      requestedAt: '2026-11-24T09:00:00.000Z' as never
    });
    const [board, administrator] = [await rig.signIn('incb.secretary'), await rig.signIn('au.administrator')];
    const refused = { [request._id]: ['door.document.notYours'] };
    expect(await board.push('incb', [request])).toEqual(refused);
    expect(await administrator.push('country-au', [request])).toEqual(refused);
  });
});
