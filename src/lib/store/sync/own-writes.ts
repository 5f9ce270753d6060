/**
 * Only its person's writes. A restored server lacks partners' acts too, but those return from their issuers, the only
 * valid source.
 */
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isSharedDocument, rightToShare } from '#lib/domain/door/shared-documents.ts';
import { printCodeIssuer } from '#lib/domain/print-code/print-code.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { Person } from '../api.ts';

export type Writer = Pick<Person, 'authority' | 'role'>;

export function isOwnWrite(id: string, writer: Writer): boolean {
  const right = rightToShare(id);
  return isWriteOf(id, writer.authority) && (right === null || may(writer, right));
}

export function isWriteOf(id: string, authority: Writer['authority']): boolean {
  if (id.startsWith('act:')) return parseActId(id)?.issuer === authority;
  return id.startsWith('draft:') || isSharedDocument(id) || printCodeIssuer(id) === authority;
}

/** Without them nothing that they vouch for is accepted. */
export function isOwnKeyAct(id: string, { authority }: Writer): boolean {
  const parts = parseActId(id);
  const { kind, issuer } = parts ?? {};
  return issuer === authority && (kind === 'certificate' || kind === 'withdrawal');
}
