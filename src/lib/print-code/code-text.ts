/**
 * The text of a printed code, as `static/print-code/specification.txt` publishes it: the address of the page that
 * verifies it, and after `#` the signed content. A browser sends nothing after `#` to a server.
 */
import { actId } from '#lib/domain/act/content-id.ts';
import { asKind, type Act, type ActOf, type Signature } from '#lib/domain/act/body.ts';
import { parseAct, parseCarriedAct, parseSignature } from '#lib/domain/act/parse-act.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { isExtract, type SignedExtract } from '#lib/domain/print-code/extract.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { isFileReply, type FileReply } from '#lib/domain/reply-file/file-reply.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { readBadge, readShortBadge } from '#lib/domain/training/badge.ts';
import { deflateSync, inflateSync } from 'fflate';
import { DICTIONARY } from './dictionary.ts';

/**
 * The certificates lead from a root to the signer of a form; `reply` is of a partner outside I2ES, for the officer who
 * gave it the file; `badge` is a certificate of training or attendance. */
export type CodeContent =
  | { readonly as: 'act'; readonly act: Act }
  | { readonly as: 'extract'; readonly extract: SignedExtract }
  | { readonly as: 'keys'; readonly certificates: readonly ActOf<'certificate'>[] }
  | { readonly as: 'reply'; readonly reply: FileReply }
  | { readonly as: 'badge'; readonly text: string };

/** Characters of the text, and bytes of what it unpacks to. */
export const MAX_CODE_LENGTH = 65_536;
const MAX_CERTIFICATES = 8;

export const CODE_PREFIX = 'I2ES1:';
const PATTERN = /I2ES(\d{1,3}):([0-9A-Z$*+\-./:]*)$/;

/** It begins like the code of a form, of any version. */
export function isOfForm(text: string): boolean {
  return /I2ES\d{1,3}:/.test(text);
}

const dictionary = new TextEncoder().encode(DICTIONARY);

/** `origin`: of the page that verifies codes, with the base path if any. */
export function codeText(content: Exclude<CodeContent, { as: 'badge' }>, origin: string): string {
  const bytes = new TextEncoder().encode(canonicalJson(payloadOf(content)));
  return `${origin}/verify#${CODE_PREFIX}${bytesToBase43(deflateSync(bytes, { level: 9, mem: 4, dictionary }))}`;
}

/** An act's id follows from its content, so the code leaves it out. */
function payloadOf(content: Exclude<CodeContent, { as: 'badge' }>): object {
  if (content.as === 'act') return withoutId(content.act);
  if (content.as === 'keys') return chainPayload(content.certificates);
  if (content.as === 'reply') return content.reply;
  return { extract: content.extract.extract, signature: content.extract.signature };
}

function withoutId({ body, signature }: Act): object {
  return { body, signature };
}

/** Each certificate is signed by the key of the one before it, and the first by `root`. */
function chainPayload(chain: readonly ActOf<'certificate'>[]): object {
  const certificates = chain.map(({ body: { keyId: _derived, ...body }, signature: { value } }) => ({
    body,
    value
  }));
  return { certificates, root: chain[0]?.signature.key };
}

