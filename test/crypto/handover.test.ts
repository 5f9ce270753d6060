import { beforeAll, describe, expect, it } from 'vitest';
import { followHandovers, isHandoverSigned, signHandover } from '#lib/crypto/handover.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { verifyAct, readKeyring } from '#lib/crypto/verify.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { parseHandover, type RootHandover } from '#lib/domain/registration/handover.ts';
import { AU, aCertificateBody, aCountry, aRoot, at, state, type Device } from './sample-country.ts';

let one: Device;
let two: Device;
let three: Device;
let oneToTwo: RootHandover;
let twoToThree: RootHandover;

beforeAll(async () => {
  [one, two, three] = await Promise.all([aRoot(), aRoot(), aRoot()]);
  oneToTwo = await signHandover(two.key.publicKey, one.key, at('06-01'));
  twoToThree = await signHandover(three.key.publicKey, two.key, at('07-01'));
});

const idsAfter = async (stated: readonly unknown[], pinned = [one.key.publicKey]) =>
  (await followHandovers(pinned, stated)).map(keyIdOf);

describe('a handover of the root', () => {
  it('makes the new root the old one’s equal, and the old one stays', async () => {
    expect(await idsAfter([oneToTwo])).toEqual([one.key.keyId, two.key.keyId]);
  });

  it('is followed along a chain, in whatever order it is told', async () => {
    const all = [one, two, three].map(({ key }) => key.keyId);
    expect(await idsAfter([oneToTwo, twoToThree])).toEqual(all);
    expect(await idsAfter([twoToThree, oneToTwo])).toEqual(all);
    expect(await idsAfter([twoToThree])).toEqual([one.key.keyId]);
  });

  it('by a key that is not pinned makes no root, whoever it claims to be stated by', async () => {
    const thief = await aRoot();
    const own = await signHandover(thief.key.publicKey, { ...thief.key, keyId: one.key.keyId }, at('06-01'));
    const swapped = { ...oneToTwo, key: thief.key.publicKey };
    const stranger = await signHandover(thief.key.publicKey, two.key, at('06-01'));
    for (const stated of [own, swapped, stranger, { ...oneToTwo, at: at('06-02') }, null, 'x'])
      expect(await idsAfter([stated])).toEqual([one.key.keyId]);
  });

  it('is no act, and no act is one', async () => {
    const { officer } = await aCountry(one, AU);
    const ring = await readKeyring([], [one.key.publicKey]);
    expect((await verifyAct({ _id: 'act:x', body: oneToTwo, signature: {} }, ring)).verdict).toBe('bad');
    const certificate = await signBody(aCertificateBody(one, { ...two, role: 'root' }), one.key);
    expect(parseHandover(certificate).ok).toBe(false);
    expect(await idsAfter([certificate, await state(officer)])).toEqual([one.key.keyId]);
  });

  it('is signed by the key it names, over all that it states', async () => {
    expect(await isHandoverSigned(oneToTwo, one.key.publicKey)).toBe(true);
    expect(await isHandoverSigned(oneToTwo, two.key.publicKey)).toBe(false);
    expect(parseHandover({ ...oneToTwo, more: true }).ok).toBe(false);
    expect(parseHandover(await signHandover(one.key.publicKey, one.key, at('06-01'))).ok).toBe(false);
  });
});

describe('after a handover', () => {
  it('what either root certified is good, for whoever has followed it', async () => {
    const [before, after] = [await aCountry(one, AU), await aCountry(two, AU)];
    const acts = [...before.acts, ...after.acts];
    const followed = await readKeyring(acts, await followHandovers([one.key.publicKey], [oneToTwo]));
    for (const { officer } of [before, after])
      expect((await verifyAct(await state(officer), followed)).verdict).toBe('good');
    const pinnedOnly = await readKeyring(acts, [one.key.publicKey]);
    expect((await verifyAct(await state(after.officer), pinnedOnly)).verdict).toBe('unknown-key');
  });
});
