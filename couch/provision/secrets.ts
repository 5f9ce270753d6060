import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readArguments, StartError, type RunCommand } from '#couch/base/command.ts';
import { readSettings } from '#couch/base/env.ts';
import {
  markInstallation,
  readInstallationMark,
  refuseWhileRestoring
} from '#couch/installation/installation-marks.ts';
import { besideServer, secretsOf, secretsPathOf } from '#couch/installation/open-engine.ts';
import { makeSecretsFile } from '#couch/installation/secrets.ts';

/** All gateways of an installation share them; made before the first start. */
export const makeSecrets: RunCommand = async (words, { say }) => {
  const usage = 'provision -- secrets FILE   (then SECRETS_FILE=FILE for every gateway)';
  const path = resolve(readArguments(words, usage, { files: [1, 1] }).files[0] ?? '');
  refuseExisting(path);
  if (!existsSync(dirname(path))) throw new StartError(`There is no folder ${dirname(path)}.`);
  await makeSecretsFile(path);
  say(`Written to ${path}, for its owner alone. Whoever has it can speak as this server: keep a copy apart.`);
  return 0;
};

function refuseExisting(path: string): void {
  if (existsSync(path)) throw new StartError(`${path} is there already; secrets are never written over.`);
}

const ADMINISTRATOR = 'i2es';
const COUCHDB = 'couchdb:5984';
const ITERATIONS = 600_000;
const FILES = ['secrets.json', 'couchdb-url', 'admins.ini', 'erlang-cookie'] as const;
const BROUGHT = ['roots.json', 'tls-certificate.pem', 'tls-key.pem'] as const;

/** CouchDB 3.5 cannot hash its administrator in a file mounted read only, so it is hashed here. */
export const makeDeployment: RunCommand = async (words, { say }) => {
  const usage = 'provision -- deployment FOLDER [--couchdb HOST:PORT]   (such as couch/deploy/secrets)';
  const { files, options } = readArguments(words, usage, { files: [1, 1], names: ['couchdb'] });
  const { couchdb = COUCHDB } = options;
  if (!isHostAndPort(couchdb))
    throw new StartError(
      `--couchdb is the host and port of your CouchDB, such as 127.0.0.1:5984: ${couchdb}`
    );
  const folder = resolve(files[0] ?? '');
  for (const file of FILES) refuseExisting(join(folder, file));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const write = (file: (typeof FILES)[number], text: string): void =>
    writeFileSync(join(folder, file), text, { mode: 0o600, flag: 'wx' });
  const password = aSecret();
  write('couchdb-url', `http://${ADMINISTRATOR}:${password}@${couchdb}\n`);
  write('admins.ini', toIni(password));
  write('erlang-cookie', aSecret());
  await makeSecretsFile(join(folder, 'secrets.json'));
  say(`Written to ${folder}, for its owner alone: ${FILES.join(', ')}. Keep a copy apart.`);
  const missing = BROUGHT.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) say(`Still to be put there: ${missing.join(', ')}.`);
  return 0;
};

function isHostAndPort(text: string): boolean {
  const port = Number(/^(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):([0-9]{1,5})$/.exec(text)?.[1]);
  return port > 0 && port <= 65_535;
}

function aSecret(): string {
  return randomBytes(32).toString('hex');
}

/** Nodes of a cluster need one cookie secret, or `finish_cluster` fails. */
function toIni(password: string): string {
  const salt = randomBytes(16).toString('hex');
  const hash = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256').toString('hex');
  const administrator = `${ADMINISTRATOR} = -pbkdf2:sha256-${hash},${salt},${ITERATIONS}`;
  return `[admins]\n${administrator}\n[chttpd_auth]\nsecret = ${aSecret()}\n`;
}

/** A person must decide: second factors and trust in deliveries depend on the secrets. */
export const acceptSecrets: RunCommand = async (words, { env, say }) => {
  readArguments(words, 'provision -- accept-secrets', {});
  const settings = readSettings(env);
  await besideServer(settings, 'to change its secrets', async (engine) => {
    if (!(await engine.exists('accounts'))) throw new StartError('There is no installation here yet.');
    await refuseWhileRestoring(engine);
    const held = await readInstallationMark(engine);
    await markInstallation(engine, await secretsOf(settings), held?.version);
  });
  say(`This installation goes on with ${secretsPathOf(settings)}. Give every gateway the same file.`);
  say(
    'If the key of the exchange is new, have it certified (npm run keys -- exchange-request). If the other secret is new, I2ES can no longer check the codes of authenticator apps and recovery codes: administrators remove the second factors of the people who have no passkey. People turn on notifications in their browsers again, and links in earlier daily e-mails no longer stop them.'
  );
  return 0;
};
