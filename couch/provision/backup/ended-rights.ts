/** Rights ended after a backup: links are removed, and each authority is asked to compare people and keys. */
import { Audit } from '#couch/accounts/audit.ts';
import { INVITATION_PREFIX } from '#couch/accounts/invitation.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';

/** Invitations and password reset links; people who still need one get another. */
export function isLink(database: string, id: string): boolean {
  return database === 'accounts' && id.startsWith(INVITATION_PREFIX);
}

/** Written to the audit of INCB and of every authority with people here. `of`: time of the backup. */
export async function noteRestored(engine: Engine, of: string, at: Date): Promise<void> {
  // Provisioning adds service users and access control later.
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
