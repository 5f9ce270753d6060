/**
 * INCB's offline root key certifies the keys of INCB's staff. A staff key certifies the exchange service and each
 * country's first administrator, who manages their own authority. Other keys certify nothing.
 */
import type { CertificateBody } from '../act/body.ts';
import { kindNamed, type ActKind } from '../act/kinds.ts';
import type { Speaker } from '../act/kinds/define-kind.ts';
import { isOfKnownKind, laterSigners, type CarriedBody } from '../act/later-act.ts';
import { keyIdOf } from './key-id.ts';

export type Holder = CertificateBody['holder'];

/** Not a person: lists of people leave it out. */
export const AUTOMATIC_CERTIFIER = 'automatic-certification';

/** Maximum keys from root to signer, both included; bounds the cost of one verification. */
export const MAX_CHAIN = 8;

export type Signer = Pick<Holder, 'authority' | 'role'>;

/**
 * | certifier     | INCB         | administrator | officer       | exchange | root |
 * |---------------|--------------|---------------|---------------|----------|------|
 * | root          | yes          | any country   | no            | yes      | no   |
 * | INCB          | yes          | any country   | no            | yes      | no   |
 * | administrator | no           | own authority | own authority | no       | no   |
 * | officer       | no           | no            | no            | no       | no   |
 * | exchange      | no           | no            | no            | no       | no   |
 *
 * A key of INCB is one whose holder is an administrator of INCB. Roots come with the
 * installation or by a handover (`handover.ts`); no act makes one.
 */
export function mayCertify(certifier: Signer, holder: Signer): boolean {
  if (!fitsAuthority(holder)) return false;
  if (isBoard(certifier)) return holder.role === 'administrator' || holder.role === 'exchange';
  if (certifier.role !== 'administrator' || certifier.authority !== holder.authority) return false;
  return holder.role === 'administrator' || holder.role === 'officer';
}

function isBoard({ authority, role }: Signer): boolean {
  return authority === 'INCB' && (role === 'root' || role === 'administrator');
}

/** The exchange service belongs to no country, and INCB has one role. */
function fitsAuthority({ authority, role }: Signer): boolean {
  if ((role === 'exchange') !== (authority === 'EXCHANGE')) return false;
  return authority !== 'INCB' || role === 'administrator';
}

/**
 * Kinds of acts that each key can sign (`act/kinds/`):
 *
 * `lists` and `outreach` are groups of kinds (`act/kinds/define-kind.ts`): authority, and the lists that two people publish
 * (`act/kinds/lists.ts`; never a root, which is no person); announcement, survey, its closing, what becomes of a suggestion. `people`: all of a trade, message, trial, suggestion, enrolment.
 * `country`: survey answer, national practice.
 *
 * | signer        | certificate, withdrawal | lists, outreach | receipt | people | country |
 * |---------------|-------------------------|-----------------|---------|--------|---------|
 * | root          | yes                     | yes             | no      | no     | no      |
 * | INCB          | yes                     | yes             | no      | no     | no      |
 * | administrator | yes                     | no              | yes     | yes    | yes     |
 * | officer       | no                      | no              | yes     | yes    | no      |
 * | exchange      | no                      | no              | yes     | no     | no      |
 *
 * So the keys that certify authorities can never sign in a trade.
 */
export function mayState(signer: Signer, kind: ActKind): boolean {
  return isAmong(kindNamed(kind)?.signers ?? [], signer);
}

/** An unknown kind is judged by its head. */
export function maySign(signer: Signer, body: CarriedBody): boolean {
  return isOfKnownKind(body) ? mayState(signer, body.kind) : isAmong(laterSigners(body), signer);
}

function isAmong(signers: readonly Speaker[], signer: Signer): boolean {
  const speaker = speakerOf(signer);
  if (speaker === 'board' && signer.role !== 'root' && signers.indexOf('secretariat') >= 0) return true;
  return speaker !== null && signers.indexOf(speaker) >= 0;
}

function speakerOf(signer: Signer): Speaker | null {
  if (signer.role === 'exchange') return 'exchange';
  if (signer.authority === 'INCB') return isBoard(signer) ? 'board' : null;
  return signer.role === 'root' ? null : signer.role;
}

export function isSoundCertificate(body: CertificateBody): boolean {
  return body.keyId === keyIdOf(body.key) && body.validFrom < body.validUntil && fitsAuthority(body.holder);
}
