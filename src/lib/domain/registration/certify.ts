/**
 * Who may certify whom, and who may state what: the INCB key certifies administrators and the exchange,
 * an administrator certifies the devices of his own authority, and nobody else certifies anybody. The
 * first administrator of a country is confirmed out of band by INCB; he manages the rest.
 */
import type { CertificateBody, KeyRole } from '../act/body.ts';
import type { ActKind } from '../act/kind.ts';
import { keyIdOf } from './key-id.ts';

export type Holder = CertificateBody['holder'];

/** Keys from a root to a signer, both counted: a bound on what one verification may cost. */
export const LONGEST_CHAIN = 8;

/**
 * | certifier     | administrator | officer       | exchange | root |
 * |---------------|---------------|---------------|----------|------|
 * | root          | any authority | no            | yes      | no   |
 * | administrator | own authority | own authority | no       | no   |
 * | officer       | no            | no            | no       | no   |
 * | exchange      | no            | no            | no       | no   |
 *
 * Roots come with the installation; no act makes one.
 */
export function mayCertify(
  certifier: Pick<Holder, 'authority' | 'role'>,
  holder: Pick<Holder, 'authority' | 'role'>
): boolean {
  if (!fitsAuthority(holder)) return false;
  if (certifier.role === 'root') return holder.role === 'administrator' || holder.role === 'exchange';
  if (certifier.role !== 'administrator' || certifier.authority !== holder.authority) return false;
  return holder.role === 'administrator' || holder.role === 'officer';
}

/** The exchange is no authority of a country, and no person of a country is the exchange. */
function fitsAuthority(holder: Pick<Holder, 'authority' | 'role'>): boolean {
  return (holder.role === 'exchange') === (holder.authority === 'EXCHANGE');
}

/** Keys are an administrator's business, deliveries the exchange's only; the rest is any officer's. */
export function mayState(role: KeyRole, kind: ActKind): boolean {
  switch (role) {
    case 'exchange':
      return kind === 'receipt';
    case 'officer':
      return kind !== 'certificate' && kind !== 'withdrawal';
    case 'administrator':
      return true;
    case 'root':
      return (
        kind === 'certificate' ||
        kind === 'withdrawal' ||
        kind === 'authority' ||
        kind === 'substance-edition'
      );
  }
}

/** A certificate that contradicts itself certifies nothing. */
export function isSoundCertificate(body: CertificateBody): boolean {
  return body.keyId === keyIdOf(body.key) && body.validFrom < body.validUntil && fitsAuthority(body.holder);
}
