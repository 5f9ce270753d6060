/**
 * The database that a path names, and answers about it: whoever reads is answered while its epoch is read,
 * since on CouchDB each of the two is a way there and back.
 */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { instantOf, type Route, type SessionCall } from './call.ts';
import { openNamed } from './named-database.ts';
import { notFound } from './refusal.ts';
import type { NamedDatabase } from './registers.ts';

export function databaseOf(request: FastifyRequest): string {
  return (request.params as { name: string }).name;
}

export async function openTarget({ desk, request, reply, session }: SessionCall): Promise<NamedDatabase> {
  const target = await openNamed(desk.engine, databaseOf(request));
  if (target === null) throw notFound();
  // Clients notice by it, at the first answer, that the database is another one (threats P8).
  reply.header('i2es-epoch', target.epoch);
  // A desk follows its person's office without a new sign-in.
  reply.header('i2es-role', session.person.role);
  // From when what a device holds of keys is, in the server's time and not in the device's.
  reply.header('i2es-time', instantOf(desk));
  return target;
}

/** Nothing is told before it is known of which database: an answer that was read for nothing is put away. */
export async function answerBeside(
  route: Extract<Route, { who: 'readers' }>,
  call: SessionCall,
  named: Promise<NamedDatabase>
): Promise<unknown> {
  const name = databaseOf(call.request);
  const read = async (): Promise<unknown> =>
    route.answer({ ...call, name, named, database: call.desk.engine.open(name) });
  const [target, told] = await Promise.allSettled([named, read()]);
  if (target.status === 'rejected') {
    if (told.status === 'fulfilled' && told.value instanceof Readable) told.value.destroy();
    throw target.reason;
  }
  if (told.status === 'rejected') throw told.reason;
  return told.value;
}