/** What faxes, messages and copied text add: blanks, and marks of writing direction that nobody sees. */
const ADDED = /[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/g;

/**
 * Signatures are not verified here. The problem says whether the
 * code is none of ours, of a later version, or damaged.
 */
export function readCode(text: string): Result<CodeContent> {
  if (text.length > MAX_CODE_LENGTH) return refuse({ code: 'printCode.tooLong' });
  const plain = text.replace(ADDED, '');
  const match = PATTERN.exec(plain);
  if (!match) return readOther(plain);
  const [, version, packed = ''] = match;
  if (version !== '1') return refuse({ code: 'printCode.version', values: { version: Number(version) } });
  const payload = unpack(packed);
  if (!payload.ok) return payload;
  try {
    const content = readPayload(payload.value);
    if (content) return accept(content);
    if (isOfLaterVersion(payload.value))
      return refuse({ code: 'printCode.version', values: { version: Number(version) } });
  } catch {
    // A member of another type than its reader expects.
  }
  return refuse({ code: 'printCode.content' });
}

function readOther(plain: string): Result<CodeContent> {
  const badge = plain.slice(plain.indexOf('#') + 1);
  const isBadge = readBadge(badge) ?? readShortBadge(badge);
  return isBadge ? accept({ as: 'badge', text: badge }) : refuse({ code: 'printCode.foreign' });
}

function unpack(packed: string): Result<unknown> {
  const damaged = refuse({ code: 'printCode.damaged' });
  const bytes = base43ToBytes(packed);
  if (!bytes?.length) return damaged;
  try {
    // The buffer bounds the work: what does not fit is cut off, and the text is then too long.
    const out = inflateSync(bytes, { out: new Uint8Array(MAX_CODE_LENGTH + 1), dictionary });
    if (out.length > MAX_CODE_LENGTH) return refuse({ code: 'printCode.tooLong' });
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(out);
    const value: unknown = JSON.parse(json);
    // Two readings of one text, such as a repeated member, are refused.
    return canonicalJson(value) === json ? accept(value) : damaged;
  } catch {
    return damaged;
  }
}

function readPayload(payload: unknown): CodeContent | null {
  if (!isPlainObject(payload)) return null;
  if (isFileReply(payload)) return { as: 'reply', reply: payload };
  const members = Object.keys(payload).join();
  if (members === 'body,signature') {
    const act = readAct(payload['body'], payload['signature']);
    return act && { as: 'act', act };
  }
  if (members === 'extract,signature') return readExtract(payload);
  return members === 'certificates,root' ? readChain(payload) : null;
}

function readAct(body: unknown, signature: unknown): Act | null {
  const act = parseAct({ _id: actId(body as Act['body'], signature as Signature), body, signature });
  return act.ok ? act.value : null;
}

/** An act of a kind, or with a member, that this version does not know yet: it can be as good as any other. */
function isOfLaterVersion(payload: unknown): boolean {
  if (!isPlainObject(payload) || Object.keys(payload).join() !== 'body,signature') return false;
  const { body, signature } = payload;
  const _id = actId(body as Act['body'], signature as Signature);
  return parseCarriedAct({ _id, body, signature }).ok;
}

function readExtract({ extract, signature }: Record<string, unknown>): CodeContent | null {
  const read = parseSignature(signature);
  return read.ok && isExtract(extract)
    ? { as: 'extract', extract: { extract, signature: read.value } }
    : null;
}

function readChain({ certificates, root }: Record<string, unknown>): CodeContent | null {
  if (!Array.isArray(certificates) || certificates.length > MAX_CERTIFICATES) return null;
  if (certificates.length === 0) return null;
  const chain: ActOf<'certificate'>[] = [];
  for (const one of certificates) {
    const { body, value } = one as {
      readonly body: Omit<ActOf<'certificate'>['body'], 'keyId'>;
      value: unknown;
    };
    const key = chain.at(-1)?.body.keyId ?? root;
    const act = readAct({ ...body, keyId: keyIdOf(body.key) }, { alg: 'ES256', key, value });
    const certificate = asKind(act, 'certificate');
    if (certificate === null) return null;
    chain.push(certificate);
  }
  return { as: 'keys', certificates: chain };
}

/**
 * RFC 9285 with 43 characters: the alphanumeric set of square codes without space and per cent, which ordinary camera
 * apps refuse in an address. Two bytes are three characters, since 43³ is more than 65,536; a last byte alone is two.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-./:';
const BASE = ALPHABET.length;

export function bytesToBase43(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let value = isPair ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
    for (let count = isPair ? 3 : 2; count > 0; count--) {
      text += ALPHABET.charAt(value % BASE);
      value = Math.floor(value / BASE);
    }
  }
  return text;
}

/** Null for another character, another length, or a group beyond its bytes, so that bytes have one spelling. */
export function base43ToBytes(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 2) / 3));
  for (let at = 0, to = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((character) => ALPHABET.indexOf(character));
    const value = group.reduceRight((sum, digit) => sum * BASE + digit, 0);
    const isPair = group.length === 3;
    if (group.includes(-1) || value >= (isPair ? 65536 : 256)) return null;
    if (isPair) bytes[to++] = value >> 8;
    bytes[to++] = value & 255;
  }
  return bytes;
}
