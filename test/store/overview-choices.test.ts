/** Two devices of the secretariat choose for the overview with the line cut; afterwards both hold the same, and say so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import {
  decideApart,
  type OverviewSetting,
  readOverviewSetting
} from '#lib/domain/usage/overview-settings.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { openWorld, until, type Device, type World } from './world.ts';

describeEngines('choices for the overview', (open) => {
  let world: World;
  let desks: readonly [Device, Device];
  beforeAll(async () => {
    world = await openWorld(open);
    desks = [await world.administrator('incb.secretary'), await world.administrator('incb.secretary')];
  });
  afterAll(() => world.close());

  const choicesIn = ({ store }: Device): OverviewSetting => readOverviewSetting(store.setting('overview'));
  const save = async ({ store }: Device, choices: object): Promise<void> =>
    void unwrap(await store.saveSetting('overview', { ...choices }));

  async function reconnect(): Promise<void> {
    for (const { network, store } of desks) {
      network.on = true;
      store.syncNow();
    }
    const tell = (one: Device): string => JSON.stringify({ ...choicesIn(one), _rev: '', joined: [] });
    await until(() => tell(desks[0]) === tell(desks[1]) && (choicesIn(desks[0]).joined ?? []).length > 0);
    await until(() => desks.every(({ store }) => store.line?.counts.unsent === 0));
  }

  test('that were made without a line are joined alike on both, and what cannot be is kept beside', async () => {
    const [first, second] = desks;
    await save(first, { activeMonths: 12, mapNote: { en: 'Borders.' }, at: '2026-11-24T08:00:00.000Z' });
    await until(() => choicesIn(second).activeMonths === 12);
    for (const { network } of desks) network.on = false;
    const note = { mapNote: { en: 'Borders.', fr: 'Frontières.' } };
    await save(first, { activeMonths: 6, ...note, at: '2026-11-24T10:00:00.000Z' });
    await save(second, { activeMonths: 24, mapNote: { en: 'Borders.' }, at: '2026-11-24T11:00:00.000Z' });
    await reconnect();
    for (const desk of desks)
      expect(choicesIn(desk)).toMatchObject({
        activeMonths: 24,
        ...note,
        apart: [{ part: 'months', other: '6' }]
      });
    expect(desks.flatMap(({ store }) => store.refused())).toEqual([]);
  });

  test('are decided by a person, and what was decided is not asked again', async () => {
    const [, second] = desks;
    const held = choicesIn(second);
    await save(second, { ...decideApart(held, held.apart![0]!, 'other'), at: '2026-11-24T12:00:00.000Z' });
    // What the first desk joined on its own meets the decision, and both come to rest on what was decided.
    const isDecided = (one: Device): boolean =>
      choicesIn(one).activeMonths === 6 && choicesIn(one).apart === undefined;
    await until(() => desks.every(isDecided));
    await until(() => desks.every(({ store }) => store.line?.counts.unsent === 0));
    expect(desks.every(isDecided)).toBe(true);
  });
});
