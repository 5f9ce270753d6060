import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import type { Pouch } from '#lib/store/disk/pouch.ts';
import { SealedDatabase } from '#lib/store/disk/sealed-database.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';
import { openWorld, PASSPHRASE, type Device, type World } from './world.ts';

describe('a browser that has no room left', () => {
  let world: World;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    officer = await world.officer('au.officer', await world.administrator('au.administrator'));
    officer.network.on = false;
  });
  afterAll(() => world.close());

  /** From the n-th write on the browser refuses each, until there is room again. */
  function fillUpAt(step: number): () => void {
    const open = officer.store['open']();
    if (!open) throw new Error('locked');
    let [writes, isFull] = [0, true];
    for (const db of [open.country.pouch, open.book.pouch]) {
      const bulkDocs = db.bulkDocs.bind(db) as (...all: unknown[]) => unknown;
      const write = (...all: unknown[]): unknown => {
        if (!isFull || ++writes < step) return bulkDocs(...all);
        const noRoom = new DOMException('No room.', 'QuotaExceededError');
        const done = all.at(-1);
        return typeof done === 'function' ? void done(noRoom) : Promise.reject(noRoom);
      };
      Object.assign(db, { bulkDocs: write });
    }
    return () => (isFull = false);
  }

  test.each([1, 2, 3, 4])(
    'full at write %i of issuing it issues once: what failed is done again when there is room',
    async (step) => {
      const { store } = officer;
      const draft = store.newDraftId();
      unwrap(await store.saveDraft(aDraft(draft, { importer: 'Southern Cross' })));
      await store['open']()?.records.verifyPending();
      const makeRoom = fillUpAt(step);
      await store.issue('import-authorization', importParticulars(), { draft }).catch(() => null);
      makeRoom();
      await store.lock();
      unwrap(await store.unlock(PASSPHRASE));
      const isThere = store.actsOf('import-authorization').some(({ body }) => body.draft === draft);
      // What was typed is never gone before the act is there.
      expect(store.draft(draft) === null).toBe(isThere);
      const again = await store.issue('import-authorization', importParticulars(), { draft });
      expect(again.ok).toBe(!isThere);
      const made = store.actsOf('import-authorization').filter(({ body }) => body.draft === draft);
      expect(made).toHaveLength(1);
      expect(store.draft(draft)).toBeNull();
      const numbers = store.registerRows().map(({ number }) => number);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(isThere).toBe(step > 1);
    }
  );

  test('keeps text that it could not save: in the list, and if the draft cannot be deleted either', async () => {
    const { store } = officer;
    const [kept, fresh] = [store.newDraftId(), store.newDraftId()];
    unwrap(await store.saveDraft(aDraft(kept, { importer: 'Southern Cross' })));
    const makeRoom = fillUpAt(1);
    await expect(store.saveDraft(aDraft(kept, { importer: 'Northern Cross' }))).rejects.toThrow();
    await expect(store.saveDraft(aDraft(fresh, { importer: 'New' }))).rejects.toThrow();
    await expect(store.deleteDraft(kept)).rejects.toThrow();
    const listed = store.drafts().map(({ _id, fields }) => [_id, fields['importer']]);
    expect(listed).toContainEqual([kept, 'Northern Cross']);
    expect(listed).toContainEqual([fresh, 'New']);
    await store.deleteDraft(fresh);
    expect(store.draft(fresh)).toBeNull();
    makeRoom();
    await store.flush();
    await store.lock();
    unwrap(await store.unlock(PASSPHRASE));
    expect(store.draft(kept)?.fields['importer']).toBe('Northern Cross');
    await store.deleteDraft(kept);
  });

  test('locks and closes the store of a person even if it refuses their last text', async () => {
    const { store } = officer;
    const open = store['open']() ?? expect.fail();
    const makeRoom = fillUpAt(1);
    const saves = [1, 2].map(() => open.drafts.save(aDraft(store.newDraftId())));
    const saved = Promise.allSettled(saves);
    await store.lock();
    makeRoom();
    expect((await saved).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(store.phase.name).toBe('locked');
    await expect(open.country.pouch.info()).rejects.toThrow('database is closed');
  });

  test('is told as that at the first sync, not as a cut line, and is filled when there is room', async () => {
    const computer = world.device();
    const { store } = computer;
    await store.start();
    unwrap(await store.signIn('au.officer', PASSWORD));
    const makeRoom = refuseWritesOf(computer);
    const full = await store.createSealedStore(PASSPHRASE);
    expect(full).toMatchObject({
      problems: [{ code: 'store.unfilled', values: { cause: 'QuotaExceededError' } }]
    });
    expect(store.phase.name).toBe('filling');
    makeRoom();
    unwrap(await store.continueFilling());
    expect(store.phase.name).toBe('unlocked');
  });

  /** Its browser takes nothing of the reference until there is room; no desk is open yet whose databases could be held. */
  function refuseWritesOf({ prefix }: Device): () => void {
    const real = Object.getOwnPropertyDescriptor(SealedDatabase.prototype, 'pouch')?.get;
    const look = vi.spyOn(SealedDatabase.prototype, 'pouch', 'get');
    const bulkDocs = { value: () => Promise.reject(new DOMException('No room.', 'QuotaExceededError')) };
    look.mockImplementation(function (this: SealedDatabase) {
      const pouch = real?.call(this) as Pouch;
      const isFull = pouch.name.startsWith(prefix) && pouch.name.includes('reference');
      return isFull ? (Object.create(pouch, { bulkDocs }) as Pouch) : pouch;
    });
    return () => look.mockRestore();
  }
});
