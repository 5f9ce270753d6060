/** What somebody names and what is not there is answered as CouchDB answers it, by both engines, and ends neither. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

const hash = (letter: string): string => letter.repeat(32);
const NOWHERE = `1-${hash('f')}`;

describeEngines('a database that is asked for what is not there', (open, kind) => {
  let held: TestEngine;
  let database: Database;

  const aRevision = (_id: string, letters: string, over: object = {}): object => {
    const ids = [...letters].map(hash).reverse();
    return { _id, _rev: `${ids.length}-${ids[0]}`, _revisions: { start: ids.length, ids }, ...over };
  };

  beforeAll(async () => {
    held = await open();
    await held.engine.create('country-au');
    database = held.engine.open('country-au');
    const documents = [
      aRevision('written', 'a', { text: 'first' }),
      aRevision('written', 'ab', { text: 'second' }),
      aRevision('forked', 'a', { text: 'one' }),
      aRevision('forked', 'b', { text: 'other' }),
      aRevision('deleted', 'ab', { _deleted: true })
    ];
    for (const document of documents) await database.bulkDocs([document], { new_edits: false });
  });
  afterAll(() => held.drop());

  async function ask(...docs: { id: string; rev?: string }[]): Promise<unknown> {
    return JSON.parse(`[${(await database.bulkGetText(docs)).toString('utf8')}]`) as unknown;
  }

  const missing = (id: string, rev: string): object => ({
    id,
    docs: [{ error: { id, rev, error: 'not_found', reason: 'missing' } }]
  });

  test.each([
    ['of a document that is here', 'written', NOWHERE],
    ['of a later generation', 'written', `9-${hash('f')}`],
    ['of the largest generation', 'written', `999999999-${hash('b')}`],
    ['that another document has', 'written', `2-${hash('a')}`],
    ['of a document in conflict', 'forked', NOWHERE],
    ['of a deleted document', 'deleted', NOWHERE],
    ['of no document', 'nothing', NOWHERE],
    ['of a name that every object has', 'constructor', NOWHERE]
  ])('a revision %s is missing, and what is beside it is told', async (_what, id, rev) => {
    const told = await ask({ id, rev }, { id: 'written', rev: `2-${hash('b')}` });
    expect(told).toEqual([missing(id, rev), { id: 'written', docs: [{ ok: expect.anything() as unknown }] }]);
  });

  test('a document that is not here is missing without a revision, too', async () => {
    expect(await ask({ id: 'nothing' })).toEqual([missing('nothing', 'undefined')]);
  });

  test('each that is asked has its own row in the order of the question', async () => {
    const asked = [
      { id: 'written', rev: `2-${hash('b')}` },
      { id: 'forked', rev: `1-${hash('b')}` },
      { id: 'written', rev: NOWHERE },
      { id: 'forked', rev: `1-${hash('a')}` },
      { id: 'deleted', rev: `2-${hash('b')}` }
    ];
    expect(await ask(...asked)).toMatchObject([
      { id: 'written', docs: [{ ok: { text: 'second', _revisions: { start: 2 } } }] },
      { id: 'forked', docs: [{ ok: { text: 'other' } }] },
      missing('written', NOWHERE),
      { id: 'forked', docs: [{ ok: { text: 'one' } }] },
      { id: 'deleted', docs: [{ ok: { _deleted: true } }] }
    ]);
  });

  test('of a revision that was replaced the one that replaced it is told', async () => {
    expect(await ask({ id: 'written', rev: `1-${hash('a')}` })).toMatchObject([
      { docs: [{ ok: { text: 'second' } }] }
    ]);
  });

  test('of somebody’s revisions those are told that are not here', async () => {
    const asked = {
      written: [`2-${hash('b')}`, NOWHERE, `3-${hash('f')}`],
      forked: [`1-${hash('a')}`, `1-${hash('b')}`],
      nothing: [NOWHERE],
      constructor: [NOWHERE]
    };
    const told = await database.revisionsDiff(asked);
    expect(Object.keys(told).sort()).toEqual(['constructor', 'nothing', 'written']);
    expect(told['written']?.missing.sort()).toEqual([NOWHERE, `3-${hash('f')}`]);
    expect(told['nothing']).toMatchObject({ missing: [NOWHERE] });
  });

  test('hundreds of revisions of one document are compared, each', async () => {
    const many = Array.from({ length: 400 }, (_, count) => count.toString(16).padStart(32, '0'));
    const documents = many.map((one) => ({
      _id: 'many',
      _rev: `1-${one}`,
      _revisions: { start: 1, ids: [one] }
    }));
    await database.bulkDocs(documents as object[], { new_edits: false });
    const asked = many.map((one) => `1-${one}`);
    expect(await database.revisionsDiff({ many: asked })).toEqual({});
    expect(await database.revisionsDiff({ many: [...asked, NOWHERE] })).toMatchObject({
      many: { missing: [NOWHERE] }
    });
  });

  test('changes after a sequence that has not come yet are none', async () => {
    const { update_seq } = await database.info();
    const since = Number.parseInt(String(update_seq), 10) + 1_000_000;
    const asked = typeof update_seq === 'number' ? since : update_seq;
    expect(await database.changes({ since: asked, limit: 10 })).toMatchObject({ results: [] });
  });

  test.runIf(kind === 'embedded')(
    'where many revisions were replaced by one its history is told with the first of them, and joins all of them',
    async () => {
      const hashes = Array.from({ length: 40 }, (_, at) => at.toString(16).padStart(32, 'e'));
      const ids = hashes.toReversed();
      const _rev = `40-${ids[0]}`;
      const whole = { _id: 'replaced', _rev, _revisions: { start: 40, ids }, text: 'last' };
      await database.bulkDocs([whole], { new_edits: false });
      const asked = hashes.slice(0, 30).map((one, at) => ({ id: 'replaced', rev: `${at + 1}-${one}` }));
      const rows = (await ask(...asked)) as { docs: { ok: typeof whole }[] }[];
      const told = rows.map(({ docs }) => docs[0]?.ok);
      expect(told[0]).toEqual(whole);
      for (const one of told.slice(1))
        expect(one).toEqual({ ...whole, _revisions: { start: 40, ids: ids.slice(0, 1) } });
      // Whoever writes them in this order, as replication does, has the document with its whole history.
      await held.engine.create('country-ch');
      const other = held.engine.open('country-ch');
      for (const one of told) await other.bulkDocs([one as object], { new_edits: false });
      expect(await other.get('replaced', { revs: true, conflicts: true })).toEqual(whole);
      await held.engine.create('country-fr');
      const third = held.engine.open('country-fr');
      await third.bulkDocs(told as object[], { new_edits: false });
      expect(await third.get('replaced', { revs: true, conflicts: true })).toEqual(whole);
    }
  );
});
