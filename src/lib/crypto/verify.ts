/**
 * Is this act genuine? Well formed, its id the hash of its content, signed by a key that a chain of
 * certificates binds to the person and the authority it names, at a time when that key was valid.
 */
import type { Act } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { CertificateAct, Verdict } from '#lib/domain/registration/judge-signer.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { Keyring } from './keyring.ts';
import type { SignatureChecks } from './signature-checks.ts';
import { verifyWith } from './verify-signature.ts';

export { readSigned, verifySignature } from './verify-signature.ts';
export { Keyring, readKeyring } from './keyring.ts';
export { SignatureChecks, type SignatureCheck } from './signature-checks.ts';

export type Verification =
  | {
      readonly verdict: 'good';
      /** Null where a root signed it. */
      readonly certificate: CertificateAct | null;
      /** From the signer's certificate up to the one that a root signed. */
      readonly chain: readonly CertificateAct[];
    }
  | { readonly verdict: Exclude<Verdict, 'good'>; readonly problem: Problem };

/** Acts whose signatures are verified at the same time: enough for every core, little enough to pause. */
const AT_ONCE = 64;

/** `firstSeen`: when a server first held it. A device's own first reading is no evidence of a late act. */
export async function verifyAct(
  document: unknown,
  keyring: Keyring,
  firstSeen?: Instant
): Promise<Verification> {
  const parsed = parseAct(document);
  if (!parsed.ok) return { verdict: 'bad', problem: parsed.problems[0] ?? { code: 'signature.malformed' } };
  return verifyParsedAct(parsed.value, keyring, firstSeen);
}

/** For acts that `parseAct` has accepted already: nothing is read or hashed twice. */
async function verifyParsedAct(
  act: Act,
  keyring: Keyring,
  firstSeen?: Instant,
  checks?: SignatureChecks
): Promise<Verification> {
  const { body, signature } = act;
  if (keyring.publicKeyOf(signature.key) === null) {
    return { verdict: 'unknown-key', problem: { code: 'signature.key.unknown', path: 'signature.key' } };
  }
  if (!(await (checks?.of(act) ?? isGenuine(act, keyring)))) {
    return { verdict: 'bad', problem: { code: 'signature.value.wrong', path: 'signature.value' } };
  }
  const judgement = keyring.trust.judge(body, signature.key, firstSeen);
  if (judgement.verdict !== 'good') return judgement;
  return { verdict: 'good', certificate: judgement.standing.certificate, chain: judgement.standing.chain };
}

async function isGenuine(act: Act, keyring: Keyring): Promise<boolean> {
  const key = await keyring.verifyingKeyOf(act.signature.key);
  return key !== null && verifyWith(act, key);
}

/** In the order of `acts`; one bad act stops no other. */
export function verifyActs(
  acts: readonly unknown[],
  keyring: Keyring,
  firstSeenOf: (act: unknown) => Instant | undefined = () => undefined
): Promise<Verification[]> {
  return inPortions(acts, (act) => verifyAct(act, keyring, firstSeenOf(act)));
}

/** As `verifyActs`, of what `parseAct` has accepted already; what `checks` have begun is not done again. */
export function verifyParsedActs(
  acts: readonly Act[],
  keyring: Keyring,
  firstSeen: Instant,
  checks?: SignatureChecks
): Promise<Verification[]> {
  return inPortions(acts, (act) => verifyParsedAct(act, keyring, firstSeen, checks));
}

async function inPortions<T>(
  acts: readonly T[],
  verify: (act: T) => Promise<Verification>
): Promise<Verification[]> {
  const verifications: Verification[] = [];
  for (let at = 0; at < acts.length; at += AT_ONCE)
    verifications.push(...(await Promise.all(acts.slice(at, at + AT_ONCE).map(verify))));
  return verifications;
}
