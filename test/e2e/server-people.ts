/** One more person at an authority, for whom no clerk of the demonstration acts: a person has to certify. */
import { Accounts } from '#couch/accounts/accounts.ts';
import { openCouchdbEngine, openEmbeddedEngine } from '#couch/engine/engine.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Traveller } from './pages/sign-in.page.ts';
import type { Server } from './server.ts';

/** The server is stopped for it, since the embedded engine is one process, and started again. */
export async function addOfficer(
  server: Server,
  { account, password }: Traveller,
  name: string
): Promise<void> {
  await server.halt();
  const url = process.env['COUCHDB_URL'];
  const secret = (await ensureSecrets(server.folder)).service;
  const engine = url
    ? await openCouchdbEngine({ url, prefix: server.prefix, secret })
    : await openEmbeddedEngine({ folder: server.folder });
  try {
    const accounts = new Accounts({ engine, clock: Date.now });
    const authority = account.slice(0, 2).toUpperCase() as CountryCode;
    const officer = { id: account, password, name, function: 'Officer', role: 'officer', authority } as const;
    const created = await accounts.createPerson(officer);
    if (!created.ok) throw new Error(JSON.stringify(created.problems));
  } finally {
    await engine.close();
  }
  await server.start();
}
