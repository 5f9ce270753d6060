import { offSystem, type MemberSources } from '#lib/authorization/off-system.ts';
import { copyDueOf, type CopyDue } from '#lib/domain/dossier/declarations.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import type { Ledger } from '#lib/store/api.ts';

interface CopySources extends MemberSources {
  readonly person: { readonly authority: AuthorityCode } | null;
  readonly today: CalendarDate;
  ledgerOf(id: ActId): Ledger | null;
}

/** The copy of a declaration that this authority still owes. To a partner on I2ES, the delivery is the sending. */
export function copyOwed(dossier: Dossier, store: CopySources): CopyDue | null {
  const [strand] = dossier.exports;
  if (!store.person || !strand?.declaration) return null;
  // A method of the store needs its store, so it is not taken apart.
  const { importingCountry: partner } = dossier;
  if (!offSystem(store)(partner) && store.ledgerOf(strand.act)?.partner[partner]) return null;
  return copyDueOf(dossier, store.person.authority, strand, store.today);
}
