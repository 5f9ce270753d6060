import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines } from '../with-engine.ts';
import { blockOf } from './answers.ts';
import {
  aCertificate,
  aHead,
  aKey,
  aNumber,
  openRig,
  signed,
  withRevision,
  type Client,
  type Rig
} from './rig.ts';

const AU = 'AU' as CountryCode;

describeEngines('where the database does not take what the door let in', (open) => {
  let rig: Rig;
  let officer: Client;
  let administrator: Client;
  let database: Database;
  let bulkDocs: Database['bulkDocs'];

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
    administrator = await rig.signIn('au.administrator');
    database = rig.engine.open('country-au');
    bulkDocs = database.bulkDocs.bind(database) as Database['bulkDocs'];
  });
  beforeEach(() => void Object.assign(database, { bulkDocs }));
  afterEach(() => void Object.assign(database, { bulkDocs }));
  afterAll(() => rig.drop());

  const failing = (write: () => Promise<unknown>): void => void Object.assign(database, { bulkDocs: write });

  async function statusOf(client: Client, act: Act): Promise<number> {
    const docs = [withRevision(act)];
    return (await client.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false })).status;
  }

  /** Two acts that bear one number, which is reserved for the device. */
  async function twoOfOneNumber(): Promise<[Act, Act]> {
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
    const { first } = blockOf((await officer.ask('POST', '/api/blocks', claim)).body);
    const one = await signed(
      anImportAuthorization({ over: { number: aNumber(first, 'AU') } }),
      rig.keys.auOfficer
    );
    return [one, await signed(one, rig.keys.auOfficer, { remarks: 'another' })];
  }

  test('a number is not used by an act whose write failed', async () => {
    const [one, two] = await twoOfOneNumber();
    failing(() => Promise.reject(new Error('the disk does not answer')));
    expect(await statusOf(officer, one)).toBeGreaterThanOrEqual(500);
    Object.assign(database, { bulkDocs });
    expect(await officer.push('country-au', [two])).toEqual({});
    expect(await officer.push('country-au', [one])).toEqual({ [one._id]: ['door.number.used'] });
  });

  test('nor by an act that the database itself refused', async () => {
    const [one, two] = await twoOfOneNumber();
    const row = { id: one._id, error: 'forbidden', reason: '[{"code":"document.kind.unknown"}]' };
    failing(() => Promise.resolve([row]));
    expect(await officer.push('country-au', [one])).toEqual({ [one._id]: ['document.kind.unknown'] });
    Object.assign(database, { bulkDocs });
    expect(await officer.push('country-au', [two])).toEqual({});
  });

  test('a device is not certified by a certificate whose write failed, and is once it is stored', async () => {
    const key = await aKey();
    const of = { key, authority: AU, person: 'au.officer', role: 'officer' } as const;
    const certificate = await aCertificate(rig.keys.auAdministrator, AU, 'au.administrator', of);
    const head = aHead('message', AU, ['CH'], 'au.officer', '2026-11-20T08:00:00.000Z');
    const message = await signBody({ ...head, text: 'Good morning.' } as never, key);
    failing(() => Promise.reject(new Error('the disk does not answer')));
    expect(await statusOf(administrator, certificate)).toBeGreaterThanOrEqual(500);
    Object.assign(database, { bulkDocs });
    expect(await officer.push('country-au', [message])).toEqual({ [message._id]: ['signature.key.unknown'] });
    expect(await administrator.push('country-au', [certificate])).toEqual({});
    expect(await officer.push('country-au', [message])).toEqual({});
  });
});
