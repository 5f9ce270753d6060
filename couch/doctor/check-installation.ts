import { readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { ownStandingOf, type OwnStanding } from '#couch/exchange/tools.ts';
import {
  isRestoring,
  readBackupMark,
  readRestoredMark,
  type Restored
} from '#couch/installation/installation-marks.ts';
import { readSystemSettings, type SystemSettings } from '#couch/installation/system-settings.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { readKeyring, type Keyring } from '#lib/crypto/verify.ts';
import { REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { judgeDisk } from './check-couchdb.ts';
import { readKeyActs } from '#couch/database/registers.ts';
import { bad, ok, warn, type CheckContext, type Finding } from './health-check.ts';

const CERTIFY = 'Certify it: npm run keys -- exchange-request (“Keys” in couch/provision/keys/README.md).';
const PUBLISH_AGAIN =
  'Publish every withdrawal of the root again (npm run keys -- publish FILE), even one that is here, have people and keys compared, and then say so (npm run keys -- publish --all-published).';
const EXCHANGE = { person: 'exchange', name: 'Exchange', function: 'Exchange' } as const;

export async function checkTrust(context: CheckContext): Promise<readonly Finding[]> {
  const { engine } = context;
  if (!(await engine.exists('accounts'))) return [];
  if (await isRestoring(engine))
    return [bad('restore', 'A restore was cut short here.', 'Run npm run restore again, then start.')];
  const system = await readSystemSettings(engine);
  if (system === null)
    return [
      bad('root keys', 'This installation has none.', 'Start it once with ROOTS_FILE (couch/README.md).')
    ];
  return [
    judgeRoots(system),
    ...judgeRestored(await readRestoredMark(engine)),
    ...judgeDemonstration(system, context),
    ...(await checkExchangeKey(context, system))
  ];
}

function judgeRoots({ roots }: SystemSettings): Finding {
  if (roots.length === 0)
    return bad('root keys', 'The list is empty.', 'Publish the Board’s (couch/provision/keys/README.md).');
  return ok('root keys', roots.map((root) => fingerprintOf(keyIdOf(root))).join(', '));
}

/** The root's revocations are in the reference database only, and no device brings them back. */
function judgeRestored(restored: Restored | null): Finding[] {
  if (restored === null) return [];
  const says = `Restored on ${restored.at} to the state of ${restored.of}`;
  if (restored.publishedAt !== undefined)
    return [ok('restore', `${says}; everything published again on ${restored.publishedAt}`)];
  return [warn('restore', `${says}, and not everything is published again.`, PUBLISH_AGAIN)];
}

function judgeDemonstration({ demonstration }: SystemSettings, { engine }: CheckContext): Finding[] {
  if (!demonstration) return [];
  if (engine.kind === 'embedded') return [ok('data', 'invented: a demonstration')];
  return [
    warn('data', 'Invented: a demonstration on CouchDB.', 'Use another COUCHDB_PREFIX for real records.')
  ];
}

async function checkExchangeKey(
  { engine, secrets, settings, clock }: CheckContext,
  { roots }: SystemSettings
): Promise<Finding[]> {
  if (settings.national !== null || !(await engine.exists(REFERENCE_DATABASE))) return [];
  if (secrets === null)
    return [
      warn(
        'secrets',
        'They are not here: the exchange’s key is not known.',
        'Name their file in SECRETS_FILE.'
      )
    ];
  const key = await importSigningKey(secrets.exchangeKey);
  const keyring = await readKeyring(await readKeyActs(engine.openAsAdministrator(REFERENCE_DATABASE)), roots);
  const now = new Date(clock()).toISOString() as Instant;
  return [judgeStanding(ownStandingOf(keyring, { key, by: EXCHANGE }, now))];
}

export async function readTrusted({ engine }: Pick<CheckContext, 'engine'>): Promise<Keyring | null> {
  if (!(await engine.exists('accounts')) || !(await engine.exists(REFERENCE_DATABASE))) return null;
  const system = await readSystemSettings(engine);
  if (system === null) return null;
  return readKeyring(await readKeyActs(engine.openAsAdministrator(REFERENCE_DATABASE)), system.roots);
}

function judgeStanding({ state, until }: OwnStanding): Finding {
  const about = 'exchange’s certificate';
  if (state === 'certified') return ok(about, `good until ${until}`);
  if (state === 'ending') return warn(about, `It ends on ${until}.`, CERTIFY);
  if (state === 'none')
    return bad(about, 'There is none: nobody can verify that acts were delivered.', CERTIFY);
  return bad(about, `It is ${state} since ${until}: newer receipts cannot be verified.`, CERTIFY);
}

const DAY = 86_400_000;
const BACKUP_WARN_DAYS = 2;
const BACKUP_BAD_DAYS = 8;
/** One connection for each of 1,000 browsers, two of them long polls, plus CouchDB's. */
const MIN_FILES = 4096;

export async function checkMachine(context: CheckContext): Promise<readonly Finding[]> {
  return [
    ...(await checkFolder(context)),
    ...checkFiles(),
    ...checkSecrets(context),
    ...checkFolders(context),
    ...(await checkAddress(context)),
    ...checkProxies(context),
    ...(await checkBackup(context))
  ];
}

async function checkFolder({ settings: { dataFolder } }: CheckContext): Promise<Finding[]> {
  const space = await statfs(dataFolder).catch(() => null);
  return space === null ? [] : [judgeDisk('disk of the data folder', 1 - space.bavail / space.blocks)];
}

function checkFiles(): Finding[] {
  const most = readMostFiles();
  if (most === null) return [];
  const says = `${most} may be open at once`;
  if (most >= MIN_FILES) return [ok('files', says)];
  return [warn('files', says, `Raise the limit of open files to ${MIN_FILES} (ulimit -n, LimitNOFILE).`)];
}

function readMostFiles(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === 'unlimited' ? Infinity : Number(soft);
  } catch {
    return null;
  }
}

/** The Board's public keys are not secret. */
function checkSecrets({ settings: { dataFolder }, secretFiles }: CheckContext): Finding[] {
  if (process.platform === 'win32') return [];
  const named = Object.entries({ DATA_DIR: join(dataFolder, 'secrets.json'), ...secretFiles });
  const modes = named.flatMap(([setting, path]) => {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    return mode === undefined ? [] : [{ setting, path, mode }];
  });
  const open = modes.filter(({ mode }) => (mode & 0o077) !== 0);
  if (open.length === 0) return modes.length > 0 ? [ok('secrets', 'readable by their owner alone')] : [];
  return open.map(({ setting, path }) =>
    bad('secrets', `${path} (${setting}) can be read by others.`, `chmod 600 ${path}`)
  );
}

/** Databases hold password hashes. */
function checkFolders({ settings: { dataFolder } }: CheckContext): Finding[] {
  if (process.platform === 'win32') return [];
  const mode = statSync(dataFolder, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return [];
  if ((mode & 0o077) === 0) return [ok('data folder', 'open to its owner alone')];
  const says = `${dataFolder} is open to others than its owner.`;
  return [bad('data folder', says, `chmod 700 ${dataFolder}`)];
}

/** Without it, a foreign name that leads here passes: its host and its origin are equal. */
async function checkAddress({ engine, settings }: CheckContext): Promise<Finding[]> {
  if (settings.isOriginNamed) return [ok('public address', 'named in ORIGIN')];
  if ((await readSystemSettings(engine))?.demonstration) return [];
  return [
    warn(
      'public address',
      'None is set: pages of any name that leads here are taken for this site.',
      'Name it in ORIGIN.'
    )
  ];
}

/** The gateway does not speak TLS, so a proxy must, and it passes on every header. */
function checkProxies({ settings: { origin, isOriginNamed, trustedProxies } }: CheckContext): Finding[] {
  if (!isOriginNamed || !origin.startsWith('https:') || trustedProxies.length > 0) return [];
  return [
    warn(
      'proxy',
      'ORIGIN is an https address, so a proxy passes requests on, and TRUSTED_PROXIES names none. All callers count as one address: the wrong passwords of one person lock out everyone.',
      'Set TRUSTED_PROXIES to the address of the proxy.'
    )
  ];
}

async function checkBackup({ engine, clock }: CheckContext): Promise<Finding[]> {
  if (!(await engine.exists('accounts'))) return [];
  const at = await readBackupMark(engine);
  const remedy = 'Run npm run backup -- FOLDER every day, and keep it elsewhere.';
  if (at === null) return [warn('backup', 'None was ever made.', remedy)];
  const days = (clock() - Date.parse(at)) / DAY;
  if (days <= BACKUP_WARN_DAYS) return [ok('backup', `of ${at}`)];
  return [(days <= BACKUP_BAD_DAYS ? warn : bad)('backup', `The last one is of ${at}.`, remedy)];
}
