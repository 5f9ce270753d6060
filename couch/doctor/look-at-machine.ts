/** This computer: disk space, open files, readers of secrets, age of the backup. */
import { readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { readBackupMark } from '#couch/installation/installation-marks.ts';
import { readSystemSettings } from '#couch/installation/system-settings.ts';
import { bad, ok, warn, type Finding } from './finding.ts';
import { judgeDisk } from './look-at-couchdb.ts';
import type { Look, Patient } from './patient.ts';

const DAY = 86_400_000;
const BACKUP_WARN_DAYS = 2;
const BACKUP_BAD_DAYS = 8;
/** One connection for each of 1,000 browsers, two of them long polls, plus CouchDB's. */
const MIN_FILES = 4096;

export const lookAtMachine: Look = async (patient) => [
  ...(await lookAtFolder(patient)),
  ...lookAtFiles(),
  ...lookAtSecrets(patient),
  ...lookAtFolders(patient),
  ...(await lookAtAddress(patient)),
  ...lookAtProxies(patient),
  ...(await lookAtBackup(patient))
];

async function lookAtFolder({ settings: { dataFolder } }: Patient): Promise<Finding[]> {
  const space = await statfs(dataFolder).catch(() => null);
  return space === null ? [] : [judgeDisk('disk of the data folder', 1 - space.bavail / space.blocks)];
}

function lookAtFiles(): Finding[] {
  const most = readMostFiles();
  if (most === null) return [];
  const says = `${most} may be open at once`;
  if (most >= MIN_FILES) return [ok('files', says)];
  return [warn('files', says, `Raise the limit of open files to ${MIN_FILES} (ulimit -n, LimitNOFILE).`)];
}

/** Linux only. */
function readMostFiles(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === 'unlimited' ? Infinity : Number(soft);
  } catch {
    return null;
  }
}

/** Files of the settings and of the data folder. The Board's public keys are not secret. */
function lookAtSecrets({ settings: { dataFolder }, secretFiles }: Patient): Finding[] {
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

/** Databases hold password hashes, so other users of this computer must not read their folder. */
function lookAtFolders({ settings: { dataFolder } }: Patient): Finding[] {
  if (process.platform === 'win32') return [];
  const mode = statSync(dataFolder, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return [];
  if ((mode & 0o077) === 0) return [ok('data folder', 'open to its owner alone')];
  const says = `${dataFolder} is open to others than its owner.`;
  return [bad('data folder', says, `chmod 700 ${dataFolder}`)];
}

/** Without it, a foreign name that leads here passes: its host and its origin are equal. */
async function lookAtAddress({ engine, settings }: Patient): Promise<Finding[]> {
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
function lookAtProxies({ settings: { origin, isOriginNamed, trustedProxies } }: Patient): Finding[] {
  if (!isOriginNamed || !origin.startsWith('https:') || trustedProxies.length > 0) return [];
  return [
    warn(
      'proxy',
      'ORIGIN is an https address, so a proxy passes requests on, and TRUSTED_PROXIES names none. All callers count as one address: the wrong passwords of one person lock out everyone.',
      'Set TRUSTED_PROXIES to the address of the proxy.'
    )
  ];
}

async function lookAtBackup({ engine, clock }: Patient): Promise<Finding[]> {
  if (!(await engine.exists('accounts'))) return [];
  const at = await readBackupMark(engine);
  const remedy = 'Run npm run backup -- FOLDER every day, and keep it elsewhere.';
  if (at === null) return [warn('backup', 'None was ever made.', remedy)];
  const days = (clock() - Date.parse(at)) / DAY;
  if (days <= BACKUP_WARN_DAYS) return [ok('backup', `of ${at}`)];
  return [(days <= BACKUP_BAD_DAYS ? warn : bad)('backup', `The last one is of ${at}.`, remedy)];
}
