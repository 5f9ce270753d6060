/** What a gateway has just stored itself it need not read again; what anybody does to it afterwards it must. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFirstRevision } from '#couch/exchange/receipts.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { Reading, type NamedDatabase, type Wanted } from '#couch/database/registers.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { blockId } from '#lib/domain/authorization/block.ts';
import { AU, anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aNumber } from './rig.ts';

/** A register that counts what it is given; a class, as registers are. */
class Taken implements Wanted {
  readonly ids: string[] = [];

  isWanted(): boolean {
    return true;
  }

  take(document: object): void {
    this.ids.push((document as { _id: string })._id);
  }

  drop(id: string): void {
    this.ids.push(`gone ${id}`);
  }
}

describeEngines('a reading', (open, kind) => {
  let tested: TestEngine;
  let home: NamedDatabase;
  let reading: Reading;
  let taken: Taken;

  beforeEach(async () => {
    tested = await open();
    await provisionCountry(tested.engine, AU);
    home = (await openNamed(tested.engine, 'country-au')) as NamedDatabase;
    [reading, taken] = [new Reading(), new Taken()];
    await store(1);
    await reading.readOn(home.database, taken);
    taken.ids.length = 0;
  });
  afterEach(() => tested.drop());

  const behind = () => tested.engine.openAsAdministrator('country-au');

  async function store(serial: number): Promise<Act & { _rev: string }> {
    const act = withFirstRevision(anImportAuthorization({ over: { number: aNumber(serial, 'AU') } }));
    await behind().bulkDocs([act], { new_edits: false });
    return act;
  }

  test('takes what it was told once, and another’s act when it comes', async () => {
    const own = await store(2);
    await reading.tell({ documents: [own], span: null }, taken);
    const other = await store(3);
    await reading.readOn(home.database, taken);
    await reading.readOn(home.database, taken);
    expect(taken.ids).toEqual([own._id, other._id]);
  });

  test('takes of a block what the database holds, not what it was told: another may have claimed it', async () => {
    const range = { kind: 'import-authorization', year: 2026, first: 1, last: 50 } as const;
    // Whole, since the wall of CouchDB reads what a keeper puts there.
    const claim = { device: 'A'.repeat(43), office: 'Desk 1', claimedBy: 'au.officer' };
    const claimedAt = '2026-11-20T08:00:00.000Z';
    const rev = `1-${'a'.repeat(32)}`;
    const block = { _id: blockId(range), _rev: rev, schema: 1, ...range, ...claim, claimedAt };
    await reading.tell({ documents: [block], span: null }, taken);
    expect(taken.ids).toEqual([]);
    await behind().bulkDocs([block], { new_edits: false });
    await reading.readOn(home.database, taken);
    expect(taken.ids).toEqual([block._id]);
  });

  /** The embedded engine has no wall behind the gateway; CouchDB's validators refuse its own administrator. */
  test('sees what it was told removed behind its back, before the feed has brought it', async () => {
    const own = await store(2);
    await reading.tell({ documents: [own], span: null }, taken);
    const tombstone = {
      _id: own._id,
      _deleted: true,
      _revisions: { start: 2, ids: ['b'.repeat(32), own._rev.slice(2)] }
    };
    const answers = await behind().bulkDocs([{ ...tombstone, _rev: `2-${'b'.repeat(32)}` }] as object[], {
      new_edits: false
    });
    await reading.readOn(home.database, taken);
    if (kind === 'couchdb') {
      expect(answers).toMatchObject([{ id: own._id, name: 'forbidden' }]);
      expect(taken.ids).toEqual([own._id]);
    } else expect(taken.ids).toEqual([own._id, `gone ${own._id}`]);
  });
});
