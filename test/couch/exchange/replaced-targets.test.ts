import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { putUnlessChanged } from '#couch/engine/engine.ts';
import { ensureEpoch, readEpoch } from '#couch/database/named-database.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import { idsOf, openWorld, receiptsIn, untilHolds, type World } from './world.ts';

/** A busy CouchDB needs seconds to make the databases of one test. */
vi.setConfig({ testTimeout: 30000, hookTimeout: 30000 });

describeEngines('a partner’s database that is not what it was', (open) => {
  let tested: TestEngine;
  let world: World;

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH']);
    for (const country of ['AU', 'CH']) {
      await world.provision(country);
      await ensureEpoch(world.home(country));
    }
  });
  afterEach(() => tested.drop());

  async function carryThree(): Promise<Act[]> {
    const acts: Act[] = [];
    for (const text of ['First.', 'Second.', 'Third.'])
      acts.push(await world.state(aMessage('AU', ['CH'], text)));
    const exchange = await world.start();
    await exchange.caughtUp();
    await exchange.stop();
    expect((await idsOf(world.home('CH'))).sort()).toEqual(idsIn(acts));
    return acts;
  }

  const idsIn = (acts: readonly Act[]): string[] => acts.map(({ _id }) => _id).sort();

  /** What copying older files back does: the same epoch, the latest acts gone. */
  async function putBackOlder(country: string, kept: readonly string[]): Promise<void> {
    const home = world.home(country);
    const epoch = await readEpoch(home);
    const { rows } = await home.allDocs<object>({ include_docs: true, keys: [...kept] });
    const documents = rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
    await world.engine.destroy('country-' + country.toLowerCase());
    await world.provision(country);
    await putUnlessChanged(world.home(country), { _id: '_local/epoch', epoch });
    await world.engine
      .openAsExchange('country-' + country.toLowerCase())
      .bulkDocs(documents, { new_edits: false });
  }

  test('made anew, is given everything again that was addressed to it', async () => {
    const acts = await carryThree();
    await world.engine.destroy('country-ch');
    await world.provision('CH');
    await ensureEpoch(world.home('CH'));
    const exchange = await world.start();
    await untilHolds(world.home('CH'), idsIn(acts));
    await exchange.stop();
    const again = await world.start();
    await again.caughtUp();
    expect(again.lag().find(({ authority }) => authority === 'AU')?.carried).toBe(0);
    await again.stop();
  });

  test('put back from an older copy of its files, is given what it lacks, older acts too', async () => {
    const acts = await carryThree();
    await putBackOlder('CH', [acts[1]?._id ?? '']);
    const exchange = await world.start();
    await untilHolds(world.home('CH'), idsIn(acts));
    await exchange.stop();
    const home = world.home('CH');
    const stated = (await receiptsIn(home)).filter(({ body }) => body.issuer === 'EXCHANGE');
    const held = (await idsOf(home)).filter((id) => !stated.some(({ _id }) => _id === id));
    expect(held.sort()).toEqual(idsIn(acts));
    // The integrity scan may see the gap before it is filled; it says then what was gone, and of nothing else.
    const lost = idsIn(acts).filter((id) => id !== acts[1]?._id);
    for (const { body } of stated) {
      expect(body.stage).toBe('missing');
      expect(lost).toEqual(expect.arrayContaining([...body.of]));
    }
  });

  test('that is what it was is given nothing again', async () => {
    await carryThree();
    const exchange = await world.start();
    await exchange.caughtUp();
    expect(exchange.lag().find(({ authority }) => authority === 'AU')?.carried).toBe(0);
    await exchange.stop();
  });
});
