import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDocument } from '#couch/engine/engine.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { openSteps } from '#lib/domain/outreach/follow-up.ts';
import { parseNote, type ContactNote } from '#lib/domain/outreach/contact-note.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { aNote } from '../samples/contact.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const KE = 'KE' as CountryCode;

function notesIn(store: Store): readonly ContactNote[] {
  return store.documents('contact:').map((document) => unwrap(parseNote(document)));
}

describeEngines('notes on a country', (open) => {
  let world: World;
  let desks: readonly [Device, Device];
  beforeAll(async () => {
    world = await openWorld(open);
    desks = [await world.administrator('incb.secretary'), await world.administrator('incb.secretary')];
  });
  afterAll(() => world.close());

  test('notes that two devices of INCB wrote without a line are both there afterwards, and both steps are open', async () => {
    const [first, second] = desks;
    for (const { network } of desks) network.on = false;
    const next = { step: 'Call again', due: '2026-12-01' as CalendarDate };
    const [one, other] = [aNote(KE, '2026-11-26', { next }), aNote(KE, '2026-11-27', { next })];
    expect(await first.store.addContactNote(one)).toEqual({ ok: true, value: true });
    expect(await second.store.addContactNote(other)).toEqual({ ok: true, value: true });
    expect(first.store.line?.counts.unsent).toBe(1);
    for (const { network, store } of desks) {
      network.on = true;
      store.syncNow();
    }
    for (const { store } of desks) {
      await until(() => notesIn(store).length === 2);
      await until(() => store.line?.counts.unsent === 0);
      expect(openSteps(notesIn(store))).toHaveLength(2);
    }
    const held = await readDocument<{ _rev: string }>(world.rig.engine.open('incb'), one._id);
    expect(held?._rev).toMatch(/^1-/);
  });

  test('a note that is kept twice is one', async () => {
    const [{ store }] = desks;
    const note = aNote('UG' as CountryCode, '2026-11-27');
    expect(await store.addContactNote(note)).toEqual({ ok: true, value: true });
    expect(await store.addContactNote(note)).toEqual({ ok: true, value: false });
  });
});
