/** Authorities whose officers sign forms, and the lists by which anyone verifies them. */
import { signBody, signText } from '#lib/crypto/sign.ts';
import type { Act, CertificateBody } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import type { ActId, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { extractsOf } from '#lib/domain/print-code/extract.ts';
import { hideId, packList, packSet } from '#lib/domain/public-list/hidden-ids.ts';
import { packKeys, type PublicKeyEntry } from '#lib/domain/public-list/key-records.ts';
import {
  hashPart,
  LIST_PARTS,
  listText,
  type HeldLists,
  type ListBytes,
  type ListHead
} from '#lib/domain/public-list/public-list.ts';
import type { FormContent } from '#lib/verify/judge-form.ts';
import { aDevice, AU, certify, CH, type Device } from '../crypto/sample-country.ts';

export const ROOT = await aDevice('INCB', 'incb.root', 'root');

interface Authority {
  readonly officer: Device;
  /** From the root to the officer. */
  readonly chain: readonly Act<CertificateBody>[];
}

async function anAuthority(code: CountryCode): Promise<Authority> {
  const administrator = await aDevice(code, `${code.toLowerCase()}.administrator`, 'administrator');
  const officer = await aDevice(code, `${code.toLowerCase()}.officer`, 'officer');
  return { officer, chain: [await certify(ROOT, administrator), await certify(administrator, officer)] };
}

export const AUSTRALIA = await anAuthority(AU);
export const SWITZERLAND = await anAuthority(CH);

export function entryOf(device: Device, over: Partial<PublicKeyEntry> = {}): PublicKeyEntry {
  const { key, authority, role } = device;
  const valid = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2027-01-01T00:00:00.000Z' };
  return {
    key: key.publicKey,
    authority,
    role,
    ...(valid as object),
    endedFrom: null,
    ...over
  } as PublicKeyEntry;
}

export const LISTED_AT = '2026-11-28T08:00:00.000Z' as Instant;
export const NOW = '2026-11-28T10:00:00.000Z' as Instant;

interface Known {
  readonly keys?: readonly PublicKeyEntry[];
  readonly cancelled?: readonly ActId[];
  readonly suspended?: readonly ActId[];
  readonly at?: Instant;
  readonly demonstration?: boolean;
}

/** The lists with both officers, and what more is known. */
export function theLists({ keys = [], cancelled = [], suspended = [], ...over }: Known = {}): HeldLists {
  const all = [entryOf(AUSTRALIA.officer), entryOf(SWITZERLAND.officer), ...keys];
  const idOf = ({ key }: PublicKeyEntry): KeyId =>
    [AUSTRALIA.officer, SWITZERLAND.officer, ...devices].find((one) => one.key.publicKey === key)!.key.keyId;
  return {
    ...{ number: 1, at: LISTED_AT, demonstration: false, roots: [ROOT.key.publicKey] },
    keys: new Map(all.map((entry) => [idOf(entry), entry])),
    isCancelled: (id) => cancelled.includes(id),
    isSuspended: (id) => suspended.includes(id),
    ...over
  };
}

const devices: Device[] = [];

/** A further key that lists can name. */
export async function aFurtherOfficer(code: CountryCode = AU): Promise<Device> {
  const device = await aDevice(code, `${code.toLowerCase()}.officer`, 'officer');
  devices.push(device);
  return device;
}

/** The sample’s signature only looks like one. */
export async function signed<A extends Act>({ body }: A, by: Device): Promise<A> {
  return (await signBody(body, by.key)) as A;
}

export async function signedExtracts(
  act: Act,
  counts: readonly number[],
  by: Device
): Promise<FormContent[]> {
  return Promise.all(
    extractsOf(act, counts).map(async (extract) => {
      const value = await signText(canonicalJson(extract), by.key);
      return { as: 'extract', extract: { extract, signature: { alg: 'ES256', key: by.key.keyId, value } } };
    })
  );
}

const EXCHANGE = await aDevice('EXCHANGE', 'exchange', 'exchange');

/** An answer of the server, as a browser fetches it: all parts, signed by the exchange. */
export async function theAnswer(cancelled: readonly ActId[], at: Instant, number = 1): Promise<Uint8Array> {
  const hidden = cancelled.map(hideId);
  const parts: ListBytes = {
    keys: packKeys([entryOf(AUSTRALIA.officer), entryOf(SWITZERLAND.officer)]),
    cancelled: packSet(hidden),
    recent: packList([]),
    suspended: packList([])
  };
  const described = LIST_PARTS.map((name) => [
    name,
    { number, bytes: parts[name].length, sha256: hashPart(parts[name]) }
  ]);
  const head = {
    ...{ schema: 1, kind: 'public-lists', number, at, demonstration: false, handovers: [] },
    ...{ roots: [ROOT.key.publicKey], parts: Object.fromEntries(described) }
  } as unknown as ListHead;
  const value = await signText(listText(head), EXCHANGE.key);
  const certificate = await certify(ROOT, EXCHANGE, { validUntil: '2030-01-01T00:00:00.000Z' as Instant });
  const signed = { head, signature: { key: EXCHANGE.key.keyId, value }, certificate };
  const text = new TextEncoder().encode(JSON.stringify(signed));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length);
  return new Uint8Array(Buffer.concat([length, text, ...LIST_PARTS.map((name) => parts[name])]));
}
