/**
 * Which documents this device sends: what its person writes, and nothing that came from elsewhere. A server
 * that was restored lacks partners' acts too; those come back from their issuers, whose word alone counts.
 */
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isSharedDocument } from '#lib/domain/door/shared-documents.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { Person } from '../api.ts';

export type Writer = Pick<Person, 'authority' | 'role'>;

/** The same rule as at the server's door: drafts and acts by whoever may write, companies, settings and notes of contacts by whoever keeps them. */
export function isOwnWrite(id: string, writer: Writer): boolean {
  return isWriteOf(id, writer.authority) && (!isSharedDocument(id) || may(writer, 'particulars'));
}

/** What somebody of this authority may have written. */
export function isWriteOf(id: string, authority: Writer['authority']): boolean {
  if (id.startsWith('act:')) return parseActId(id)?.issuer === authority;
  return id.startsWith('draft:') || isSharedDocument(id);
}

/** Certificates and withdrawals of one's own authority: without them nothing that they vouch for is taken. */
export function isOwnKeyAct(id: string, { authority }: Writer): boolean {
  const parts = parseActId(id);
  const { kind, issuer } = parts ?? {};
  return issuer === authority && (kind === 'certificate' || kind === 'withdrawal');
}
