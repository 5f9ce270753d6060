/** Enrolling off line, and what a trainer's device notes where no database of the server takes it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPerson } from '../couch/gateway/rig.ts';
import type { SessionId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { Leaving } from '#lib/store/leaving.ts';
import { aMark, SESSION_ID } from '../samples/training.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

describe('a place in a session', () => {
  let world: World;
  let officer: Device;
  let trainer: Device;

  beforeAll(async () => {
    world = await openWorld();
    officer = await world.administrator('au.administrator');
    await world.rig.accounts.createPerson(aPerson('incb.trainer', 'trainer', 'INCB'));
    trainer = world.device();
    await trainer.enrol('incb.trainer');
  });
  afterAll(() => world.close());

  const codeOf = (result: Awaited<ReturnType<typeof officer.store.state>>): string | undefined =>
    result.ok ? undefined : result.problems[0]?.code;

  test('is asked for and given back with the line cut, each once, and sent when there is one', async () => {
    officer.network.on = false;
    const { store } = officer;
    const stated = unwrap(await store.state('enrolment', { session: SESSION_ID, intent: 'enrol' }));
    expect(stated.body).toMatchObject({ issuer: 'AU', to: ['INCB'], intent: 'enrol' });
    expect(codeOf(await store.state('enrolment', { session: SESSION_ID, intent: 'enrol' }))).toBe(
      'training.enrolment.already'
    );
    const other = 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a70' as SessionId;
    expect(codeOf(await store.state('enrolment', { session: other, intent: 'withdraw' }))).toBe(
      'training.enrolment.already'
    );
    expect(store.line?.counts.unsent).toBe(1);
    officer.network.on = true;
    store.syncNow();
    await until(() => store.line?.counts.unsent === 0);
    expect(store.line?.counts.refused).toBe(0);
  });

  test('is kept by a trainer’s device, sealed, with no key and no records; no line offers it to a database', async () => {
    const { store } = trainer;
    expect(store.device?.state).toBe('none');
    expect(codeOf(await store.state('enrolment', { session: SESSION_ID, intent: 'enrol' }))).toBeDefined();
    unwrap(await store.keepHere('kept:out:mark:one', { mark: aMark('au.officer') }));
    unwrap(await store.keepHere('kept:training', { view: { sessions: [] } }));
    expect(store.line?.counts.unsent).toBe(1);
    await trainer.killTab();
    unwrap(await trainer.store.choose('incb.trainer'));
    unwrap(await trainer.store.unlock(PASSPHRASE));
    expect(trainer.store.documents('kept:').map(({ _id }) => _id)).toEqual([
      'kept:out:mark:one',
      'kept:training'
    ]);
  });

  test('is not lost with the records, and goes with other unsent work into its file', async () => {
    const removed = await new Leaving(trainer.store).removeRecords();
    expect(removed.ok).toBe(false);
    await trainer.store.forgetKept('kept:out:mark:one');
    await until(() => trainer.store.line?.counts.unsent === 0);
    expect(trainer.store.documents('kept:').map(({ _id }) => _id)).toEqual(['kept:training']);
  });

  test('is kept and forgotten by several parts of a page at once, one after the other', async () => {
    const { store } = trainer;
    const keep = (title: string) => store.keepHere('kept:plan:one', { title });
    await Promise.all(['a', 'ab', 'abc'].map(keep));
    expect(store.documents('kept:plan:')[0]).toMatchObject({ title: 'abc' });
    await Promise.all([store.forgetKept('kept:plan:one'), store.forgetKept('kept:plan:one')]);
    expect(store.documents('kept:plan:')).toEqual([]);
  });

  test('is never offered to a country’s database, whatever its officers’ devices keep', async () => {
    unwrap(await officer.store.keepHere('kept:training', { view: { sessions: [] } }));
    officer.store.syncNow();
    const { rows } = await world.rig.engine
      .open('country-au')
      .allDocs({ startkey: 'kept:', endkey: 'kept:\uffff' });
    expect(rows).toEqual([]);
    expect(officer.store.line?.counts.refused).toBe(0);
  });
});
