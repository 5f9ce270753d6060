/**
 * Before the stories: the demonstration is written once, as a first start does it, and each story's server begins
 * with a copy. On CouchDB each writes its own.
 */
import { rmSync } from 'node:fs';
import { SEEDED, Server } from './server.ts';

export default async function seed(): Promise<() => Promise<void>> {
  if (process.env['COUCHDB_URL']) return () => Promise.resolve();
  const server = await Server.start();
  await server.halt();
  process.env[SEEDED] = server.folder;
  return async () => rmSync(server.folder, { recursive: true, force: true });
}
