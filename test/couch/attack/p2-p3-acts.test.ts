import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { describeEngines } from '../with-engine.ts';
import { aHead, openRig, withRevision, type Client, type Rig } from '../gateway/rig.ts';

const AT = '2026-11-24T08:00:00.000Z';

describeEngines('P2, P3: what no client may state', (open) => {
  let rig: Rig;
  let officer: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  async function aMessage(over: object = {}): Promise<Act> {
    const head = aHead('message', 'AU' as never, ['CH'], 'au.officer', AT);
    return signBody({ ...head, text: 'Good day', ...over } as never, rig.keys.auOfficer);
  }

  async function codesOf(document: { _id: string }): Promise<string[]> {
    return (await officer.push('country-au', [document]))[document._id] ?? [];
  }

  test('an invented record is no record where the records are real', async () => {
    expect(await codesOf(await aMessage({ demonstration: true }))).toEqual(['door.demonstration.refused']);
    expect(await codesOf(await aMessage())).toEqual([]);
  });

  test('an act under the id of another date, issuer or kind is refused', async () => {
    const act = await aMessage({ text: 'Redated' });
    for (const [from, to] of [
      ['20261124', '20251124'],
      [':AU:', ':CH:'],
      [':message:', ':reply:']
    ] as const) {
      expect(await codesOf({ ...act, _id: act._id.replace(from, to) as never })).toEqual(['act.id.differs']);
    }
  });

  test('a delivery is stated by the exchange alone', async () => {
    const receipt = {
      stage: 'delivered',
      of: [(await aMessage())._id],
      where: 'CH'
    };
    const own = await signBody(
      { ...aHead('receipt', 'AU' as never, ['CH'], 'au.officer', AT), ...receipt } as never,
      rig.keys.auOfficer
    );
    const forged = await signBody(
      { ...aHead('receipt', 'EXCHANGE', ['AU'], 'exchange', AT), ...receipt } as never,
      rig.keys.auOfficer
    );
    expect(await codesOf(own)).toEqual(['act.issuer.wrong']);
    expect(await codesOf(forged)).toEqual(['door.issuer.foreign']);
  });

  test('an officer withdraws nobody’s key', async () => {
    const act = await signBody(
      {
        ...aHead('withdrawal', 'AU' as never, ['*'], 'au.officer', AT),
        keyId: rig.keys.auOther.keyId,
        withdrawnFrom: AT,
        reason: 'Lost'
      } as never,
      rig.keys.auOfficer
    );
    expect(await codesOf(act)).toEqual(['signature.role.notAllowed']);
  });

  test('ids that look like another are no ids: act-like drafts, wide letters, a trailing character', async () => {
    const act = await aMessage();
    for (const _id of [
      `draft:${act._id}`,
      'draft:6F1C1B1E-6A52-4F0E-9D6E-0D8F0C9A1B2C',
      'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c\n',
      'ｄraft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c',
      '_local/epoch',
      '_design/structure',
      'block:import-authorization:2026:000001'
    ]) {
      expect(await codesOf({ _id, schema: 1, fields: {} } as never)).not.toEqual([]);
    }
  });

  test('the same act in two pushes at once is one act with one revision', async () => {
    const act = await aMessage({ text: 'Twice' });
    await Promise.all(
      ['b', 'c'].map((letter) => officer.push('country-au', [withRevision(act, letter.repeat(32))]))
    );
    const held = await rig.engine.open('country-au').get(act._id, { conflicts: true });
    expect(held._conflicts).toBeUndefined();
  });
});
