/** Public lists from a server or from this device: parsed and verified, never trusted. */
import { followHandovers } from './handover.ts';
import { importPublicKey, keyIdOf } from './key.ts';
import { isTextSigned, verifySignature } from './sign.ts';
import { asKind, type PublicKey } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import {
  LIST_PARTS,
  listText,
  MAX_LIST_BYTES,
  parseSignedHead,
  readParts,
  type HeldLists,
  type ListBytes,
  type ListPart,
  type SignedHead
} from '#lib/domain/public-list/public-list.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';

export interface KeptLists {
  readonly signed: SignedHead;
  readonly parts: ListBytes;
  /** Pinned at the first visit; later roots need a handover by one of these. */
  readonly roots: readonly PublicKey[];
}

/** Without lists the roots that the server names count, as the app from it does. */
export async function verifyLists(
  {
    signed,
    parts,
    roots: pinned
  }: Omit<KeptLists, 'roots'> & { readonly roots: readonly PublicKey[] | null },
  held: HeldLists | null = null
): Promise<Result<HeldLists & { readonly pinned: readonly PublicKey[] }>> {
  const { head, signature } = signed;
  const roots = await followHandovers(pinned ?? head.roots, head.handovers);
  const exchange = await readExchangeKey(signed, roots);
  if (exchange === null) return refuse({ code: 'list.otherServer' });
  const key = isRevoked(signed, held) ? null : await importPublicKey(exchange);
  if (key === null || !(await isTextSigned(listText(head), signature.value, key)))
    return refuse({ code: 'list.forged' });
  const read = readParts(head, parts, roots);
  return read.ok ? accept({ ...read.value, pinned: roots }) : read;
}

/** A thief can date a list before the revocation, but no later list than one from after the revocation is that old. */
function isRevoked({ head, signature }: SignedHead, held: HeldLists | null): boolean {
  const ended = held?.keys.get(signature.key)?.endedFrom ?? null;
  return held !== null && ended !== null && (ended <= head.at || ended <= held.at);
}

/** Null unless a known root certified the key for the exchange, for the day of the list. */
async function readExchangeKey(
  { head, signature, certificate }: SignedHead,
  roots: readonly PublicKey[]
): Promise<PublicKey | null> {
  const parsed = parseAct(certificate);
  const act = parsed.ok ? asKind(parsed.value, 'certificate') : null;
  if (act === null || act.body.holder.role !== 'exchange' || act.body.keyId !== signature.key) return null;
  const { key, keyId, validFrom, validUntil } = act.body;
  const root = roots.find((one) => keyIdOf(one) === act.signature.key);
  const isDue = validFrom <= head.at && head.at < validUntil;
  if (!root || !isDue || keyIdOf(key) !== keyId) return null;
  return (await verifySignature(act, root)) ? key : null;
}

/** The bytes of an answer, counted as they arrive: a server can leave out their number. Null if they are too many. */
export async function readListBytes({ body }: Response): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length <= MAX_LIST_BYTES) continue;
    await reader?.cancel();
    return null;
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

const LENGTH_BYTES = 4;

/** Four bytes of the head’s length, the head as JSON, then the parts that changed after `since`. */
export function readAnswer(
  answer: Uint8Array,
  since: number,
  held: ListBytes | null
): Result<Omit<KeptLists, 'roots'>> {
  if (answer.length < LENGTH_BYTES) return refuse({ code: 'list.malformed' });
  const length = new DataView(answer.buffer, answer.byteOffset).getUint32(0);
  const signed = parseSignedHead(readJson(answer.subarray(LENGTH_BYTES, LENGTH_BYTES + length)));
  if (!signed.ok) return signed;
  if (signed.value.head.number < since) return refuse({ code: 'list.older' });
  let at = LENGTH_BYTES + length;
  const parts = {} as Record<ListPart, Uint8Array>;
  for (const name of LIST_PARTS) {
    const { number, bytes } = signed.value.head.parts[name];
    const isSent = number > since || held === null;
    parts[name] = isSent ? answer.slice(at, at + bytes) : held[name];
    if (isSent) at += bytes;
  }
  return at === answer.length ? accept({ signed: signed.value, parts }) : refuse({ code: 'list.damaged' });
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
