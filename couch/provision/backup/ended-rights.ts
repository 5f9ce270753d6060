/**
 * A backup knows nothing of what was ended after it: links that were taken back open nothing again, and each
 * authority is told that people and keys are to be compared.
 */
import { Audit } from '#couch/accounts/audit.ts';
import { INVITATION_PREFIX } from '#couch/accounts/invitation.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';

/** Invitations and links to choose a new password: whoever still needs one is given another. */
export function isLink(database: string, id: string): boolean {
  return database === 'accounts' && id.startsWith(INVITATION_PREFIX);
}

/** In the audit of every authority that has people here, and of INCB. `of`: when the backup was made. */
export async function noteRestored(engine: Engine, of: string, at: Date): Promise<void> {
  // Nothing is protected yet: service users and walls come with provisioning.
  const open: Engine['open'] = (name) => engine.openAsAdministrator(name);
  const range = { startkey: 'person:', endkey: 'person:\ufff0', include_docs: true };
  const { rows } = await open('accounts').allDocs<{ readonly authority?: AuthorityCode }>(range);
  const authorities = new Set<AuthorityCode>(['INCB', ...rows.flatMap(({ doc }) => doc?.authority ?? [])]);
  await new Audit({ engine: { open }, clock: () => at.getTime() }).noteAll(
    [...authorities].map((authority) => ({
      ...{ authority, by: 'server', what: 'installation.restored', values: { of } }
    }))
  );
}
