/** `at` is the signer's claim: if the server first saw the act after the key ended, it is doubtful. */
import type { Act, CertificateBody } from '../act/body.ts';
import { kindNamed } from '../act/kinds.ts';
import { isOfKnownKind, type CarriedBody } from '../act/later-act.ts';
import type { AuthorityCode, Instant, KeyId } from '../ids.ts';
import type { Problem } from '../result.ts';
import { mayCertify, maySign, type Signer } from './certify.ts';
import { judgeNaming } from './judge-naming.ts';

export type CertificateAct = Act<CertificateBody>;

export interface Standing {
  readonly key: KeyId;
  readonly root: KeyId;
  /** Null for a root. */
  readonly certificate: CertificateAct | null;
  /** Up to the one signed by a root. */
  readonly chain: readonly CertificateAct[];
}

export type Verdict = 'good' | 'misnamed' | 'doubtful' | 'withdrawn' | 'expired' | 'unknown-key' | 'bad';

export type ActVerdict =
  { readonly verdict: 'good' } | { readonly verdict: Exclude<Verdict, 'good'>; readonly problem: Problem };

export type Judgement =
  | { readonly verdict: 'good'; readonly standing: Standing }
  | { readonly verdict: Exclude<Verdict, 'good'>; readonly problem: Problem };

/** `trade`: acts that partners rely on. `trust`: certificates and lists, of which INCB can revoke more. */
export type EndOf = 'trade' | 'trust';

export type WithdrawnFrom = (key: KeyId, authority: AuthorityCode, endOf?: EndOf) => Instant | null;

/**
 * `firstSeen`: when a server first held the act, where that is known for certain, as the gateway knows it
 * of what is pushed. Never when this device first read it, and not when a receipt says it was delivered:
 * both may be long after, and an act that was in time would be doubted.
 *
 * | `at` says it was stated               | a server first held it              | verdict   |
 * |---------------------------------------|-------------------------------------|-----------|
 * | before the certificate begins         | whenever                            | expired   |
 * | while the certificate lasts           | before both ends, or it is unknown  | good      |
 * | while the certificate lasts           | at its end or the withdrawal, later | doubtful  |
 * | at the certificate's end or later     | whenever                            | expired   |
 * | at the withdrawal or later            | whenever                            | withdrawn |
 *
 * What would be good and does not name its signatory as the certificate does is `misnamed` (judge-naming.ts).
 *
 * So what was signed before a withdrawal stays good, nothing after it does, and a clock that may have been
 * moved back is decided against the act: whoever has stolen a device sets its clock at will. `all`: the
 * same key's other standings.
 */
export function judgeUnder(
  body: CarriedBody,
  standing: Standing,
  withdrawnFrom: WithdrawnFrom,
  firstSeen?: Instant,
  all: readonly Standing[] = []
): Judgement {
  const wrong = wrongOf(body, standing);
  if (wrong !== null) return { verdict: 'bad', problem: wrong };
  if (standing.certificate === null) return { verdict: 'good', standing };
  const { holder, validFrom, validUntil } = standing.certificate.body;
  const end = withdrawnFrom(standing.key, holder.authority, endOfBody(body));
  if (end !== null && body.at >= end) return fail('withdrawn', 'signature.key.withdrawn', { from: end });
  if (body.at < validFrom) return fail('expired', 'signature.key.notYetValid', { from: validFrom });
  if (body.at >= validUntil) return fail('expired', 'signature.key.expired', { until: validUntil });
  if (firstSeen !== undefined && (firstSeen >= validUntil || (end !== null && firstSeen >= end))) {
    return fail('doubtful', 'signature.time.doubtful', { at: body.at, firstSeen });
  }
  const others = all.flatMap(({ certificate }) => (certificate ? [certificate.body] : []));
  const misnamed = judgeNaming(body, standing.certificate.body, others, firstSeen !== undefined);
  return misnamed ? { verdict: 'misnamed', problem: misnamed } : { verdict: 'good', standing };
}

function endOfBody(body: CarriedBody): EndOf {
  const group = kindNamed(body.kind)?.group;
  return group === 'keys' || group === 'lists' ? 'trust' : 'trade';
}

function fail(
  verdict: Exclude<Verdict, 'good'>,
  code: string,
  values: Readonly<Record<string, string>>
): Judgement {
  return { verdict, problem: { code, path: 'signature', values } };
}

function wrongOf(body: CarriedBody, standing: Standing): Problem | null {
  const holder = standing.certificate?.body.holder;
  const signer: Signer = holder ?? { authority: 'INCB', role: 'root' };
  if (body.issuer !== signer.authority) return { code: 'signature.issuer.wrong', path: 'body.issuer' };
  if (holder && body.by.person !== holder.person) return { code: 'signature.person.wrong', path: 'body.by' };
  if (!maySign(signer, body)) return { code: 'signature.role.notAllowed', path: 'body.kind' };
  if (!isOfKnownKind(body) || body.kind !== 'certificate') return null;
  if (body.keyId === standing.key) return { code: 'signature.certificate.self', path: 'body.keyId' };
  return mayCertify(signer, body.holder)
    ? null
    : { code: 'signature.certificate.notAllowed', path: 'body.holder' };
}
