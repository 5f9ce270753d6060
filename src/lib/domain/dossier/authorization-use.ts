/** Use of an authorization, as far as it decides on cancellation. */
import type { ActId } from '../ids.ts';
import type { Dossier } from './dossier.ts';
import { hasLeft } from './import-use.ts';

export interface AuthorizationUse {
  readonly isCancelled: boolean;
  /** True if any goods were shipped or endorsed under it, for an import authorization under any of its exports. */
  readonly isShipped: boolean;
}

export function readUse(dossier: Dossier, authorization: ActId): AuthorizationUse {
  const isImport = dossier.importAuthorization === authorization;
  const aside = dossier.setAside.find(({ act }) => act === authorization);
  if (aside) return { isCancelled: aside.isCancelled === true, isShipped: false };
  const exports = dossier.exports.filter(({ act }) => isImport || act === authorization);
  return {
    isCancelled: isImport
      ? dossier.status === 'cancelled'
      : exports.some(({ status }) => status === 'cancelled'),
    isShipped: exports.some(hasLeft)
  };
}
