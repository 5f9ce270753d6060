/**
 * The public lists, by which anyone verifies a form without a network: keys of authorities, cancelled and suspended
 * authorizations. The exchange signs the head, and the head holds the hash of each part. A part is sent only to those
 * who do not have it, so each part names the list in which it last changed.
 */
import type { Act, CertificateBody } from '../act/body.ts';
import { publicKey, type PublicKey } from '../act/kinds/keys.ts';
import { bytesToBase64url } from '../bytes.ts';
import { canonicalJson } from '../canonical.ts';
import type { ActId, Instant, KeyId } from '../ids.ts';
import { sha256 } from '../sha256.ts';
import {
  instant,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  parseShape,
  pattern,
  shaped,
  yesOrNo,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { keyReference } from '../shape/references.ts';
import { accept, refuse, type Result } from '../result.ts';
import { hideId, readList, readSet } from './hidden-ids.ts';
import { readKeys, type PublicKeyEntry } from './key-records.ts';

/**
 * `keys`: see `key-records.ts`. `cancelled`: a compressed set, made again weekly. `recent`: cancellations since then.
 * `suspended`: what is suspended now, so a release removes it.
 */
export const LIST_PARTS = ['keys', 'cancelled', 'recent', 'suspended'] as const;
export type ListPart = (typeof LIST_PARTS)[number];
export type ListBytes = Readonly<Record<ListPart, Uint8Array>>;

/** A device refuses longer lists; 190 countries and 100,000 cancellations make less than 300,000 bytes. */
export const MAX_LIST_BYTES = 8_000_000;

const listNumber = integer(1, 1e12);
const part = shaped({
  required: {
    number: listNumber,
    bytes: integer(0, MAX_LIST_BYTES),
    sha256: pattern(/^[A-Za-z0-9_-]{43}$/, 'list.malformed')
  }
});
const anything: Check = () => undefined;

const head = shaped({
  required: {
    schema: oneOf([1]),
    kind: oneOf(['public-lists']),
    number: listNumber,
    at: instant,
    demonstration: yesOrNo,
    roots: listOf(publicKey, 1, 20),
    /** Verified by `crypto/handover.ts`. */
    handovers: listOf(anything, 0, 20),
    parts: shaped({ required: { keys: part, cancelled: part, recent: part, suspended: part } })
  }
});
export type ListHead = Checked<typeof head>;

export interface SignedHead {
  readonly head: ListHead;
  /** The exchange’s, over `listText`. */
  readonly signature: { readonly key: KeyId; readonly value: string };
  /** The exchange’s, by a root: no person of INCB is named. */
  readonly certificate: Act<CertificateBody>;
}

const signature = shaped({
  required: { key: keyReference, value: pattern(/^[A-Za-z0-9_-]{86}$/, 'list.malformed') }
});

/** The signed text. No act has its `kind`, so neither can pass for the other. */
export function listText(one: ListHead): string {
  return canonicalJson(one);
}

/** The certificate is unverified. */
export function parseSignedHead(value: unknown): Result<SignedHead> {
  const check = shaped({ required: { head, signature, certificate: anything } });
  const parsed = isPlainObject(value) ? parseShape(check, value) : null;
  return parsed?.ok === true ? accept(parsed.value as SignedHead) : refuse({ code: 'list.malformed' });
}

export function hashPart(bytes: Uint8Array): string {
  return bytesToBase64url(sha256(bytes));
}

/** The lists as this device holds them: whole and signed. */
export interface HeldLists {
  readonly number: number;
  /** Everything else is “as known on” this day. */
  readonly at: Instant;
  readonly demonstration: boolean;
  readonly roots: readonly PublicKey[];
  readonly keys: ReadonlyMap<KeyId, PublicKeyEntry>;
  /** True also for one foreign id in 65,536: “probably cancelled, ask”. */
  isCancelled(act: ActId): boolean;
  isSuspended(act: ActId): boolean;
}

/** The signature of the head must be verified already. */
export function readParts(
  { number, at, demonstration, parts }: ListHead,
  bytes: ListBytes,
  roots: readonly PublicKey[]
): Result<HeldLists> {
  const isWhole = LIST_PARTS.every(
    (name) => bytes[name].length === parts[name].bytes && hashPart(bytes[name]) === parts[name].sha256
  );
  const keys = isWhole ? readKeys(bytes.keys) : null;
  const [cancelled, recent, suspended] = [
    readSet(bytes.cancelled),
    readList(bytes.recent),
    readList(bytes.suspended)
  ];
  if (!keys || !cancelled || !recent || !suspended) return refuse({ code: 'list.damaged' });
  return accept({
    number,
    at,
    demonstration,
    roots,
    keys,
    isCancelled: (act) => {
      const hidden = hideId(act);
      return recent(hidden) || cancelled(hidden);
    },
    isSuspended: (act) => suspended(hideId(act))
  });
}
