import { expect, test } from 'vitest';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { nativeIsSignedBy, openThread, SignaturePool } from '#couch/base/native-crypto.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { toLowS } from '#lib/crypto/sign.ts';
import { verifySignature } from '#lib/crypto/verify.ts';
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import { base64urlToBytes, bytesToBase64url } from '#lib/domain/bytes.ts';
import { anImportAuthorization } from '../samples/acts.ts';
import { aKey, signed } from './gateway/rig.ts';

/** Both answers, of which neither may differ from the other. */
async function isSignedBy(act: Act, key: PublicKey): Promise<boolean> {
  const [native, web] = await Promise.all([nativeIsSignedBy(act, key), verifySignature(act, key)]);
  expect(native).toBe(web);
  return native;
}

function withValue(act: Act, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): Act {
  const bytes = base64urlToBytes(act.signature.value) as Uint8Array<ArrayBuffer>;
  return { ...act, signature: { ...act.signature, value: bytesToBase64url(change(bytes)) } };
}

test('the server’s own library and WebCrypto say the same of every signature', async () => {
  const [key, other] = [await aKey(), await aKey()];
  const act: Act = await signed(anImportAuthorization(), key);
  expect(await isSignedBy(act, key.publicKey)).toBe(true);
  expect(await isSignedBy(act, other.publicKey)).toBe(false);
  const asOthers: Act = { ...act, signature: { ...act.signature, key: other.keyId } };
  expect(await isSignedBy(asOthers, other.publicKey)).toBe(false);
  expect(await isSignedBy({ ...act, body: { ...act.body, schema: 2 } as never }, key.publicKey)).toBe(false);
  for (let at = 0; at < 64; at++) {
    const flipped = withValue(act, (bytes) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
    expect(await isSignedBy(flipped, key.publicKey)).toBe(false);
  }
});

test('neither takes the signature with the larger s, an empty one, or a key that is no point of the curve', async () => {
  const key = await aKey();
  const act: Act = await signed(anImportAuthorization(), key);
  const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
  const high = withValue(act, (bytes) => {
    const s = ORDER - BigInt(`0x${Buffer.from(bytes.slice(32)).toString('hex')}`);
    const large = Buffer.from(s.toString(16).padStart(64, '0'), 'hex');
    return new Uint8Array([...bytes.slice(0, 32), ...large]);
  });
  expect(withValue(high, (bytes) => toLowS(bytes))).toEqual(act);
  expect(await isSignedBy(high, key.publicKey)).toBe(false);
  expect(
    await isSignedBy(
      withValue(act, () => new Uint8Array(64)),
      key.publicKey
    )
  ).toBe(false);
  const offCurve = { ...key.publicKey, x: key.publicKey.y };
  expect(await isSignedBy(act, offCurve)).toBe(false);
});

test('of many acts by many keys each has its own answer', async () => {
  const keys = await Promise.all([aKey(), aKey(), aKey()]);
  const asked = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const key = keys[index % 3] as (typeof keys)[0];
      const act: Act = await signed(anImportAuthorization(), key);
      const forged = { ...act, body: { ...act.body, schema: 2 } } as never;
      return nativeIsSignedBy(index % 4 === 0 ? forged : act, key.publicKey);
    })
  );
  expect(asked).toEqual(asked.map((_, index) => index % 4 !== 0));
});

/** Of acts by one key, every third of them forged. */
async function askMany(pool: SignaturePool, count: number): Promise<boolean[]> {
  const key = await aKey();
  const act: Act = await signed(anImportAuthorization(), key);
  const text = canonicalJson(act.body);
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      pool.check(key.publicKey, index % 3 === 0 ? text.toUpperCase() : text, act.signature.value)
    )
  );
}

function expected(count: number): boolean[] {
  return Array.from({ length: count }, (_, index) => index % 3 !== 0);
}

test('what a thread had when it died is verified all the same, and the next question finds another one', async () => {
  const dying = new Worker(
    `const { parentPort } = require('node:worker_threads');
    parentPort.once('message', ({ claim }) => { Atomics.store(claim, 0, 1); process.exit(1); });`,
    { eval: true }
  );
  await once(dying, 'online');
  const opened: Worker[] = [];
  const pool = new SignaturePool(1, () => {
    opened.push(opened.length === 0 ? dying : openThread());
    return opened[opened.length - 1] as Worker;
  });
  const [answers] = await Promise.all([askMany(pool, 100), once(dying, 'exit')]);
  expect(answers).toEqual(expected(100));
  expect(await askMany(pool, 100)).toEqual(expected(100));
  expect(opened).toHaveLength(2);
});

test('where no thread can be started the main thread verifies alone', async () => {
  const pool = new SignaturePool(2, () => {
    throw new Error('no more threads');
  });
  for (const count of [2, 40]) expect(await askMany(pool, count)).toEqual(expected(count));
});
