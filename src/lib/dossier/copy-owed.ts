import { copyDueOf, type CopyDue } from '#lib/domain/dossier/declarations.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import type { Ledger } from '#lib/store/api.ts';

interface CopySources {
  readonly person: { readonly authority: AuthorityCode } | null;
  readonly today: CalendarDate;
  ledgerOf(id: ActId): Ledger | null;
}

/** The copy of a declaration that this authority still owes. The delivery through I2ES is the sending. */
export function copyOwed(dossier: Dossier, store: CopySources): CopyDue | null {
  const [strand] = dossier.exports;
  if (!store.person || !strand?.declaration) return null;
  // A method of the store needs its store, so it is not taken apart.
  if (store.ledgerOf(strand.act)?.partner[dossier.importingCountry]) return null;
  return copyDueOf(dossier, store.person.authority, strand, store.today);
}
