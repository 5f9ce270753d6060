import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Exchange } from '#couch/exchange/start.ts';
import { startExchange } from '#couch/exchange/start.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { Keyring } from '#lib/crypto/verify.ts';
import type { Act, BodyOf } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import {
  aDevice,
  aRoot,
  at,
  AU,
  CH,
  certify,
  state,
  withdraw,
  type Device
} from '../../crypto/sample-country.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { idsOf, receiptsIn, untilDelivered, untilHolds } from './world.ts';

const NOW = at('11-24');

/** For what the process knows and no database tells; fails by the test's own time limit. */
async function untilSo(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describeEngines('what the Board’s desk states', (open) => {
  let held: TestEngine;
  let root: Device;
  let desk: Device;
  let server: Device;
  let first: Device;
  let exchange: Exchange | null = null;
  let logged: string[] = [];

  beforeEach(async () => {
    held = await open();
    await provisionSystem(held.engine);
    for (const country of [AU, CH]) await provisionCountry(held.engine, country);
    root = await aRoot();
    desk = await aDevice('INCB', 'incb.secretary', 'administrator');
    server = await aDevice('EXCHANGE', 'exchange', 'exchange');
    first = await aDevice(AU, 'au.first', 'administrator');
    logged = [];
    await put('reference', await certify(root, desk));
  });
  afterEach(async () => {
    await exchange?.stop();
    await held.drop();
  });

  const database = (name: string) => held.engine.open(name);

  async function put(name: string, ...acts: readonly Act[]): Promise<void> {
    const rows = await database(name).bulkDocs(acts.map((act) => ({ ...act })));
    expect(rows.filter((row) => 'error' in row && row.error)).toEqual([]);
  }

  async function start(): Promise<Exchange> {
    const note = (_fields: object, message: string): void => void logged.push(message);
    exchange = await startExchange({
      engine: held.engine,
      key: { key: server.key, by: { person: 'exchange', name: 'Exchange', function: 'Exchange' } },
      keyring: new Keyring([root.key.publicKey]),
      log: { info: note, warn: note },
      now: () => NOW
    });
    return exchange;
  }

  function anEntry(): Promise<Act<BodyOf<'authority'>>> {
    const by = { person: desk.person, name: 'A. Person', function: 'Secretariat' };
    const head = {
      schema: 1,
      kind: 'authority',
      issuer: 'INCB',
      to: ['*'],
      seq: { INCB: 1 },
      at: at('03-01'),
      by
    };
    const body = { ...head, authority: AU, name: 'Office of Drug Control', address: 'Canberra' };
    return signBody(body as BodyOf<'authority'>, desk.key);
  }

  test('reaches everybody: certificates, withdrawals and entries of the directory', async () => {
    const running = await start();
    const acts = [
      await certify(desk, first),
      await certify(desk, server),
      await withdraw(desk, first.key.keyId, at('06-01')),
      await anEntry()
    ];
    await put('incb', ...acts);
    const ids = acts.map((act) => act._id);
    await untilHolds(database('reference'), ids);
    const isCarried = { authority: 'INCB', carried: 4, skipped: 0, trouble: null };
    await untilSo(() => running.lag().some(({ carried }) => carried === 4));
    expect(running.lag()).toContainEqual(expect.objectContaining(isCarried));
  });

  test('counts for the exchange itself: what a country’s first administrator says is carried', async () => {
    await start();
    const message = await state(first);
    await put('country-au', message);
    await put('incb', await certify(desk, first), await certify(desk, server));
    await untilHolds(database('country-ch'), [message._id]);
    await untilDelivered(database('country-au'), [message._id]);
  });

  test('is carried again from where it stood, with no receipt to anybody', async () => {
    await start();
    const one = await certify(desk, first);
    await put('incb', one);
    await untilHolds(database('reference'), [one._id]);
    await exchange?.stop();
    const two = await certify(desk, server);
    await put('incb', two);
    await (await start()).caughtUp();
    await untilHolds(database('reference'), [two._id]);
    expect(await receiptsIn(database('incb'))).toEqual([]);
  });

  test('goes nowhere once the root has withdrawn the desk’s key', async () => {
    const [before, after] = [await certify(desk, first), await certify(desk, server, { at: at('05-01') })];
    await put('incb', before, after);
    await put('reference', await withdraw(root, desk.key.keyId, at('04-01')));
    const running = await start();
    await untilHolds(database('reference'), [before._id]);
    await untilSo(() => running.lag().some(({ skipped }) => skipped === 1));
    expect(running.standing().state).toBe('none');
  });

  test('an exchange without a certificate carries, says so in the log, and stops saying so once it has one', async () => {
    await put('reference', await certify(root, first));
    const running = await start();
    expect(running.standing()).toEqual({ state: 'none', until: null });
    expect(logged.filter((one) => one.includes('has no certificate'))).toHaveLength(1);
    const message = await state(first);
    await put('country-au', message);
    await untilHolds(database('country-ch'), [message._id]);
    await untilDelivered(database('country-au'), [message._id]);
    const certificate = await certify(desk, server, { validUntil: '2027-12-31T09:00:00.000Z' as Instant });
    await put('incb', certificate);
    await untilHolds(database('reference'), [certificate._id]);
    await running.addCountry();
    await untilSo(() => running.standing().state === 'certified');
  });

  test('a certificate of the exchange that ends within thirty days, has ended or is withdrawn is told', async () => {
    await put('incb', await certify(desk, server, { validUntil: at('12-20') }));
    const running = await start();
    await untilSo(() => running.standing().state === 'ending');
    await put('incb', await withdraw(desk, server.key.keyId, at('11-01')));
    await untilSo(() => running.standing().state === 'withdrawn');
    await running.addCountry();
    expect(logged.filter((one) => one.includes('is withdrawn'))).toHaveLength(1);
  });

  test('stands against a date: what a withdrawn key put into its country’s database behind the door is not carried', async () => {
    const genuine = await state(first, at('05-30'));
    await put('reference', await certify(desk, first), await certify(desk, server));
    await put('country-au', genuine);
    const running = await start();
    await running.caughtUp();
    await untilHolds(database('country-ch'), [genuine._id]);
    const withdrawal = await withdraw(desk, first.key.keyId, at('06-01'), at('11-20'));
    await put('incb', withdrawal);
    await untilHolds(database('reference'), [withdrawal._id]);
    const friend = await aDevice(AU, 'au.friend', 'officer');
    const backDated = [
      await state(first, at('05-31')),
      await certify(first, friend, { at: at('05-31') }),
      await state(friend, at('06-02'))
    ];
    await put('country-au', ...backDated);
    await untilSo(() => running.lag().some(({ skipped }) => skipped === 2));
    expect(await idsOf(database('country-ch'))).toEqual([genuine._id]);
    expect(await idsOf(database('reference'))).not.toContain(backDated[1]?._id);
  });

  test('leaves what was there before it: acts that wait for a stopped exchange are carried all the same', async () => {
    await put('reference', await certify(desk, first), await certify(desk, server));
    const message = await state(first, at('05-31'));
    await put('country-au', message);
    await put('reference', await withdraw(desk, first.key.keyId, at('06-01'), at('11-20')));
    await start();
    await untilHolds(database('country-ch'), [message._id]);
  });
});
