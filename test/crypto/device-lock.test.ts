import { describe, expect, it } from 'vitest';
import { randomBytes } from '#lib/crypto/bytes.ts';
import { addDeviceLock, newLockSalt, openByDeviceLock } from '#lib/crypto/device-lock.ts';
import { open, seal } from '#lib/crypto/seal.ts';
import { changePassphrase, createVault, openVault } from '#lib/crypto/vault.ts';
import { unwrap } from '#lib/domain/result.ts';

const PASSPHRASE = 'seven grey herons over Bern';
const WRONG = { ok: false, problems: [{ code: 'deviceLock.wrong' }] };

async function aLock() {
  const { record, vault } = await createVault(PASSPHRASE);
  const answer = { credential: randomBytes(16), salt: newLockSalt(), secret: randomBytes(32) };
  const lock = unwrap(await addDeviceLock(record, PASSPHRASE, answer));
  return { record, vault, answer, lock: JSON.parse(JSON.stringify(lock)) as typeof lock };
}

describe('the lock of the device itself', () => {
  it('opens what the passphrase opens, and each of them is enough', async () => {
    const { record, vault, answer, lock } = await aLock();
    const sealed = await seal(vault, 'draft:1', { quantity: '5' });
    for (const opened of [await openByDeviceLock(lock, answer.secret), await openVault(record, PASSPHRASE)])
      expect(unwrap(await open(unwrap(opened), 'draft:1', sealed))).toEqual({ quantity: '5' });
    expect(unwrap(await openByDeviceLock(lock, answer.secret)).key.extractable).toBe(false);
  });

  it('is added by whoever knows the passphrase, and by nobody else', async () => {
    const { record, answer } = await aLock();
    const added = await addDeviceLock(record, 'another long passphrase', answer);
    expect(added).toEqual({ ok: false, problems: [{ code: 'vault.passphrase.wrong' }] });
  });

  it('opens still when the passphrase is another one', async () => {
    const { record, vault, answer, lock } = await aLock();
    unwrap(await changePassphrase(record, PASSPHRASE, 'nine white storks over Basel'));
    const sealed = await seal(vault, 'draft:1', 1);
    expect(unwrap(await open(unwrap(await openByDeviceLock(lock, answer.secret)), 'draft:1', sealed))).toBe(
      1
    );
  });

  it('opens nothing by what lies on the disk, by another answer, or by a record that was altered', async () => {
    const { answer, lock } = await aLock();
    const [other] = [await aLock()];
    for (const secret of [
      answer.salt,
      randomBytes(32),
      new Uint8Array(32),
      new Uint8Array(0),
      other.answer.secret
    ])
      expect(await openByDeviceLock(lock, secret)).toEqual(WRONG);
    for (const record of [
      { ...lock, salt: other.lock.salt },
      { ...lock, credential: other.lock.credential },
      { ...lock, wrappedKey: other.lock.wrappedKey }
    ])
      expect(await openByDeviceLock(record, answer.secret)).toEqual(WRONG);
    const cut = await openByDeviceLock({ ...lock, wrappedKey: lock.wrappedKey.slice(4) }, answer.secret);
    expect(cut).toEqual({ ok: false, problems: [{ code: 'vault.record.malformed' }] });
  });
});
