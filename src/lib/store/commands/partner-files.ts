/** The private key of a file is only in that file. */
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import {
  fileText,
  invitationId,
  judgeInvitationDocument,
  type PartOf
} from '#lib/domain/reply-file/invitation.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signText } from '#lib/crypto/sign.ts';
import type { AskedFile, FileDelivery, FileName, GivenFile } from '../api.ts';
import type { SignerParts } from './act-signer.ts';
import { signatoryOfKey } from './enrolment.ts';
import { saveOwn } from './own-documents.ts';

export async function giveFile(
  signing: SignerParts,
  act: AuthorizationAct,
  asked: AskedFile
): Promise<Result<GivenFile>> {
  const signer = signing.key();
  if (!signer) return refuse({ code: 'device.notCertified' });
  const { records, book } = signing;
  const privateKey = await generatePrivateJwk();
  const { publicKey } = await importSigningKey(privateKey);
  const file: PartOf<'file'> = { ...headOf(signing, signer), key: publicKey, ...asked };
  const saved = await saveNew(signing, invitationId(act._id, publicKey), file);
  if (!saved.ok) return saved;
  const value = await signText(fileText(act._id, file), signer);
  const chains = [act.signature.key, signer.keyId].flatMap((key) =>
    records.keyring.trust.standingsOf(key).flatMap(({ chain }) => chain)
  );
  const { roots } = book.device;
  const certificates = [...new Set(chains)];
  return accept({ act, file, signature: { key: signer.keyId, value }, privateKey, certificates, roots });
}

export async function noteDelivery(
  signing: SignerParts,
  { act, keyId }: FileName,
  delivery: FileDelivery
): Promise<Result<boolean>> {
  const signer = signing.key();
  if (!signer) return refuse({ code: 'device.notCertified' });
  const _id = invitationId(act, keyId, 'delivery');
  return saveOwn(signing, { ...headOf(signing, signer), ...delivery, _id });
}

export async function recallFile(
  signing: SignerParts,
  { act, keyId }: FileName,
  reason: string
): Promise<Result<boolean>> {
  const signer = signing.key();
  if (!signer) return refuse({ code: 'device.notCertified' });
  return saveNew(signing, invitationId(act, keyId, 'recall'), { ...headOf(signing, signer), reason });
}

function headOf({ person, records, now }: SignerParts, { keyId }: SigningKey) {
  const at = now();
  return { schema: 1, at, by: signatoryOfKey(person, keyId, records, at).name };
}

async function saveNew(signing: SignerParts, _id: string, content: object): Promise<Result<boolean>> {
  const document = { ...content, _id };
  if (signing.records.shelf.others.has(_id)) return refuse({ code: 'invitation.immutable' });
  const judged = judgeInvitationDocument(document);
  return judged.ok ? saveOwn(signing, document) : judged;
}
