import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { shareScope } from '#lib/domain/exchange/share-scope.ts';
import { anAct } from '../../samples/acts.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import { openWorld, type World } from './world.ts';

const HERE = ['AU', 'CH', 'FR', 'NZ'];
/** Certified, and not provisioned. */
const ABSENT = 'BR';

interface Planned {
  readonly issuer: string;
  readonly to: readonly string[];
  readonly forged: boolean;
  /** Where it is put by whoever may write there; home in most cases. */
  readonly foundIn: string;
}

const planned: fc.Arbitrary<Planned> = fc
  .record({
    issuer: fc.constantFrom(...HERE),
    to: fc.uniqueArray(fc.constantFrom(...HERE, ABSENT), { minLength: 1, maxLength: 4 }),
    forged: fc.nat(5).map((n) => n === 0),
    elsewhere: fc.option(fc.constantFrom(...HERE), { freq: 4 })
  })
  .map(({ issuer, to, forged, elsewhere }) => {
    const others = to.filter((country) => country !== issuer);
    return { issuer, to: others.length > 0 ? others : [ABSENT], forged, foundIn: elsewhere ?? issuer };
  });

/** A busy CouchDB needs seconds to make the databases of one test. */
vi.setConfig({ testTimeout: 30000, hookTimeout: 30000 });

describeEngines('share-scope holds in every database', (open, kind) => {
  let tested: TestEngine;
  let world: World;
  let texts = 0;

  beforeAll(async () => {
    tested = await open();
    world = await openWorld(tested.engine, [...HERE, ABSENT]);
    for (const country of HERE) await world.provision(country);
  });
  afterAll(() => tested.drop());

  async function plant({ issuer, to, forged, foundIn }: Planned): Promise<Act> {
    const text = `Text ${++texts}.`;
    const signed = await world.sign(aMessage(issuer, to, text));
    const act = forged ? anAct({ ...signed.body, text: `${text} Forged.` }, signed.signature.key) : signed;
    // CouchDB's own wall refuses what does not belong there; LevelDB has none behind the gateway.
    await tested.engine
      .openAsAdministrator(`country-${foundIn.toLowerCase()}`)
      .put(act)
      .catch((error: { name?: string }) => {
        if (error.name !== 'forbidden') throw error;
      });
    return act;
  }

  test('nobody holds an act that share-scope does not give them, and nobody misses one that it does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(planned, { minLength: 1, maxLength: 12 }), async (plans) => {
        const acts = await Promise.all(plans.map(plant));
        const exchange = await world.start();
        await exchange.caughtUp();
        await exchange.stop();
        for (const [index, act] of acts.entries()) {
          const { issuer, forged, foundIn } = plans[index] as Planned;
          const travels = !forged && foundIn === issuer;
          const scope = shareScope(act.body);
          for (const country of HERE.filter((name) => name !== foundIn)) {
            const held = await world
              .home(country)
              .get(act._id)
              .then(
                () => true,
                () => false
              );
            expect(held).toBe(travels && scope.includes('country-' + country.toLowerCase()));
          }
        }
        const { rows } = await tested.engine
          .open('reference')
          .allDocs({ startkey: 'act:', endkey: 'act:\uffff' });
        expect(rows.filter(({ id }) => id.includes(':message:'))).toEqual([]);
      }),
      { numRuns: kind === 'embedded' ? 30 : 4 }
    );
  });
});
