/**
 * Well formed, id equal to its hash, signed by a valid key. Certificates must bind the key to its person and authority
 * at that time.
 */
import type { Evidence } from '#lib/domain/act/kinds/evidence.ts';
import { replyText } from '#lib/domain/reply-file/file-reply.ts';
import type { PaperRecordBody } from '#lib/domain/act/kinds/paper-record.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import { parseCarriedAct } from '#lib/domain/act/parse-act.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { CertificateAct, Verdict } from '#lib/domain/registration/judge-signer.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { Keyring } from './keyring.ts';
import { importPublicKey } from './key.ts';
import { isTextSigned, verifySignature, verifyWith } from './sign.ts';

export { readSigned, verifySignature } from './sign.ts';
export { Keyring, readKeyring } from './keyring.ts';

export type Verification =
  | {
      readonly verdict: 'good';
      /** Null if a root signed it. */
      readonly certificate: CertificateAct | null;
      /** From the signer's certificate to the one a root signed. */
      readonly chain: readonly CertificateAct[];
    }
  | { readonly verdict: Exclude<Verdict, 'good'>; readonly problem: Problem };

/** Enough for every core, few enough to pause. */
const AT_ONCE = 64;

/** `firstSeen`: when a server first had it. A device's first reading does not prove a late act. */
export async function verifyAct(
  document: unknown,
  keyring: Keyring,
  firstSeen?: Instant
): Promise<Verification> {
  const parsed = parseCarriedAct(document);
  if (!parsed.ok) return { verdict: 'bad', problem: parsed.problems[0] ?? { code: 'signature.malformed' } };
  return verifyParsedAct(parsed.value, keyring, firstSeen);
}

async function verifyParsedAct(
  act: CarriedAct,
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
  if (body.kind === 'paper-record' && !(await isReplyGenuine(body as PaperRecordBody))) {
    return { verdict: 'bad', problem: { code: 'evidence.signature', path: 'body.evidence' } };
  }
  const judgement = keyring.trust.judge(body, signature.key, firstSeen);
  if (judgement.verdict !== 'good') return judgement;
  return { verdict: 'good', certificate: judgement.standing.certificate, chain: judgement.standing.chain };
}

/** The reply on which a record relies must be signed by the key of its own file; the door knows the file. */
export async function isReplyGenuine({
  paper,
  evidence
}: Pick<PaperRecordBody, 'paper'> & {
  readonly evidence?: Omit<Evidence, 'given' | 'givenOn'> | undefined;
}): Promise<boolean> {
  if (!evidence) return true;
  const key = await importPublicKey(evidence.key);
  return key !== null && isTextSigned(replyText(paper, evidence), evidence.signature, key);
}

async function isGenuine(act: CarriedAct, keyring: Keyring): Promise<boolean> {
  const key = await keyring.verifyingKeyOf(act.signature.key);
  return key !== null && verifyWith(act, key);
}

/** In the order of `acts`; an invalid act stops no other. */
export function verifyActs(
  acts: readonly unknown[],
  keyring: Keyring,
  firstSeenOf: (act: unknown) => Instant | undefined = () => undefined
): Promise<Verification[]> {
  return inPortions(acts, (act) => verifyAct(act, keyring, firstSeenOf(act)));
}

export function verifyParsedActs(
  acts: readonly CarriedAct[],
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

/** Servers have a faster method than WebCrypto. `text`: the body's canonical JSON if available. */
export type SignatureCheck = (act: CarriedAct, key: PublicKey, text?: string) => Promise<boolean>;

/** Enough for every core, and a bound on the wait of other pushes. */
const MAX_RUNNING_CHECKS = 256;

/**
 * On other cores, begun once an act is well formed. Key ownership and validity are judged later, by what is then on
 * record.
 */
export class SignatureChecks {
  readonly #keyring: Keyring;
  readonly #isSignedBy: SignatureCheck;
  readonly #checks = new Map<CarriedAct, Promise<boolean>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Starts only for keys in the keyring; other acts are checked on request. */
  constructor(keyring: Keyring, isSignedBy: SignatureCheck = verifySignature) {
    this.#keyring = keyring;
    this.#isSignedBy = isSignedBy;
  }

  begin(act: CarriedAct, text: string): void {
    const key = this.#keyring.publicKeyOf(act.signature.key);
    if (key === null || this.#checks.has(act)) return;
    const check = this.#check(act, key, text);
    // Failures reach the caller of `of`; a refused act has no caller.
    check.catch(() => undefined);
    this.#checks.set(act, check);
  }

  of(act: CarriedAct): Promise<boolean> | null {
    return this.#checks.get(act) ?? null;
  }

  async #check(act: CarriedAct, key: PublicKey, text: string): Promise<boolean> {
    if (this.#running >= MAX_RUNNING_CHECKS) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running++;
    try {
      return await this.#isSignedBy(act, key, text);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
