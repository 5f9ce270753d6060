import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';
import { PASSWORD, type Client } from '../couch/gateway/rig.ts';

/** INCB suspends the country while its officers work: nothing that they state meanwhile is lost. */
describe('a suspended country’s officer', () => {
  let world: World;
  let officer: Device;
  let secretary: Client;
  const change = async (what: 'suspend' | 'resume'): Promise<void> => {
    const answer = await secretary.ask('POST', `/api/countries/AU/${what}`, {
      reason: 'At its own request.'
    });
    expect(answer.status).toBe(200);
  };

  beforeAll(async () => {
    world = await openWorld();
    const administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    await world.rig.engine.open('incb').put({
      _id: 'standing:AU',
      schema: 1,
      country: 'AU',
      state: 'registered',
      registeredAt: '2025-01-01T00:00:00.000Z',
      since: '2025-01-01T00:00:00.000Z',
      by: 'server'
    } as object);
    secretary = await world.rig.signIn('incb.secretary');
  });
  afterAll(() => world.close());

  test('goes on issuing; what they issue waits here, is told as unsent, and is neither refused nor lost', async () => {
    const { store } = officer;
    await until(() => store.line?.state === 'all-delivered');
    await change('suspend');
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    await until(() => store.line?.state === 'signed-out');
    expect(store.ledgerOf(act._id)).toMatchObject({ server: null, refused: false });
    expect(store.refused()).toEqual([]);
    expect(store.dossiers()).toHaveLength(1);
    const told = await store.signIn('au.officer', PASSWORD);
    expect(told).toMatchObject({ ok: false, problems: [{ code: 'country.suspended' }] });
    expect(store.dossiers()).toHaveLength(1);
  });

  test('and once the country is resumed, signs in and everything goes', async () => {
    const { store } = officer;
    await change('resume');
    unwrap(await store.signIn('au.officer', PASSWORD));
    await until(() => store.line?.state === 'all-delivered');
    const [dossier] = store.dossiers();
    expect(dossier).toBeDefined();
    const { rows } = await world.rig.engine
      .open('country-au')
      .allDocs({ startkey: 'act:', endkey: 'act:\ufff0' });
    expect(rows.map(({ id }) => id).some((id) => id.includes(':import-authorization:'))).toBe(true);
  });
});
