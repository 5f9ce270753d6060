/** Databases for the asker: their authority's own, and the reference. */
import { databasesOf } from './access.ts';
import type { SessionCall } from './call.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { notFound, refusal } from '../bounds/refusal.ts';
import type { NamedDatabase } from '#couch/database/registers.ts';

/** A session, or one about to open. */
export type Asking = Pick<SessionCall, 'desk'> & { readonly session: Pick<SessionCall['session'], 'person'> };

export async function ownDatabase({ desk, session }: Asking): Promise<NamedDatabase> {
  const { country } = databasesOf(session.person);
  const own = country === null ? null : await openNamed(desk.engine, country, session.person.authority);
  if (own === null) throw notFound();
  return own;
}

export async function reference({ desk, session }: Asking): Promise<NamedDatabase> {
  const opened = await openNamed(desk.engine, 'reference', session.person.authority);
  if (opened === null) throw refusal(503, 'database.reference.missing');
  return opened;
}
