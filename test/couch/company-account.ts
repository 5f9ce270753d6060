/** A person of a company signs in for the first time: the password, then an authenticator app. */
import { Secret, TOTP } from 'otpauth';
import { PersonRecords } from '#couch/accounts/person.ts';
import type { MayApply } from '#lib/domain/company/company.ts';
import { memberOf } from './gateway/answers.ts';
import { aPerson, Client, PASSWORD, type Rig } from './gateway/rig.ts';

interface ForCompany {
  readonly company: string;
  readonly mayApply: MayApply;
}

export async function addCompanyPerson(rig: Rig, id: string, of: ForCompany): Promise<void> {
  const authority = id.slice(0, 2).toUpperCase();
  const added = await rig.accounts.createPerson({ ...aPerson(id, 'company', authority), ...of });
  if (!added.ok) throw new Error(JSON.stringify(added.problems));
}

/** The session that the password alone opens: it can enrol an app, and nothing else. */
export async function halfSignedIn(rig: Rig, person: string): Promise<Client> {
  const first = await new Client(rig.address, '').ask('POST', '/api/session', { person, password: PASSWORD });
  if (first.status !== 202) throw new Error(`${first.status} ${JSON.stringify(first.body)}`);
  return new Client(rig.address, cookieOf(first.headers));
}

export async function signInCompany(rig: Rig, person: string): Promise<Client> {
  const half = await halfSignedIn(rig, person);
  const begun = await half.ask('POST', '/api/second-factors/totp', { password: PASSWORD });
  const secret = Secret.fromBase32(String(memberOf(begun.body, 'secret')));
  const code = new TOTP({ secret }).generate({ timestamp: rig.clock.now });
  const confirmed = await half.ask('POST', '/api/second-factors/totp/confirm', { code });
  if (confirmed.status !== 201) throw new Error(JSON.stringify(confirmed.body));
  return new Client(rig.address, cookieOf(confirmed.headers));
}

/** As after both steps, without the doors. */
export async function openCompanySession({ engine, accounts, address }: Rig, name: string): Promise<Client> {
  const holder = await new PersonRecords(engine.open('accounts')).read(name);
  if (holder === null) throw new Error(`There is no ${name}.`);
  const { token } = await accounts.sessions.open(holder, { second: true });
  return new Client(address, `__Host-i2es=${token}`);
}

const cookieOf = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
