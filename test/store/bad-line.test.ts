import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { makeBad } from './bad-line.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';

const ISSUED = 6;

describe('a line that loses three of ten requests, is five seconds long and is cut again and again', () => {
  let world: World;
  let australian: Device;
  let swiss: Device;
  const isQuiet = new Map<Device, () => boolean>();

  beforeAll(async () => {
    world = await openWorld();
    australian = await world.officer('au.officer', await world.administrator('au.administrator'));
    swiss = await world.administrator('ch.officer');
    isQuiet.set(australian, makeBad(australian, 20_261_124)).set(swiss, makeBad(swiss, 1961));
  });
  afterAll(() => world.close());

  /** Nobody waits for the line's next try of itself: whoever sees it down tries again. */
  async function keepTrying(isSo: () => boolean): Promise<void> {
    await until(() => {
      for (const [{ store }, isFree] of isQuiet)
        if (store.line?.state === 'offline' && isFree()) store.syncNow();
      return isSo();
    });
  }

  async function actsIn(database: string): Promise<Act[]> {
    const { rows } = await world.rig.engine.openAsAdministrator(database).allDocs<Act>({
      startkey: 'act:',
      endkey: 'act:\ufff0',
      include_docs: true,
      conflicts: true
    });
    return rows.flatMap(({ doc }) => (doc ? [doc] : []));
  }

  test(
    'all that two authorities state reaches both, once, and both see the same',
    { timeout: 120_000 },
    async () => {
      const [ours, theirs] = [australian.store, swiss.store];
      for (let at = 0; at < ISSUED; at++)
        unwrap(await ours.issue('import-authorization', importParticulars(), { draft: ours.newDraftId() }));
      const issued = ours.actsOf('import-authorization') as readonly ActOf<'import-authorization'>[];
      expect(issued).toHaveLength(ISSUED);
      await keepTrying(() => issued.every(({ _id }) => theirs.verdictOf(_id) === 'good'));
      for (const { _id, body } of issued)
        unwrap(await theirs.state('reply', { on: _id, dossier: body.dossier, answer: 'authentic' }));
      // Here is not yet verified: an answer counts in its dossier a moment after it has come.
      const answered = (): number =>
        ours.actsOf('reply').filter(({ _id }) => ours.verdictOf(_id) === 'good').length;
      await keepTrying(() => answered() === ISSUED);
      await keepTrying(() => issued.every(({ _id }) => ours.ledgerOf(_id)?.partner['CH'] !== null));
      for (const { _id } of issued) expect(theirs.dossierOf(_id)).toEqual(ours.dossierOf(_id));
      for (const store of [ours, theirs]) {
        expect(store.desk().refused).toEqual([]);
        expect([store.gaps(), store.poison(), store.tampered()]).toEqual([[], [], []]);
      }
      for (const database of ['country-au', 'country-ch']) {
        const acts = await actsIn(database);
        const kinds = acts.map(({ body }) => body.kind);
        expect(kinds.filter((kind) => kind === 'import-authorization')).toHaveLength(ISSUED);
        expect(kinds.filter((kind) => kind === 'reply')).toHaveLength(ISSUED);
        expect(acts.filter((act) => '_conflicts' in act)).toEqual([]);
      }
    }
  );

  test(
    'a draft is the same at both ends of it, and a deleted one stays deleted',
    { timeout: 120_000 },
    async () => {
      const { store } = australian;
      const [kept, gone] = [store.newDraftId(), store.newDraftId()];
      for (const id of [kept, gone]) unwrap(await store.saveDraft(aDraft(id, { importer: 'First' })));
      unwrap(await store.saveDraft(aDraft(kept, { importer: 'Second' })));
      await store.deleteDraft(gone);
      const home = world.rig.engine.openAsAdministrator('country-au');
      const importerOf = (id: string): Promise<string | null> =>
        home.get<{ fields: { importer: string } }>(id).then(
          ({ fields }) => fields.importer,
          () => null
        );
      let held: string | null = null;
      await keepTrying(() => {
        void importerOf(kept).then((importer) => (held = importer));
        return held === 'Second';
      });
      await keepTrying(() => store.line?.state === 'all-delivered');
      expect([await importerOf(kept), await importerOf(gone)]).toEqual(['Second', null]);
      expect(store.draft(gone)).toBeNull();
    }
  );

  test(
    'a new computer fetches everything through it before its desks open',
    { timeout: 120_000 },
    async () => {
      const other = world.device();
      await other.store.start();
      unwrap(await other.store.signIn('au.officer', PASSWORD));
      makeBad(other, 1971);
      let opened = await other.store.createSealedStore(PASSPHRASE);
      for (let tries = 0; !opened.ok && tries < 60; tries++) {
        expect(other.store.registerRows()).toEqual([]);
        opened = await other.store.continueFilling();
      }
      unwrap(opened);
      await other.store['open']()?.records.verifyPending();
      expect(other.store.dossiers()).toHaveLength(australian.store.dossiers().length);
    }
  );
});
