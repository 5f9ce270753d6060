/** Signing in and being refused, as the audit tells it to an administrator: everything once, and nothing without bound. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AuditEntry } from '#couch/accounts/audit.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { describeEngines } from '../with-engine.ts';
import { aPerson, Client, openRig, PASSWORD, type Answer, type Rig } from './rig.ts';

const HOUR = 3_600_000;

describeEngines('the audit of sign-ins', (open) => {
  let rig: Rig;
  let nobody: Client;
  let admin: Client;
  let person = '';
  let people = 0;

  beforeAll(async () => {
    rig = await openRig(open, { limits: { signInsPerAddress: 10_000 } });
    nobody = new Client(rig.address, '');
  });
  beforeEach(async () => {
    // What was slowed down before is forgotten, and the session of the administrator is a fresh one.
    rig.clock.now += 2 * HOUR;
    person = `au.signer${++people}`;
    await rig.accounts.createPerson(aPerson(person, 'officer', 'AU'));
    admin = await rig.signIn('au.administrator');
  });
  afterAll(() => rig.drop());

  const signIn = (password: string, who = person): Promise<Answer> =>
    nobody.ask('POST', '/api/session', { person: who, password });

  async function entriesOf(who = person): Promise<AuditEntry[]> {
    // What is written of a sign-in comes after what was refused before it, and is waited for.
    await rig.signIn('au.administrator');
    const { body } = await admin.ask('GET', '/api/audit?limit=200');
    return (body as AuditEntry[]).filter(({ about }) => about === who);
  }

  const timesOf = async (): Promise<(string | undefined)[]> =>
    (await entriesOf()).map(({ values }) => values?.['times']);

  test('tells of each sign-in by whom, then of the second, the fourth and the eighth within an hour', async () => {
    const at = new Date(rig.clock.now).toISOString();
    for (let turn = 0; turn < 9; turn++) await signIn(PASSWORD);
    expect(await timesOf()).toEqual(['8', '4', '2', undefined]);
    expect((await entriesOf())[3]).toMatchObject({ by: person, what: 'session.opened', about: person, at });
    rig.clock.now += HOUR;
    await signIn(PASSWORD);
    expect(await timesOf()).toEqual([undefined, '8', '4', '2', undefined]);
  });

  test('tells on which device, by the name that the person gave it, once it says so', async () => {
    const client = await rig.signIn(person);
    const { publicKey, keyId } = await importSigningKey(await generatePrivateJwk());
    await client.ask('POST', '/api/devices', { key: publicKey, device: 'Laptop' });
    const report = { keyId, device: 'Laptop', unsent: 0, refused: 0, version: '1' };
    for (let turn = 0; turn < 2; turn++)
      expect((await client.ask('POST', '/api/devices/report', report)).status).toBe(204);
    const told = (await entriesOf()).filter(({ what }) => what === 'session.device');
    expect(told).toMatchObject([{ by: person, about: person, values: { device: 'Laptop' } }]);
  });

  test('tells of a wrong password by nobody, and stores no address', async () => {
    await signIn('not the password');
    expect(await entriesOf()).toMatchObject([{ by: 'anybody', what: 'session.refused', about: person }]);
    const { rows } = await rig.engine.open('accounts').allDocs({ include_docs: true });
    expect(JSON.stringify(rows)).not.toMatch(/127\.0\.0\.1|::1|user-?agent/i);
  });

  test('of a flood of wrong passwords writes a handful of entries', async () => {
    for (let turn = 0; turn < 50; turn++) {
      await signIn('not the password');
      rig.clock.now += 61_000;
    }
    expect(await timesOf()).toEqual(['32', '16', '8', '4', '2', undefined]);
  });

  test('writes nothing of a name that nobody has, and answers as for a person', async () => {
    const answers = [await signIn('not the password', 'au.nobody'), await signIn('not the password')];
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    expect(await entriesOf('au.nobody')).toEqual([]);
    expect(await entriesOf()).toHaveLength(1);
  });

  test('counts what comes at once, and none of it is lost', async () => {
    await Promise.all([1, 2, 3, 4].map(() => signIn('not the password')));
    expect(await timesOf()).toEqual(['4', '2', undefined]);
  });

  test('does not take an attempt that was slowed down for one that was looked at', async () => {
    for (let turn = 0; turn < 40; turn++) await signIn('not the password');
    expect(await timesOf()).toEqual(['4', '2', undefined]);
  });
});
