import { randomBytes } from 'node:crypto';
import { Audit } from '#couch/accounts/audit.ts';
import { Invitations, type NewInvitation } from '#couch/accounts/invitations.ts';
import { PersonRecords } from '#couch/accounts/person.ts';
import { readArguments, StartError, type RunCommand, type Surroundings } from '#couch/base/command.ts';
import { databaseToCountry } from '#couch/base/databases.ts';
import { readSettings, type Settings } from '#couch/base/env.ts';
import { stopFirst, unlessRunning } from '#couch/installation/open-engine.ts';
import { acceptReplaced, LinkState } from '#couch/link/link-state.ts';
import { openInstallation, type Installation } from '#couch/start/open-installation.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';

async function atInstallation(
  settings: Settings,
  say: Surroundings['say'],
  purpose: string,
  work: (installation: Installation) => Promise<void>
): Promise<number> {
  const running = stopFirst(settings.dataFolder, purpose);
  const installation = await unlessRunning(openInstallation(settings, say), running);
  try {
    await work(installation);
    return 0;
  } finally {
    await installation.engine.close();
  }
}

export const inviteBoard: RunCommand = async (words, { env, say }) => {
  const settings = readSettings(env);
  const asked = readInvitationOptions(
    words,
    'invite-board --name "A. Person" --function "Secretary" --email person@incb.example [--address https://i2es.example]'
  );
  if (settings.national) throw new StartError('INCB’s people are at the central server.');
  return atInstallation(settings, say, 'to invite', async (installation) => {
    const { token, validUntil } = await invite(installation, { authority: 'INCB', role: 'incb' }, asked);
    const people = await new PersonRecords(installation.engine.open('accounts')).listOf('INCB');
    say(`INCB has ${people.length} accounts here. This link invites one person, once, until ${validUntil}:`);
    sayLink(token, asked.address, settings, installation, say);
    say('Hand it over in person or by a channel that INCB trusts; it is not shown again.');
  });
};

/** Only the server's operator can: INCB has no users there. */
export const inviteAdministrator: RunCommand = async (words, { env, say }) => {
  const settings = readSettings(env);
  if (settings.national === null)
    throw new StartError(
      'A country’s own server only: at the central one INCB invites (see couch/README.md).'
    );
  const asked = readInvitationOptions(
    words,
    'invite-administrator --name "A. Person" --function "Head" --email person@cna.example [--address https://cna.example]'
  );
  const { country } = settings.national;
  return atInstallation(settings, say, 'to invite', async (installation) => {
    const office = { authority: country, role: 'administrator' } as const;
    const { token, validUntil } = await invite(installation, office, asked);
    say(`This link invites one administrator of ${country}, once, until ${validUntil}:`);
    sayLink(token, asked.address, settings, installation, say);
    say('It is not shown again. INCB certifies the administrator’s device, as at the central server.');
  });
};

interface InvitationOptions {
  readonly person: Pick<NewInvitation, 'name' | 'function' | 'email'>;
  readonly address: string | undefined;
}

function readInvitationOptions(words: readonly string[], verb: string): InvitationOptions {
  const usage = `provision -- ${verb}`;
  const needed = ['name', 'function', 'email'] as const;
  const { options } = readArguments(words, usage, { names: [...needed, 'address'], needed });
  const { name = '', email = '', function: office = '', address } = options;
  if (address !== undefined && !/^https?:\/\/[^/?#\s]+$/.test(address))
    throw new StartError(`Usage: npm run ${usage}`);
  return { person: { name, function: office, email }, address };
}

async function invite(
  { engine }: Installation,
  office: Pick<NewInvitation, 'authority' | 'role'>,
  { person }: InvitationOptions
): Promise<{ readonly token: string; readonly validUntil: string }> {
  const invitations = new Invitations({ engine, clock: Date.now });
  const handed = await invitations.create({ ...office, ...person, by: 'server' });
  if (handed.ok) return handed.value;
  const why = handed.problems.map(({ code, path }) => `${path} (${code})`).join(', ');
  throw new StartError(`Not invited: ${why}.`);
}

function sayLink(
  token: string,
  given: string | undefined,
  { isOriginNamed, origin, port }: Settings,
  { system }: Installation,
  say: Surroundings['say']
): void {
  const named = given ?? (isOriginNamed ? origin : system.origin);
  if (named === undefined)
    say(
      'ORIGIN is not set, so this link opens I2ES only on this computer. For people elsewhere, set ORIGIN.'
    );
  say(`${named ?? `http://localhost:${port}`}/invitation#${token}`);
}

/** A service cannot accept an invitation; its password is printed once and kept as a hash. */
export const makeServiceAccount: RunCommand = async (words, { env, say }) => {
  const usage = 'provision -- service-account CC [--new-password]   (CC: the country, such as CH)';
  const { files, flags } = readArguments(words, usage, { files: [1, 1], flags: ['new-password'] });
  const [country] = files;
  if (!isCountry(country)) throw new StartError(`Usage: npm run ${usage}`);
  const settings = readSettings(env);
  if (settings.national) throw new StartError('A service account is made at the central server.');
  return atInstallation(settings, say, 'to make an account', async (installation) => {
    const account = `${country.toLowerCase()}.service`;
    const password = randomBytes(32).toString('base64url');
    await putAccount(installation, country, { account, password, isAgain: flags.has('new-password') });
    say(`The account of ${country}’s own server: ${account}`);
    say(`Its password, for CENTRAL_PASSWORD_FILE there: ${password}`);
    say(
      'It is not shown again. INCB notes at its desk that the country has its own server; the link waits for it.'
    );
  });
};

async function putAccount(
  { engine, accounts }: Installation,
  country: CountryCode,
  { account, password, isAgain }: { account: string; password: string; isAgain: boolean }
): Promise<void> {
  const database = authorityToDatabase(country) ?? '';
  if (databaseToCountry(database) === null || !(await engine.exists(database)))
    throw new StartError(`${country} is not registered here.`);
  const held = await accounts.readPerson(account);
  if (held && !may(held, 'carry'))
    throw new StartError(`${account} is the account of a person; it has to be removed first.`);
  if (held && !isAgain)
    throw new StartError(
      `${account} is there already; --new-password gives it another one and ends its sessions.`
    );
  const what = held ? 'service.password' : 'service.made';
  const audit = new Audit({ engine, clock: Date.now });
  await audit.note({ authority: country, by: 'server', what, about: account });
  const service = {
    name: `Own server of ${country}`,
    function: 'Link between two servers',
    role: 'service'
  } as const;
  const written = held
    ? await accounts.changePassword(account, password)
    : await accounts.createPerson({ id: account, ...service, authority: country, password });
  if (!written.ok) throw new StartError(`Not made: ${written.problems.map(({ code }) => code).join(', ')}.`);
}

/** A restored or recreated one. Everything is compared, and missing acts are sent again. */
export const acceptCentral: RunCommand = async (words, { env, say }) => {
  readArguments(words, 'provision -- accept-central', {});
  const settings = readSettings(env);
  if (settings.national === null) throw new StartError('This is no country’s own server.');
  const home = authorityToDatabase(settings.national.country) ?? '';
  return atInstallation(settings, say, 'to accept', async ({ engine }) => {
    const book = new LinkState(engine.open(home));
    await book.open();
    await book.update(acceptReplaced);
    say('From the next start on the link goes on with the central databases that are there now.');
  });
};
