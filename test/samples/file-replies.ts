/** Replies that a partner writes with the file that it was given. */
import type { AuthorizationAct, PublicKey } from '#lib/domain/act/body.ts';
import type { Paper } from '#lib/domain/act/kinds/paper-record.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { replyText, type FileReply } from '#lib/domain/reply-file/file-reply.ts';
import { invitationId, type PartOf } from '#lib/domain/reply-file/invitation.ts';
import { signText } from '#lib/crypto/sign.ts';
import { importSigningKey, type PrivateJwk } from '#lib/crypto/key.ts';

const head = { schema: 1, by: 'Officer of AU' };

export function aGivenFile(act: AuthorizationAct, key: PublicKey, over: Partial<PartOf<'file'>> = {}) {
  const at = '2026-11-01T08:00:00.000Z' as Instant;
  const expiresOn = '2027-03-01' as CalendarDate;
  const file: PartOf<'file'> = { ...head, at, key, partner: 'DZ' as CountryCode, language: 'fr', expiresOn };
  return { ...file, ...over, _id: invitationId(act._id, key) };
}

export function aRecall(act: AuthorizationAct, key: PublicKey, at: string) {
  return { ...head, at, reason: 'The file was lost.', _id: invitationId(act._id, key, 'recall') };
}

export function aQuery(act: AuthorizationAct, text = 'Is the quantity right?'): Paper {
  const writtenOn = '2026-11-20' as CalendarDate;
  return { instrument: 'reply', on: act._id, answer: 'query', writtenOn, text };
}

export async function aFileReply(
  key: PrivateJwk,
  paper: Paper,
  { number = 1, at = '2026-11-20T09:00:00.000Z', by = 'Amina Benali' } = {}
): Promise<FileReply> {
  const signer = await importSigningKey(key);
  const written = { number, at: at as Instant, by };
  const signature = await signText(replyText(paper, written), signer);
  return { kind: 'file-reply', schema: 1, paper, ...written, key: signer.publicKey, signature };
}
