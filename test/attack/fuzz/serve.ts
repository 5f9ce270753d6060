/**
 * The whole backend in a process of its own, as `npm start` has it, with limits so wide that a fuzz is not answered
 * 429 throughout (or, with REAL_LIMITS, as they are), people of every role, and two countries more: one that asks
 * while the others are fuzzed, and one that INCB may do anything to. Whoever forked it asks it for sessions and memory.
 */
import { join } from 'node:path';
import { DEFAULT_POLICY } from '#lib/domain/registration/policy.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { PersonRecords } from '#couch/accounts/person.ts';
import type { NewPerson, PersonRole } from '#couch/accounts/accounts.ts';
import { readSettings } from '#couch/base/env.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { ensureStandings } from '#couch/registration/standings.ts';
import { endOnFailure } from '#couch/start/end-on-failure.ts';
import { startBackend, type Backend } from '#couch/start/start.ts';
import { WIDE } from '../../couch/gateway/actors.ts';
import { Audit } from '#couch/accounts/audit.ts';
import { Clients } from '#couch/accounts/clients.ts';
import type { Person } from '#couch/accounts/person.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { signText } from '#lib/crypto/sign.ts';
import { CLIENT_SCOPES } from '#lib/domain/api/client.ts';
import { ADDED_PASSWORD } from './actors.ts';
import { ACTORS } from './plan.ts';

export type Question = { readonly session: string; readonly isOver: boolean } | { readonly memory: true };

const ADDED: readonly [string, PersonRole, string][] = [
  ['au.reader', 'reader', 'AU'],
  ['au.service', 'service', 'AU'],
  ['au.spare1', 'officer', 'AU'],
  ['au.spare2', 'reader', 'AU'],
  ['au.spare3', 'administrator', 'AU'],
  ['nz.officer', 'officer', 'NZ']
];

async function addPeople({ installation: { engine, accounts } }: Backend): Promise<void> {
  for (const country of ['NZ', 'FJ'] as CountryCode[]) await provisionCountry(engine, country);
  await ensureStandings(engine, new Date().toISOString() as Instant);
  for (const [id, role, authority] of ADDED) {
    const person: NewPerson = {
      id,
      role,
      authority: authority as AuthorityCode,
      name: 'A. Person',
      function: 'Delegate',
      password: ADDED_PASSWORD
    };
    const made = await accounts.createPerson(person);
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
  }
}

/** A token of a new client, as its own system gets one. */
async function openToken({ installation: { engine, secret } }: Backend): Promise<string> {
  const clock = Date.now;
  const clients = new Clients({
    engine,
    clock,
    secret,
    origin: 'http://fuzz',
    audit: new Audit({ engine, clock })
  });
  const key = await importSigningKey(await generatePrivateJwk());
  const by = { id: 'au.admin', name: 'x', function: 'x', role: 'administrator', authority: 'AU' } as Person;
  for (const one of await clients.list(by.authority)) await clients.revoke(by, one.id);
  const validUntil = new Date(clock() + 86_400_000).toISOString();
  const body = { name: 'Fuzz', scopes: [...CLIENT_SCOPES], key: key.publicKey, validUntil, sandbox: false };
  const made = await clients.create(by, body);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const { id } = made.value;
  const now = Math.floor(clock() / 1000);
  const claims = { iss: id, sub: id, aud: clients.audience, exp: now + 200, jti: id };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'ES256' })}.${part(claims)}`;
  const opened = await clients.openToken({
    assertion: `${text}.${await signText(text, key)}`,
    scope: undefined
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.value.token;
}

async function openSession(backend: Backend, person: string, isOver: boolean): Promise<string> {
  if (person === ACTORS.system) return openToken(backend);
  const { engine, accounts } = backend.installation;
  const holder = await new PersonRecords(engine.open('accounts')).read(person);
  if (holder === null) throw new Error(`There is no ${person} any more.`);
  await accounts.policies.write(holder.authority, DEFAULT_POLICY, person);
  // A company’s person has always shown a second factor.
  const { token } = await accounts.sessions.open(holder, { second: true });
  if (isOver) await accounts.sessions.close(token);
  return token;
}

/** Megabytes that are in use once what is not was thrown away. */
function memory(): number {
  for (let time = 0; time < 3; time++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}

const root = join(import.meta.dirname, '../../..');
const limits = process.env['REAL_LIMITS'] ? {} : WIDE;
let running: Backend | null = null;
endOnFailure(() => running);
const backend = await startBackend({
  root,
  settings: readSettings(process.env),
  say: () => undefined,
  limits
});
running = backend;
await addPeople(backend);
process.on('message', ({ id, question }: { id: number; question: Question }) => {
  const answer =
    'session' in question
      ? openSession(backend, question.session, question.isOver)
      : Promise.resolve(memory());
  answer.then(
    (told) => process.send?.({ id, told }),
    (error: unknown) => process.send?.({ id, failed: String((error as Error).message) })
  );
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => void backend.stop().then(() => process.exit(0)));
console.log(`I2ES is at ${backend.address}`);
