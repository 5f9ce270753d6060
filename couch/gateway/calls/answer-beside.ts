/**
 * The database that a path names, and answers about it: whoever reads is answered while its epoch and their
 * session are read, since on CouchDB each of the three is a way there and back.
 */
import { Readable } from 'node:stream';
import type { Session } from '#couch/accounts/accounts.ts';
import { REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { FastifyRequest } from 'fastify';
import { instantOf, type Route, type SessionCall } from './call.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { notFound } from '../bounds/refusal.ts';
import type { NamedDatabase } from '#couch/database/registers.ts';

export function databaseOf(request: FastifyRequest): string {
  return (request.params as { name: string }).name;
}

/** By the user of the asker's own authority: were the gateway wrong, CouchDB would refuse what is another's. */
export async function openTarget({ desk, request, reply, session }: SessionCall): Promise<NamedDatabase> {
  const target = await openNamed(desk.engine, databaseOf(request), session.person.authority);
  if (target === null) throw notFound();
  // Clients notice by it, at the first answer, that the database is another one (threats P8).
  reply.header('i2es-epoch', target.epoch);
  // From when what a device holds of keys is, in the server's time and not in the device's.
  reply.header('i2es-time', instantOf(desk));
  // A country's own server may have heard nothing of the central one for weeks, and says so.
  if (desk.national !== null && target.name === REFERENCE_DATABASE)
    reply.header('i2es-known', desk.national.state().knownAt ?? 'never');
  return target;
}

interface Beside {
  readonly named: Promise<NamedDatabase>;
  /** The session as it is now; rejects where they may not read any more. */
  readonly allowed: Promise<Session>;
}

/**
 * Nothing is told before it is known of which database and that they may know it: an answer that was read for
 * nothing is put away.
 */
export async function answerBeside(
  route: Extract<Route, { who: 'readers' }>,
  call: SessionCall,
  beside: Beside
): Promise<unknown> {
  const name = databaseOf(call.request);
  const { authority } = call.session.person;
  const read = async (): Promise<unknown> =>
    route.answer({ ...call, name, named: beside.named, database: call.desk.engine.openFor(authority, name) });
  const told = read();
  // Whatever fails first is thrown in this order, and none of the others is left unheard.
  await Promise.allSettled([beside.allowed, beside.named, told]);
  try {
    await beside.allowed;
    await beside.named;
  } catch (error) {
    void told.then(
      (body) => body instanceof Readable && body.destroy(),
      () => undefined
    );
    throw error;
  }
  return told;
}
