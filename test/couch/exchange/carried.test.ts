import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensureEpoch } from '#couch/database/named-database.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import { Keyring } from '#lib/crypto/verify.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import type { Act, CertificateBody } from '#lib/domain/act/body.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { anImportAuthorization, aSuspension, CH } from '../../samples/acts.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import { idsOf, openWorld, receiptsIn, untilDelivered, untilHolds, type World } from './world.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describeEngines('an act that its addressee brings', (open) => {
  let tested: TestEngine;
  let world: World;
  let exchange: Exchange;
  let keyring: Keyring;

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH', 'FR']);
    for (const country of ['AU', 'CH', 'FR']) {
      await world.provision(country);
      await ensureEpoch(world.home(country));
    }
    keyring = new Keyring([world.root.publicKey]);
    exchange = await world.start({ keyring });
  });
  afterEach(async () => {
    await exchange.stop();
    await tested.drop();
  });

  const pushAtIssuers = async (act: Act) => {
    await world.home(act.body.issuer).bulkDocs([act], { new_edits: false });
    return [];
  };
  const bring = async (act: unknown, country = 'CH') => {
    const taken = await exchange.takeCarried(country as CountryCode, act, pushAtIssuers);
    return taken.ok ? taken.value : taken.problems[0]?.code;
  };
  const signed = () => world.sign(anImportAuthorization());

  test('it is stored for its issuer and its addressee, once, however often it is brought', async () => {
    const act = await signed();
    expect([await bring(act), await bring(act)]).toEqual(['stored', 'held']);
    for (const one of ['AU', 'CH']) expect(await idsOf(world.home(one))).toContain(act._id);
    expect(await idsOf(world.home('FR'))).not.toContain(act._id);
  });

  test('it is delivered like one that its issuer has sent, and sent again by its issuer it stays as it is', async () => {
    const act = await signed();
    await bring(act);
    await untilDelivered(world.home('AU'), [act._id]);
    await world.home('AU').bulkDocs([{ ...act, _rev: actRevision(act._id) }], { new_edits: false });
    await exchange.scanNow();
    for (const country of ['AU', 'CH']) {
      const held = await world.home(country).get(act._id, { conflicts: true });
      expect(held).not.toHaveProperty('_conflicts');
      const receipts = await receiptsIn(world.home(country));
      expect(receipts.filter(({ body }) => body.stage !== 'delivered')).toEqual([]);
    }
  });

  test('an act that waited here for its issuer’s device is held, and stays as it is', async () => {
    const act = await world.state(aMessage('AU', ['CH'], 'By the network.'));
    await untilHolds(world.home('CH'), [act._id]);
    expect(await bring(act)).toBe('held');
  });

  test('what the exchange would not carry is refused', async () => {
    const act = await signed();
    const { body, signature } = act;
    const altered = { ...act, body: { ...body, remarks: 'Deliver more.' } };
    expect(await bring(altered)).toBe('act.id.differs');
    expect(await bring(act, 'FR')).toBe('carried.addressee');
    expect(await bring(act, 'AU')).toBe('carried.issuer');
    const other = await world.sign(aSuspension(act));
    expect(await bring({ ...act, signature: other.signature })).toBe('act.id.differs');
    expect(await bring({ ...act, _deleted: true })).toBe('document.key.unknown');
    for (const none of [null, [], 'act', { body, signature }])
      expect(await bring(none)).toMatch(/malformed|^act\./);
    expect(await bring({ ...act, signature: { ...signature, value: 'A'.repeat(200_000) } })).toBe(
      'document.tooLarge'
    );
    expect(await bring(world.certificate('AU'))).toBe('act.database.wrong');
    const practice = await world.sign(anImportAuthorization({ over: { demonstration: 'practice' } }));
    expect(await bring(practice)).toBe('door.practice.refused');
    expect(await idsOf(world.home('CH'))).toEqual([]);
  });

  test('what the issuer’s own door refuses is refused with its reason, and stored nowhere', async () => {
    const problems = [{ code: 'door.number.used', path: 'body.number' }];
    const taken = await exchange.takeCarried(CH, await signed(), async () => problems);
    expect(taken).toEqual({ ok: false, problems });
    for (const country of ['AU', 'CH']) expect(await idsOf(world.home(country))).toEqual([]);
  });

  test('a key that has ended by now brings nothing more, whatever date it states', async () => {
    const act = await signed();
    await world.withdraw('AU', '2026-11-24T11:00:00.000Z' as Instant);
    const { keyId } = (world.certificate('AU') as Act<CertificateBody>).body;
    await vi.waitFor(() => expect(keyring.trust.withdrawnFrom(keyId, 'AU' as CountryCode)).not.toBeNull());
    expect(await bring(act)).toBe('signature.time.doubtful');
    expect(await idsOf(world.home('CH'))).toEqual([]);
  });

  test('an act of an unknown signer is refused until its certificate is here', async () => {
    const stranger = await openWorld((await open()).engine, ['AU']);
    expect(await bring(await stranger.sign(anImportAuthorization() as Act))).toBe('signature.key.unknown');
  });
});
