import type { Act, ActOf, KeyRole } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_CHAIN } from '#lib/domain/registration/certify.ts';
import { differenceOf } from '#lib/domain/registration/judge-naming.ts';
import type { Problem } from '#lib/domain/result.ts';

type Certificates = readonly ActOf<'certificate'>[];

interface ChainLink {
  readonly key: KeyId;
  readonly name: string;
  readonly role: KeyRole;
  readonly authority: AuthorityCode;
  readonly device: string;
  readonly validUntil: Instant;
}

interface SignatureChain {
  readonly links: readonly ChainLink[];
  /** True if it ends at a key without certificate, like INCB's root. */
  readonly reachesRoot: boolean;
}

export function signatureChain(act: Act, certificates: Certificates): SignatureChain {
  const chain = certificatesBehind(act, certificates);
  const links = chain.map(({ body: { keyId: key, holder, validUntil } }): ChainLink => {
    const { name, role, authority, device } = holder;
    return { key, name, role, authority, device, validUntil };
  });
  const last = chain.at(-1)?.signature.key;
  const isWhole = chain.length < MAX_CHAIN && last !== undefined;
  return { links, reachesRoot: isWhole && isFromBoard(last, certificates) };
}

/** From the signer’s own certificate up, each the latest of its key; the last is signed by a key without one. */
export function certificatesBehind(act: Act, certificates: Certificates): Certificates {
  const chain: ActOf<'certificate'>[] = [];
  while (chain.length < MAX_CHAIN) {
    const latest = latestFor(chain.at(-1)?.signature.key ?? act.signature.key, certificates);
    if (!latest) break;
    chain.push(latest);
  }
  return chain;
}

function latestFor(key: KeyId, certificates: Certificates): ActOf<'certificate'> | null {
  const own = certificates.filter((one) => one.body.keyId === key);
  return own.reduce<ActOf<'certificate'> | null>(
    (latest, one) => (latest && latest.body.at > one.body.at ? latest : one),
    null
  );
}

function isFromBoard(key: KeyId, certificates: readonly ActOf<'certificate'>[]): boolean {
  return certificates.some((one) => one.signature.key === key && one.body.issuer === 'INCB');
}

/** Difference from every certificate valid then; with several, from the last one. */
export function namingProblem(act: Act, certificates: Certificates): Problem | null {
  const differences = certificatesThen(act, certificates).map(({ body }) =>
    differenceOf(act.body.by, body.holder)
  );
  return differences.includes(null) ? null : (differences.at(-1) ?? null);
}

/** An old certificate names its holder without a job title: the title is the signatory's own claim. */
export function statesOfficeAlone(act: Act, certificates: Certificates): boolean {
  const then = certificatesThen(act, certificates);
  const isPerson = then.some(({ body }) => body.holder.role !== 'exchange');
  return (
    isPerson && act.body.by.function !== '' && then.every(({ body }) => body.holder.function === undefined)
  );
}

function certificatesThen({ body, signature }: Act, certificates: Certificates): Certificates {
  return certificates
    .filter(({ body: { keyId, holder, validFrom, validUntil } }) => {
      const isOwn = keyId === signature.key && holder.authority === body.issuer;
      return isOwn && holder.person === body.by.person && validFrom <= body.at && body.at < validUntil;
    })
    .sort((a, b) => (a.body.validFrom < b.body.validFrom ? -1 : 1));
}
