/** Keys, canonical JSON and signatures as an attacker makes them alone, with nothing of the app's own. */
import { createHash, webcrypto } from 'node:crypto';

export interface Json {
  readonly [key: string]: unknown;
}

export interface Device {
  readonly keyId: string;
  readonly key: webcrypto.CryptoKey;
  readonly publicKey: Json;
}

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** A key that nobody has certified yet. */
export async function makeKey(): Promise<Device> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify'
  ]);
  const { x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const publicKey = { kty: 'EC', crv: 'P-256', x, y };
  const thumbprint = `{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`;
  const keyId = createHash('sha256').update(thumbprint).digest('base64url');
  return { key: pair.privateKey, keyId, publicKey };
}

export async function signWith({ key, keyId }: Device, body: Json): Promise<Json> {
  const bytes = new TextEncoder().encode(canonical(body));
  const raw = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes);
  const signature = { alg: 'ES256', key: keyId, value: lowS(Buffer.from(raw)).toString('base64url') };
  return withId({ body, signature });
}

/** RFC 8785 for what acts are made of: texts, whole numbers, lists and objects. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** An act under the id that its content has. */
export function withId({ body, signature }: { readonly body: Json; readonly signature: Json }): Json {
  const hash = createHash('sha256').update(canonical({ body, signature })).digest('base64url');
  const day = String(body['at']).slice(0, 10).replaceAll('-', '');
  return { _id: `act:${day}:${String(body['issuer'])}:${String(body['kind'])}:${hash}`, body, signature };
}

function lowS(signature: Buffer): Buffer {
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  return s <= ORDER / 2n ? signature : turnedRound(signature, s);
}

/** Turned round: the same signature in its other form, which counts as none. */
export function highS(value: string): string {
  const signature = Buffer.from(value, 'base64url');
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  return turnedRound(signature, s).toString('base64url');
}

function turnedRound(signature: Buffer, s: bigint): Buffer {
  const other = (ORDER - s).toString(16).padStart(64, '0');
  return Buffer.from(signature.subarray(0, 32).toString('hex') + other, 'hex');
}
