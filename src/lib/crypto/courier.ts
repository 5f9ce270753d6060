/**
 * A courier file (`domain/exchange/courier-file.ts`) is lines of text: the head with the vault record of its code, then
 * one line for each part (base64 of AES-GCM over deflated JSON lines), then the encrypted signature of the device over
 * the head and the SHA-256 of each part. Nothing of a part is used before that signature is verified, except key acts,
 * which prove themselves.
 */
import type { KeyRole, Signature } from '#lib/domain/act/body.ts';
import { parseSignature } from '#lib/domain/act/parse-act.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import {
  COURIER_PART,
  MAX_PARTS,
  parseCourierHead,
  type CourierHead
} from '#lib/domain/exchange/courier-file.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { inflate, sha256Hex } from './archive.ts';
import { bytesToText, textToBytes, type Bytes } from './bytes.ts';
import type { SigningKey } from './key.ts';
import type { Keyring } from './keyring.ts';
import { openBytes, sealBytes } from './seal.ts';
import { isTextSigned, signText } from './sign.ts';
import { createVault, openVault, type Vault, type VaultRecord } from './vault.ts';

/** `reference`: a document for everyone, otherwise one of the country. */
export interface CourierEntry {
  readonly in: 'country' | 'reference';
  readonly document: Record<string, unknown> & { readonly _id: string };
}

/** `COURIER_PART` documents of 1 MB, the most that the door accepts (`DOOR_LIMITS`). */
const MAX_PART_BYTES = 256 * 1024 * 1024;

interface Writer {
  readonly code: string;
  readonly key: SigningKey;
}

/** The lines of the file. `about`: the head without what is known only at the end. */
export async function writeCourier(
  about: Omit<CourierHead, 'documents' | 'parts'>,
  fill: (add: (portion: readonly CourierEntry[]) => Promise<void>) => Promise<void>,
  { code, key }: Writer
): Promise<readonly string[]> {
  const { record, vault } = await createVault(code);
  const lines: string[] = [];
  const hashes: string[] = [];
  let documents = 0;
  await fill(async (portion) => {
    if (portion.length === 0) return;
    const packed = await deflate(portion.map((entry) => JSON.stringify(entry)).join('\n'));
    hashes.push(await sha256Hex(packed));
    lines.push(await sealBytes(vault, partId(about.id, lines.length), packed));
    documents += portion.length;
  });
  const head: CourierHead = { ...about, documents, parts: lines.length };
  const value = await signText(signedText(head, hashes), key);
  const signature = textToBytes(JSON.stringify({ alg: 'ES256', key: key.keyId, value }));
  const last = await sealBytes(vault, partId(about.id, 'signature'), signature);
  return [JSON.stringify({ ...head, vault: record }), ...lines, last];
}

function partId(file: string, part: number | 'signature'): string {
  return `courier ${file} ${part}`;
}

function signedText(head: CourierHead, hashes: readonly string[]): string {
  return canonicalJson({ signed: 'i2es-courier', head, hashes });
}

async function deflate(text: string): Promise<Bytes> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export interface CourierText {
  readonly head: CourierHead;
  readonly vault: VaultRecord;
  readonly lines: readonly string[];
}

/** A file whose end is missing is refused before anyone types its code. */
export function parseCourier(text: string): Result<CourierText> {
  const [first = '', ...lines] = text.split('\n', MAX_PARTS + 3);
  if (lines[lines.length - 1] === '') lines.pop();
  const value = parseJson(first);
  if (!isPlainObject(value)) return refuse({ code: 'courier.malformed' });
  const { vault, ...rest } = value;
  const head = parseCourierHead(rest);
  if (!head.ok) return head;
  if (!isPlainObject(vault)) return refuse({ code: 'courier.malformed' });
  const { parts } = head.value;
  if (lines.length <= parts) return refuse({ code: 'courier.truncated' });
  return lines.length === parts + 1
    ? accept({ head: head.value, vault: vault as unknown as VaultRecord, lines })
    : refuse({ code: 'courier.changed' });
}

