/** What is refused has a row of its own, also where a push brings one act twice: what has none counts as taken. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines } from '../with-engine.ts';
import { listOf } from './answers.ts';
import { openRig, signed, withRevision, type Client, type Rig } from './rig.ts';

describeEngines('a push with two copies of one act', (open) => {
  let rig: Rig;
  let officer: Client;
  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  const [one, other] = ['a'.repeat(32), 'b'.repeat(32)];

  test('is told of both where the act is refused', async () => {
    const act = await signed(anImportAuthorization(), rig.keys.stranger);
    const docs = [withRevision(act, one), withRevision(act, other)];
    const { body } = await officer.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
    const rows = listOf(body).map(({ id, rev }) => `${String(id)} ${String(rev)}`);
    expect(rows).toEqual([`${act._id} 1-${one}`, `${act._id} 1-${other}`]);
  });
});
