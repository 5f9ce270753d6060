/** More people than the demonstration has, for whom no clerk of it acts: a person has to certify, or the story does. */
import { Accounts, type NewPerson } from '#couch/accounts/accounts.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Traveller } from './pages/sign-in.page.ts';
import { atRest } from './server-at-rest.ts';
import type { Server } from './server.ts';

/** The server is stopped for it and started again. */
export async function addOfficer(
  server: Server,
  { account, password }: Traveller,
  name: string
): Promise<void> {
  const authority = account.slice(0, 2).toUpperCase() as CountryCode;
  const officer = { id: account, password, name, function: 'Officer', role: 'officer', authority } as const;
  await atRest(server, (engine) => createPerson(engine, officer));
  await server.start();
}

export async function createPerson(engine: Engine, person: NewPerson): Promise<void> {
  const created = await new Accounts({ engine, clock: Date.now }).createPerson(person);
  if (!created.ok) throw new Error(JSON.stringify(created.problems));
}
