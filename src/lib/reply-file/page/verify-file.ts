/** Verifies the file in itself: the authorization, its certificates up to INCB's key, and who gave the file. */
import { fileText } from '#lib/domain/reply-file/invitation.ts';
import type { CertificateAct } from '#lib/domain/registration/judge-signer.ts';
import { readKeyring, verifyAct } from '#lib/crypto/verify.ts';
import { isTextSigned } from '#lib/crypto/sign.ts';
import type { GivenFile } from '#lib/store/api.ts';

export interface FileVerdict {
  /** `noCrypto`: the browser does not offer its ciphers to a page from disk. */
  readonly verdict: 'genuine' | 'sample' | 'altered' | 'unknown' | 'noCrypto';
  readonly chain: readonly CertificateAct[];
}

export async function verifyFile(given: GivenFile): Promise<FileVerdict> {
  const { act, certificates, roots } = given;
  const without = (verdict: FileVerdict['verdict']): FileVerdict => ({ verdict, chain: [] });
  if (!globalThis.crypto?.subtle) return without('noCrypto');
  const keyring = await readKeyring(certificates, roots);
  const found = await verifyAct(act, keyring);
  if (found.verdict === 'bad') return without('altered');
  if (found.verdict !== 'good') return without('unknown');
  if (!(await isGivenByIssuer(given, keyring))) return without('altered');
  return { verdict: act.body.demonstration ? 'sample' : 'genuine', chain: found.chain };
}

async function isGivenByIssuer(
  { act, file, signature, privateKey }: GivenFile,
  keyring: Awaited<ReturnType<typeof readKeyring>>
): Promise<boolean> {
  const key = await keyring.verifyingKeyOf(signature.key);
  const isOfIssuer = keyring.trust
    .standingsOf(signature.key)
    .some(({ certificate }) => certificate?.body.holder.authority === act.body.issuer);
  const isKeyOfFile = privateKey.x === file.key.x && privateKey.y === file.key.y;
  return (
    key !== null && isOfIssuer && isKeyOfFile && isTextSigned(fileText(act._id, file), signature.value, key)
  );
}
