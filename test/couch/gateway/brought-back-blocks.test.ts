import { afterAll, beforeAll, expect, test } from 'vitest';
import { blockId, type Block } from '#lib/domain/authorization/block.ts';
import { BLOCK_SIZE } from '#lib/domain/own-choices.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines } from '../with-engine.ts';
import { blockOf } from './answers.ts';
import { aCertificate, aKey, aNumber, openRig, signed, withRevision, type Client, type Rig } from './rig.ts';

describeEngines('number blocks that devices bring back to a restored database', (open) => {
  let rig: Rig;
  let officer: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  function aBlock(first: number, over: Partial<Block> = {}): Block {
    const kind: AuthorizationKind = over.kind ?? 'import-authorization';
    const range = { kind, year: 2026, first, last: first + BLOCK_SIZE - 1 };
    return {
      _id: blockId(range),
      schema: 1,
      ...range,
      device: rig.keys.auOfficer.keyId,
      office: 'Desk 1',
      claimedAt: '2026-11-20T08:00:00.000Z' as Instant,
      claimedBy: 'au.officer',
      ...over
    };
  }

  async function codesOf(block: Block, by = officer): Promise<string[]> {
    const refused = await by.push('country-au', [block]);
    return refused[block._id] ?? [];
  }

  const held = async (id: string): Promise<unknown> => rig.engine.open('country-au').get(id);

  test('are the device’s again: its acts are taken, and a claim goes on behind them', async () => {
    const block = aBlock(1);
    expect(await codesOf(block)).toEqual([]);
    expect(await codesOf(block)).toEqual([]);
    const act = await signed(
      anImportAuthorization({ over: { number: aNumber(7, 'AU') } }),
      rig.keys.auOfficer
    );
    expect(await officer.push('country-au', [withRevision(act, 'b'.repeat(32))])).toEqual({});
    const claim = { kind: 'import-authorization', year: 2026, device: rig.keys.auOfficer.keyId };
    expect(blockOf((await officer.ask('POST', '/api/blocks', claim)).body).first).toBe(BLOCK_SIZE + 1);
  });

  test('that another device holds meanwhile stay that one’s', async () => {
    const ours = aBlock(BLOCK_SIZE + 1, { device: rig.keys.auOther.keyId, claimedBy: 'au.other' });
    expect(await codesOf(ours)).toEqual(['door.block.taken']);
    const astride = aBlock(BLOCK_SIZE + 20, { device: rig.keys.auOther.keyId, claimedBy: 'au.other' });
    expect(await codesOf(astride)).toEqual(['door.block.taken']);
    expect(await held(ours._id)).toMatchObject({ device: rig.keys.auOfficer.keyId });
  });

  test('come with the certificate of their device and the acts that bear their numbers, in any order', async () => {
    const key = await aKey();
    const person = 'au.officer';
    const certificate = await aCertificate(rig.keys.auAdministrator, 'AU' as never, 'au.administrator', {
      key,
      authority: 'AU' as never,
      person,
      role: 'officer'
    });
    const block = aBlock(101, { device: key.keyId });
    const act = await signed(anImportAuthorization({ over: { number: aNumber(101, 'AU') } }), key);
    const refused = await officer.push('country-au', [act, block, certificate]);
    expect(refused).toEqual({});
    expect(await held(act._id)).toMatchObject({ body: { number: aNumber(101, 'AU') } });
  });

  test('of a device that nobody certified, far ahead of the others, or more than one device uses are refused', async () => {
    expect(await codesOf(aBlock(201, { device: rig.keys.stranger.keyId }))).toEqual([
      'block.device.notCertified'
    ]);
    expect(await codesOf(aBlock(201, { claimedBy: 'au.other' }))).toEqual(['block.device.notCertified']);
    expect(await codesOf(aBlock(5001))).toEqual(['door.block.farAhead']);
    const many = Array.from({ length: 21 }, (_none, at) =>
      aBlock(1 + at * BLOCK_SIZE, { kind: 'export-authorization' })
    );
    const refused = await officer.push('country-au', many);
    expect(Object.values(refused)).toEqual([['block.enoughLeft']]);
  });

  test('that are malformed, of a reader or taken back are refused', async () => {
    expect(await codesOf(aBlock(201, { last: 150 }))).toEqual(['block.malformed']);
    const reader = await rig.signIn('au.reader');
    expect(
      (await reader.ask('POST', '/db/country-au/_bulk_docs', { docs: [], new_edits: false })).status
    ).toBe(201);
    expect(await codesOf(aBlock(201), reader)).toEqual(['door.role.mayNotWrite']);
    const gone = { _id: blockId({ kind: 'import-authorization', year: 2026, first: 1 }), _deleted: true };
    expect(await officer.push('country-au', [gone])).toEqual({ [gone._id]: ['block.immutable'] });
  });
});
