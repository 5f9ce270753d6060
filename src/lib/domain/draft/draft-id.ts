/** Id of a draft that exists once per authority and subject, the same on all its devices. */
import { base64urlToBytes } from '../bytes.ts';
import type { DraftId } from '../ids.ts';
import { sha256Base64url } from '../sha256.ts';
import type { DraftKind } from './draft.ts';

export function draftIdOf(kind: DraftKind, about: string): DraftId {
  const bytes = base64urlToBytes(sha256Base64url(`${kind} ${about}`)) ?? new Uint8Array(16);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const part = (from: number, to: number): string => hex.slice(from, to);
  return `draft:${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}` as DraftId;
}
