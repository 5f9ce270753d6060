import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { lineWords } from '#lib/sync/line-words.ts';
import { NO_COUNTRY_WORDS } from '#lib/register/found-rows.ts';
import { countTabs } from '#lib/register/row-index.ts';
import { foundRows } from '#lib/register/row-search.ts';
import { START } from '#lib/register/register-params.ts';
import { monthFigures } from '#lib/register/month-figures.ts';
import type { LineState } from '#lib/store/api.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const HOUR = 3_600_000;

/** Of the one authorization that was refused. */
function numberOf(store: Store): string {
  const [task] = store.refused();
  return task?.act && 'number' in task.act.body ? task.act.body.number : '';
}

describe('a write that the server refuses', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
  });
  afterAll(() => world.close());

  test('comes home as a task with its reason, is out of every total, and nothing else is held up', async () => {
    const { store } = officer;
    await until(() => store.line?.state === 'all-delivered');
    officer.network.on = false;
    // The officer's clock is thirty hours fast, and there is no line to tell them.
    officer.clock = { now: world.rig.clock.now + 30 * HOUR };
    const later = importParticulars({ validFrom: '2026-11-26' as CalendarDate });
    const first = unwrap(await store.issue('import-authorization', later, { draft: store.newDraftId() }));
    officer.clock = world.rig.clock;
    expect(store.dossiers()).toHaveLength(1);

    officer.network.on = true;
    const draft = store.newDraftId();
    unwrap(await store.saveDraft(aDraft(draft, { importer: 'after the refused one' })));
    store.syncNow();
    await until(() => store.refused().length === 1);
    const [task] = store.refused();
    expect(task?.id).toBe(first._id);
    expect(task?.problems.map(({ code }) => code)).toEqual(['door.time.future']);
    expect(task?.act?.body).toEqual(first.body);
    expect(store.dossiers()).toEqual([]);
    expect(store.desk().toSend).toEqual([]);
    expect(store.ledgerOf(first._id)).toMatchObject({ server: null, refused: true });
    expect(store.line?.state).toBe('refused');
    await until(() => administrator.store.draft(draft) !== null);
  });

  test('an authorization of that fate is found by its number, and stands in no figure', async () => {
    const { store } = officer;
    const [row] = store.registerRows();
    expect(row).toMatchObject({ status: 'refused', number: numberOf(store), needs: [], own: true });
    expect(foundRows(store, START, { text: numberOf(store), countries: NO_COUNTRY_WORDS }).rows).toEqual([
      row
    ]);
    expect(store.registerRows({ tab: 'issued' })).toEqual([row]);
    for (const tab of ['received', 'open', 'expiring', 'closed'] as const) {
      expect(store.registerRows({ tab })).toEqual([]);
    }
    expect(countTabs(store.registerRows())).toMatchObject({ all: 0, issued: 0, open: 0 });
    expect(monthFigures(store.registerRows(), store.desk(), store.today)).toMatchObject({
      open: 0,
      issued: 0,
      received: 0,
      partners: 0
    });
  });

  test('hides neither that the connection is lost nor what is only on this device', async () => {
    const { store } = officer;
    officer.network.on = false;
    unwrap(await store.saveDraft(aDraft(store.newDraftId(), { importer: 'written offline' })));
    store.syncNow();
    await until(() => store.line?.state === 'offline');
    const { tone, words } = lineWords(store.line as LineState, store.now);
    expect(tone).toBe('bad');
    expect(words).toMatch(/1 document refused.*1 draft.*no connection since/);
    officer.network.on = true;
    store.syncNow();
    await until(() => store.line?.state === 'refused');
  });

  test('sent again it is refused again and stays a task; set aside it is quiet but not forgotten', async () => {
    const { store } = officer;
    const [task] = store.refused();
    unwrap(await store.retryRefused(task?.id as string));
    expect(store.refused()).toHaveLength(1);
    await store.setAsideRefused(task?.id as string);
    expect(store.desk().refused).toEqual([]);
    expect(store.refused()).toMatchObject([{ id: task?.id, setAside: true }]);
    expect(
      foundRows(store, START, { text: numberOf(store), countries: NO_COUNTRY_WORDS }).rows
    ).toMatchObject([{ status: 'refused' }]);
    expect(store.dossiers()).toEqual([]);
    await until(() => store.line?.state === 'all-delivered');
  });

  test('a device whose key is withdrawn is closed before it could write more that is refused', async () => {
    const { store } = officer;
    unwrap(await administrator.store.withdrawKey(store.device?.keyId as never, 'Laptop lost'));
    await until(() => store.phase.name === 'shut-out');
    expect(store.phase).toMatchObject({ shutOut: { code: 'device.withdrawn' } });
    const refused = await store.issue('import-authorization', importParticulars(), {
      draft: store.newDraftId()
    });
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'store.locked' }] });
  });
});
