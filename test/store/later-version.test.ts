/** A partner's device has a version of I2ES that this server and this device do not have yet. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { countsLater, signLater } from './later-act.ts';
import { exportParticulars, importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const DAY_MS = 86_400_000;

describeEngines('a document of a later version', (open) => {
  let world: World;
  let australian: Device;
  let swiss: Device;
  let ia: ActOf<'import-authorization'>;
  let later: ActId;

  beforeAll(async () => {
    world = await openWorld(open);
    australian = await world.officer('au.officer', await world.administrator('au.administrator'));
    swiss = await world.administrator('ch.officer');
    await until(() => (swiss.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
    ia = await issue();
  }, 120_000);
  afterAll(() => world.close());

  async function issue(): Promise<ActOf<'import-authorization'>> {
    const { store } = australian;
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    await until(() => swiss.store.verdictOf(act._id) === 'good');
    return act;
  }

  const totals = ({ store }: Device): unknown => [
    store.registerRows().map(({ id, status, totals }) => [id, status, totals]),
    store.dossiers().map(({ timeline, lines, status }) => [timeline, lines, status])
  ];

  test('is stored, carried and kept on both sides, and nothing is counted from it', async () => {
    const before = [totals(australian), totals(swiss)];
    const { dossier } = ia.body;
    later = await signLater(australian, { kind: 'transit-record', dossier, quantity: '900000000' });
    await until(() => countsLater(swiss, later));
    expect([totals(australian), totals(swiss)]).toEqual(before);
    for (const { store } of [australian, swiss]) {
      expect(store.poison()).toEqual([]);
      expect(store.gaps()).toEqual([]);
    }
    expect(australian.store.refused()).toEqual([]);
  });

  test('has its place in the count of its device: what follows it leaves no gap', async () => {
    const next = await issue();
    expect(swiss.store.counts(next._id)).toBe(true);
    expect(swiss.store.gaps()).toEqual([]);
  });

  test('closes its dossier on this device for new acts, not for a reply or another dossier', async () => {
    const { store } = swiss;
    const draft = store.newDraftId();
    const refused = await store.issue('export-authorization', exportParticulars(ia), { draft });
    expect(refused).toMatchObject({
      ok: false,
      problems: [{ code: 'dossier.updateNeeded', values: { partner: 'AU' } }]
    });
    const on = { dossier: ia.body.dossier, on: ia._id };
    unwrap(await store.state('reply', { ...on, answer: 'query', text: 'What is in your document?' }));
    const other = exportParticulars(await issue());
    unwrap(await store.issue('export-authorization', other, { draft: store.newDraftId() }));
  });

  test('with a member that this version does not know is not counted, and its known members are judged', async () => {
    const about = { dossier: ia.body.dossier, on: ia._id };
    const id = await signLater(australian, { kind: 'reply', ...about, answer: 'authentic', urgent: true });
    // Nobody replies to their own act; with or without other members.
    await until(() => australian.store.refused().some((one) => one.id === id));
    expect(australian.store.refused().map(({ problems }) => problems[0]?.code)).toEqual(['reply.ownAct']);
    const message = await signLater(swiss, { kind: 'message', text: 'Good morning.', urgent: true }, 'AU');
    await until(() => countsLater(australian, message));
    expect(australian.store.actsOf('message')).toEqual([]);
  });

  test('is read again at the next opening, and counts for nothing then', async () => {
    await swiss.store.lock();
    unwrap(await swiss.store.unlock('seven quiet herons by the lake'));
    await until(() => countsLater(swiss, later));
    expect(swiss.store.dossier(ia.body.dossier)?.timeline).not.toContain(later);
  });

  test('closes it for some days, however many follow', async () => {
    const { dossier } = ia.body;
    world.rig.clock.now += DAY_MS / 2;
    const again = await signLater(australian, { kind: 'transit-record', dossier, more: 'of it' });
    await until(() => countsLater(swiss, again));
    world.rig.clock.now += 15 * DAY_MS;
    const { store } = swiss;
    const draft = store.newDraftId();
    const validFrom = '2026-12-10' as CalendarDate;
    const exported = exportParticulars(ia, { validFrom });
    unwrap(await store.issue('export-authorization', exported, { draft }));
    expect(store.dossier(dossier)?.exports).toHaveLength(1);
  });
});