export async function openCourier(
  { head, vault: record, lines }: CourierText,
  code: string
): Promise<Result<OpenedCourier>> {
  const vault = await openVault(record, code);
  if (!vault.ok) return refuse({ code: 'courier.code.wrong' });
  const hashes: string[] = [];
  let documents = 0;
  for (let part = 0; part < head.parts; part++) {
    const packed = await openBytes(vault.value, partId(head.id, part), lines[part] ?? '');
    const entries = packed.ok ? await parsePart(packed.value) : null;
    if (!packed.ok || entries === null) return refuse({ code: 'courier.changed' });
    hashes.push(await sha256Hex(packed.value));
    documents += entries.length;
  }
  if (documents !== head.documents) return refuse({ code: 'courier.changed' });
  const last = await openBytes(vault.value, partId(head.id, 'signature'), lines[head.parts] ?? '');
  const signature = last.ok ? parseSignature(parseJson(toText(last.value) ?? '')) : last;
  return signature.ok
    ? accept(new OpenedCourier({ head, vault: vault.value, lines, hashes, signature: signature.value }))
    : refuse({ code: 'courier.changed' });
}

interface Opened {
  readonly head: CourierHead;
  readonly vault: Vault;
  readonly lines: readonly string[];
  readonly hashes: readonly string[];
  readonly signature: Signature;
}

export class OpenedCourier {
  readonly #opened: Opened;

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  get head(): CourierHead {
    return this.#opened.head;
  }

  /**
   * By a key of the authority that the head names; its roles. One revoked since is refused too: its thief can choose any
   * time.
   */
  async judgeSignature(keyring: Keyring): Promise<Result<readonly KeyRole[]>> {
    const { head, hashes, signature } = this.#opened;
    const key = await keyring.verifyingKeyOf(signature.key);
    if (key === null) return refuse({ code: 'courier.signer.unknown' });
    if (!(await isTextSigned(signedText(head, hashes), signature.value, key)))
      return refuse({ code: 'courier.changed' });
    const roles = keyring.trust.standingsOf(signature.key).flatMap(({ certificate }) => {
      if (certificate?.body.holder.authority !== head.from) return [];
      const { validFrom, validUntil, holder } = certificate.body;
      return validFrom <= head.at && head.at < validUntil ? [holder.role] : [];
    });
    return roles.length > 0 && keyring.trust.withdrawnFrom(signature.key, head.from) === null
      ? accept(roles)
      : refuse({ code: 'courier.signer.ended' });
  }

  /** Part by part, so that a large file is never whole in memory. The signature must have been judged. */
  async *entries(): AsyncGenerator<readonly CourierEntry[], void> {
    for (let part = 0; part < this.head.parts; part++) yield await this.#read(part);
  }

  /** The writer puts key acts first. They prove themselves. */
  async *keyActs(): AsyncGenerator<Record<string, unknown>, void> {
    for (let part = 0; part < this.head.parts; part++) {
      const entries = await this.#read(part);
      const keys = entries.filter(({ document }) => isKeyId(document._id));
      for (const { document } of keys) yield document;
      if (keys.length < entries.length) return;
    }
  }

  async #read(part: number): Promise<readonly CourierEntry[]> {
    const { head, vault, lines } = this.#opened;
    const packed = await openBytes(vault, partId(head.id, part), lines[part] ?? '');
    return (packed.ok && (await parsePart(packed.value))) || [];
  }
}

/** Null for a part that this program does not write: damaged, too long, or with anything else than documents. */
async function parsePart(packed: Bytes): Promise<readonly CourierEntry[] | null> {
  const bytes = await inflate(packed, MAX_PART_BYTES).catch(() => null);
  const text = bytes && toText(bytes);
  const lines = text?.split('\n', COURIER_PART + 1) ?? [];
  const entries = lines.flatMap((line) => parseEntry(parseJson(line)) ?? []);
  return text !== null && entries.length === lines.length && lines.length <= COURIER_PART ? entries : null;
}

/** Null if it is not UTF-8. */
function toText(bytes: Bytes): string | null {
  try {
    return bytesToText(bytes);
  } catch {
    return null;
  }
}

function isKeyId(id: string): boolean {
  return /^act:\d{8}:[A-Z]+:(?:certificate|withdrawal):/.test(id);
}

function parseEntry(value: unknown): CourierEntry | null {
  if (!isPlainObject(value) || !isPlainObject(value['document'])) return null;
  const { in: place, document } = value;
  const { _id, _rev = '' } = document;
  if (typeof _id !== 'string' || typeof _rev !== 'string') return null;
  if (place !== 'country' && place !== 'reference') return null;
  return { in: place, document: document as CourierEntry['document'] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
