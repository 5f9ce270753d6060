/**
 * In any order. Invalid acts are skipped; acts by an unknown signer wait. `domain/registration/trust.ts` decides trust.
 */
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { CertificateAct } from '#lib/domain/registration/judge-signer.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { decideTrust, type Seen, type Trust, type WithdrawalAct } from '#lib/domain/registration/trust.ts';
import type { Problem } from '#lib/domain/result.ts';
import { importPublicKey } from './key.ts';
import { verifyWith } from './sign.ts';

type KeyAct = CertificateAct | WithdrawalAct;

interface SkippedAct {
  readonly id: string;
  readonly problem: Problem;
}

export class Keyring {
  #roots: readonly KeyId[];
  readonly #publicKeys = new Map<KeyId, PublicKey>();
  readonly #imported = new Map<KeyId, Promise<CryptoKey | null>>();
  readonly #verified = new Map<string, Seen<KeyAct>>();
  readonly #waiting = new Map<KeyId, Map<string, Seen<KeyAct>>>();
  readonly #skipped = new Map<string, SkippedAct>();
  #trust: Trust | null = null;

  constructor(trustedRoots: readonly PublicKey[]) {
    this.#roots = trustedRoots.map(keyIdOf);
    for (const root of trustedRoots) this.#publicKeys.set(keyIdOf(root), root);
  }

  async addRoots(roots: readonly PublicKey[]): Promise<boolean> {
    const fresh = roots.filter((root) => this.#roots.indexOf(keyIdOf(root)) < 0);
    if (fresh.length === 0) return false;
    for (const root of fresh) this.#publicKeys.set(keyIdOf(root), root);
    this.#roots = [...this.#roots, ...fresh.map(keyIdOf)];
    this.#trust = null;
    await Promise.all(fresh.map((root) => this.#checkWaiting(keyIdOf(root))));
    return true;
  }

  fork(): Keyring {
    const copy = new Keyring([]);
    copy.#roots = this.#roots;
    for (const [key, publicKey] of this.#publicKeys) copy.#publicKeys.set(key, publicKey);
    for (const [id, seen] of this.#verified) copy.#verified.set(id, seen);
    for (const [key, acts] of this.#waiting) copy.#waiting.set(key, new Map(acts));
    return copy;
  }

  get skipped(): readonly SkippedAct[] {
    return [...this.#skipped.values()];
  }

  get waiting(): number {
    return [...this.#waiting.values()].reduce((count, acts) => count + acts.size, 0);
  }

  get trust(): Trust {
    this.#trust ??= this.#decideTrust();
    return this.#trust;
  }

  publicKeyOf(key: KeyId): PublicKey | null {
    return this.#publicKeys.get(key) ?? null;
  }

  verifyingKeyOf(key: KeyId): Promise<CryptoKey | null> {
    const known = this.#imported.get(key);
    if (known) return known;
    const publicKey = this.#publicKeys.get(key);
    if (!publicKey) return Promise.resolve(null);
    const imported = importPublicKey(publicKey);
    this.#imported.set(key, imported);
    return imported;
  }

  /** `firstSeen`: when a server first had it. */
  async addAct(document: unknown, firstSeen?: Instant): Promise<void> {
    const parsed = parseAct(document);
    if (!parsed.ok) return this.#skip(idOf(document), parsed.problems[0] ?? { code: 'signature.malformed' });
    if (!isKeyAct(parsed.value)) return;
    const known = this.#verified.get(parsed.value._id);
    const seen: Seen<KeyAct> = { act: parsed.value, firstSeen: earlier(known?.firstSeen, firstSeen) };
    if (known) return this.#keep(seen);
    if (!this.#learnKey(seen.act)) {
      return this.#skip(seen.act._id, { code: 'signature.certificate.malformed', path: 'body.key' });
    }
    await this.#check(seen);
    if (seen.act.body.kind === 'certificate') await this.#checkWaiting(seen.act.body.keyId);
  }

  /** The id is the hash of the key, so any source of the key will do. */
  #learnKey(act: KeyAct): boolean {
    if (act.body.kind !== 'certificate') return true;
    const { key, keyId } = act.body;
    if (keyIdOf(key) !== keyId) return false;
    if (!this.#publicKeys.has(keyId)) this.#publicKeys.set(keyId, key);
    return true;
  }

  async #check(seen: Seen<KeyAct>): Promise<void> {
    const { _id, signature } = seen.act;
    if (!this.#publicKeys.has(signature.key)) return this.#wait(seen);
    const key = await this.verifyingKeyOf(signature.key);
    if (key !== null && (await verifyWith(seen.act, key))) this.#keep(seen);
    else this.#skip(_id, { code: 'signature.value.wrong', path: 'signature.value' });
  }

  async #checkWaiting(key: KeyId): Promise<void> {
    const acts = this.#waiting.get(key);
    if (!acts) return;
    this.#waiting.delete(key);
    await Promise.all([...acts.values()].map((seen) => this.#check(seen)));
  }

  #wait(seen: Seen<KeyAct>): void {
    const { key } = seen.act.signature;
    const acts = this.#waiting.get(key) ?? new Map<string, Seen<KeyAct>>();
    const firstSeen = earlier(acts.get(seen.act._id)?.firstSeen, seen.firstSeen);
    this.#waiting.set(key, acts.set(seen.act._id, { act: seen.act, firstSeen }));
  }

  #keep(seen: Seen<KeyAct>): void {
    this.#verified.set(seen.act._id, seen);
    this.#trust = null;
  }

  #skip(id: string, problem: Problem): void {
    this.#skipped.set(id, { id, problem });
  }

  #decideTrust(): Trust {
    const seen = [...this.#verified.values()];
    return decideTrust(this.#roots, seen.filter(isCertificate), seen.filter(isWithdrawal));
  }
}

export async function readKeyring(
  acts: readonly unknown[],
  trustedRoots: readonly PublicKey[]
): Promise<Keyring> {
  const keyring = new Keyring(trustedRoots);
  await Promise.all(acts.map((act) => keyring.addAct(act)));
  return keyring;
}

function isKeyAct(act: Act): act is KeyAct {
  return isKeyKind(act.body.kind);
}

function isCertificate(seen: Seen<KeyAct>): seen is Seen<CertificateAct> {
  return seen.act.body.kind === 'certificate';
}

function isWithdrawal(seen: Seen<KeyAct>): seen is Seen<WithdrawalAct> {
  return seen.act.body.kind === 'withdrawal';
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

function idOf(document: unknown): string {
  const id = (document as { readonly _id?: unknown } | null)?._id;
  return typeof id === 'string' ? id.slice(0, 120) : 'unreadable';
}
