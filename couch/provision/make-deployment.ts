/**
 * `deployment FOLDER`: makes the secrets that the compose files mount. CouchDB 3.5 cannot hash its administrator in a
 * file mounted read only, so it is hashed here.
 */
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunCommand } from '#couch/base/command.ts';
import { StartError } from '#couch/base/env.ts';
import { makeSecretsFile } from '#couch/installation/secrets.ts';

const USAGE =
  'Usage: npm run provision -- deployment FOLDER [--couchdb HOST:PORT]   (such as couch/deploy/secrets)';
const ADMINISTRATOR = 'i2es';
/** Name in the compose files' private network; without containers, --couchdb gives the address. */
const COUCHDB = 'couchdb:5984';
const ITERATIONS = 600_000;
const FILES = ['secrets.json', 'couchdb-url', 'admins.ini', 'erlang-cookie'] as const;
const BROUGHT = ['roots.json', 'tls-certificate.pem', 'tls-key.pem'] as const;

export const makeDeployment: RunCommand = async (words, { say }) => {
  const { folder, couchdb } = readOptions(words);
  for (const file of FILES)
    if (existsSync(join(folder, file)))
      throw new StartError(`${join(folder, file)} is there already; secrets are never written over.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const password = aSecret();
  write(folder, 'couchdb-url', `http://${ADMINISTRATOR}:${password}@${couchdb}\n`);
  write(folder, 'admins.ini', toIni(password));
  write(folder, 'erlang-cookie', aSecret());
  await makeSecretsFile(join(folder, 'secrets.json'));
  say(`Written to ${folder}, for its owner alone: ${FILES.join(', ')}. Keep a copy apart.`);
  const missing = BROUGHT.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) say(`Still to be put there: ${missing.join(', ')}.`);
  return 0;
};

function readOptions(words: readonly string[]): { readonly folder: string; readonly couchdb: string } {
  const { positionals, couchdb } = parseWords(words);
  const [named, ...more] = positionals;
  if (named === undefined || more.length > 0) throw new StartError(USAGE);
  if (!isHostAndPort(couchdb))
    throw new StartError(
      `--couchdb is the host and port of your CouchDB, such as 127.0.0.1:5984: ${couchdb}`
    );
  return { folder: resolve(named), couchdb };
}

function parseWords(words: readonly string[]): { readonly positionals: string[]; readonly couchdb: string } {
  try {
    const options = { couchdb: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { positionals, couchdb: values.couchdb ?? COUCHDB };
  } catch {
    throw new StartError(USAGE);
  }
}

function isHostAndPort(text: string): boolean {
  const port = Number(/^(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):([0-9]{1,5})$/.exec(text)?.[1]);
  return port > 0 && port <= 65_535;
}

function aSecret(): string {
  return randomBytes(32).toString('hex');
}

function write(folder: string, file: (typeof FILES)[number], text: string): void {
  writeFileSync(join(folder, file), text, { mode: 0o600, flag: 'wx' });
}

/** Nodes of a cluster need one cookie secret, or `finish_cluster` fails. */
function toIni(password: string): string {
  const salt = randomBytes(16).toString('hex');
  const hash = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256').toString('hex');
  return [
    '[admins]',
    `${ADMINISTRATOR} = -pbkdf2:sha256-${hash},${salt},${ITERATIONS}`,
    '[chttpd_auth]',
    `secret = ${aSecret()}`,
    ''
  ].join('\n');
}
