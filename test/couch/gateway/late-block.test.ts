/** A cluster lists what is new by one copy. Here that copy has not got the block yet that was confirmed a moment ago. */
import { expect, test } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { openTestCouchdb } from '../with-engine.ts';
import { blockOf } from './answers.ts';
import { aNumber, openRig, signed, withRevision } from './rig.ts';

const url = process.env['COUCHDB_URL'];
if (!url) console.warn('SKIPPED: a block that one copy lacks. Set COUCHDB_URL to run it.');

test.skipIf(!url)('an act is taken whose block is not in the list of changes yet', async () => {
  const rig = await openRig(() => openTestCouchdb(url as string));
  const officer = await rig.signIn('au.officer');
  const database = rig.engine.open('country-au');
  const changes = database.changes.bind(database) as unknown as (
    options: object
  ) => Promise<{ results: { id: string }[] }>;
  const late = async (options: object): Promise<object> => {
    const page = await changes(options);
    return { ...page, results: page.results.filter(({ id }) => !id.startsWith('block:')) };
  };
  Object.assign(database, { changes: late as unknown as Database['changes'] });
  const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
  const { first } = blockOf((await officer.ask('POST', '/api/blocks', claim)).body);
  const issue = async (serial: number): Promise<object> => {
    const act = await signed(
      anImportAuthorization({ over: { number: aNumber(serial, 'AU') } }),
      rig.keys.auOfficer
    );
    return officer.push('country-au', [withRevision(act)]);
  };
  expect(await issue(first)).toEqual({});
  expect(Object.values(await issue(first + 500))).toEqual([['door.number.notReserved']]);
  await rig.drop();
});
