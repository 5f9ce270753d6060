import { createPublicKey, verify as nodeVerify, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { generatePrivateJwk, importPublicKey, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { isLowS, toLowS, signBody } from '#lib/crypto/sign.ts';
import { readKeyring, verifyAct, verifySignature, type Keyring } from '#lib/crypto/verify.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import type { Act, Body } from '#lib/domain/act/body.ts';
import { base64urlToBytes, bytesToBase64url } from '#lib/domain/bytes.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { AU, aCountry, aMessageBody, aRoot, state, type Device } from './sample-country.ts';

let officer: Device;
let keyring: Keyring;
let act: Act;

beforeAll(async () => {
  const root = await aRoot();
  const country = await aCountry(root, AU);
  officer = country.officer;
  keyring = await readKeyring(country.acts, [root.key.publicKey]);
  act = await state(officer);
});

/** Every path to a leaf, as lists of keys. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

function changed(source: Act, path: readonly string[], value: unknown): Act {
  const copy = structuredClone(source) as unknown as Record<string, unknown>;
  const last = path[path.length - 1] as string;
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy as unknown as Act;
}

/** As an attacker would: the id of the altered content, where it has one. */
function rehashed(altered: Act): Act {
  try {
    return { ...altered, _id: actId(altered.body, altered.signature) };
  } catch {
    return altered;
  }
}

describe('a signature', () => {
  it('is the one that node:crypto accepts over the canonical JSON', () => {
    const key = createPublicKey({ key: { ...officer.key.publicKey }, format: 'jwk' });
    const value = new Uint8Array(Buffer.from(act.signature.value, 'base64url'));
    const accepted = (body: Body): boolean =>
      nodeVerify(
        'sha256',
        new TextEncoder().encode(canonicalJson(body)),
        { key, dsaEncoding: 'ieee-p1363' },
        value
      );
    expect(accepted(act.body)).toBe(true);
    expect(accepted({ ...aMessageBody(officer), text: 'Is line 3 the hydrate?' })).toBe(false);
  });

  it('verifies under its own key and under no other', async () => {
    const other = await importSigningKey(await generatePrivateJwk());
    expect(await verifySignature(act, officer.key.publicKey)).toBe(true);
    expect(await verifySignature(act, other.publicKey)).toBe(false);
  });

  it('does not survive any change of any field, with the id recomputed or not', async () => {
    const paths = leaves(act);
    expect(paths.length).toBeGreaterThan(12);
    const alteration = fc.tuple(
      fc.constantFrom(...paths),
      fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean(), fc.constant(['AU']))
    );
    await fc.assert(
      fc.asyncProperty(alteration, fc.boolean(), async ([path, value], rehash) => {
        const altered = changed(act, path, value);
        fc.pre(JSON.stringify(altered) !== JSON.stringify(act));
        const document = rehash && path[0] !== '_id' ? rehashed(altered) : altered;
        expect((await verifyAct(document, keyring)).verdict).not.toBe('good');
      }),
      { numRuns: 400 }
    );
  });

  it('does not survive one flipped bit anywhere in its value', async () => {
    const bytes = base64urlToBytes(act.signature.value) as Uint8Array;
    for (let bit = 0; bit < 512; bit += 7) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      const altered = rehashed(changed(act, ['signature', 'value'], bytesToBase64url(flipped)));
      expect((await verifyAct(altered, keyring)).verdict).toBe('bad');
    }
  });

  it('is the same text for the same body in another order of keys', async () => {
    const body = Object.fromEntries(Object.entries(act.body).reverse()) as unknown as Body;
    expect((await verifyAct({ _id: act._id, body, signature: act.signature }, keyring)).verdict).toBe('good');
  });
});

describe('the second form of a signature, which ECDSA accepts too', () => {
  const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

  /** (r, n − s). */
  function secondForm(signature: Uint8Array): Uint8Array<ArrayBuffer> {
    const s = BigInt('0x' + Buffer.from(signature.subarray(32)).toString('hex'));
    const other = Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex');
    return Uint8Array.from([...signature.subarray(0, 32), ...other]);
  }

  it('cannot make a genuine act into another genuine act', async () => {
    const value = base64urlToBytes(act.signature.value) as Uint8Array;
    const second = secondForm(value);
    const key = (await importPublicKey(officer.key.publicKey)) as CryptoKey;
    const message = new TextEncoder().encode(canonicalJson(act.body));
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    expect(await webcrypto.subtle.verify(algorithm, key, second, message)).toBe(true);
    const twin = rehashed(changed(act, ['signature', 'value'], bytesToBase64url(second)));
    expect(twin._id).not.toBe(act._id);
    expect((await verifyAct(twin, keyring)).verdict).toBe('bad');
  });

  it('is turned into the first one when signing', async () => {
    const key: SigningKey = officer.key;
    for (let n = 0; n < 16; n++) {
      const signed = await signBody({ ...aMessageBody(officer), text: `Query ${n}` }, key);
      expect(isLowS(base64urlToBytes(signed.signature.value) as Uint8Array<ArrayBuffer>)).toBe(true);
      expect(await verifySignature(signed, key.publicKey)).toBe(true);
    }
  });

  it('and the first are each other’s', () => {
    const low = base64urlToBytes(act.signature.value) as Uint8Array<ArrayBuffer>;
    const high = secondForm(low);
    expect([isLowS(low), isLowS(high)]).toEqual([true, false]);
    expect(toLowS(high)).toEqual(low);
  });
});
