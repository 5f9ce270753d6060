/**
 * Answers about the path's database run concurrently with reading its epoch and the session, since each is a round trip
 * on CouchDB.
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

/** Opened as the asker's own authority, so that CouchDB refuses a mistake of the gateway. */
export async function openTarget({ desk, request, reply, session }: SessionCall): Promise<NamedDatabase> {
  const target = await openNamed(desk.engine, databaseOf(request), session.person.authority);
  if (target === null) throw notFound();
  // Clients notice a replaced database at the first answer (threats P8).
  reply.header('i2es-epoch', target.epoch);
  // Server time for the age of a device's key data.
  reply.header('i2es-time', instantOf(desk));
  // Age of the reference data on a country's own server, which can be offline for weeks.
  if (desk.national !== null && target.name === REFERENCE_DATABASE)
    reply.header('i2es-known', desk.national.state().knownAt ?? 'never');
  return target;
}

interface Beside {
  readonly named: Promise<NamedDatabase>;
  /** The current session; rejects if the right to read has ended. */
  readonly allowed: Promise<Session>;
}

/** Nothing is sent before the database and the right are known. An answer read in vain is discarded. */
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
  // The first failure in this order is thrown; all are awaited, so that none is unhandled.
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
