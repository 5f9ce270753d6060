/**
 * The account with which a country's own server signs in here. A service cannot accept an invitation; its password is
 * printed once and kept as a hash.
 */
import { randomBytes } from 'node:crypto';
import { Audit } from '#couch/accounts/audit.ts';
import { databaseToCountry } from '#couch/base/databases.ts';
import type { RunCommand } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import type { Installation } from '#couch/start/open-installation.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { openForVerb } from './open-for-verb.ts';

const USAGE =
  'Usage: npm run provision -- service-account CC [--new-password]   (CC: the country, such as CH)';

export const makeServiceAccount: RunCommand = async (words, { env, say }) => {
  const [country, option, ...more] = words;
  const isRight = isCountry(country) && (option === undefined || option === '--new-password');
  if (!isRight || more.length > 0) throw new StartError(USAGE);
  const settings = readSettings(env);
  if (settings.national) throw new StartError('A service account is made at the central server.');
  const installation = await openForVerb(settings, say, 'to make an account');
  try {
    const account = `${country.toLowerCase()}.service`;
    const password = randomBytes(32).toString('base64url');
    await putAccount(installation, country, account, password, option !== undefined);
    say(`The account of ${country}’s own server: ${account}`);
    say(`Its password, for CENTRAL_PASSWORD_FILE there: ${password}`);
    say(
      'It is not shown again. INCB notes at its desk that the country has its own server; the link waits for it.'
    );
    return 0;
  } finally {
    await installation.engine.close();
  }
};

async function putAccount(
  { engine, accounts }: Installation,
  country: CountryCode,
  account: string,
  password: string,
  isAgain: boolean
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
  await new Audit({ engine, clock: Date.now }).note({
    authority: country,
    by: 'server',
    what,
    about: account
  });
  const written = held
    ? await accounts.changePassword(account, password)
    : await accounts.createPerson({
        id: account,
        name: `Own server of ${country}`,
        function: 'Link between two servers',
        role: 'service',
        authority: country,
        password
      });
  if (!written.ok) throw new StartError(`Not made: ${written.problems.map(({ code }) => code).join(', ')}.`);
}
