/** Changes nothing. `-- --usage` recounts usage from the acts. */
import { existsSync } from 'node:fs';
import { StartError, type RunCommand } from '#couch/base/command.ts';
import { checkCouchdb } from './check-couchdb.ts';
import { checkDatabases } from './check-databases.ts';
import { checkDocuments, checkNumbers, checkRoom, checkVersions } from './check-documents.ts';
import { checkExchange, checkFindings, checkLink, checkLists } from './check-exchange.ts';
import { checkMachine, checkTrust } from './check-installation.ts';
import {
  bad,
  CouchdbServer,
  ofEachCountry,
  ofEachDatabase,
  runCheck,
  type CheckContext,
  type Finding,
  type HealthCheck
} from './health-check.ts';
import { compareMatching, readReportFile } from './compare-matching.ts';
import { EngineError, type Engine } from '#couch/engine/engine.ts';
import { readSettings, secretFilesOf, type Settings } from '#couch/base/env.ts';
import { readSecretsFile, type Secrets } from '#couch/installation/secrets.ts';
import { besideServer, openEngineBeside, secretsPathOf } from '#couch/installation/open-engine.ts';
import { appsReader } from '#couch/usage/read-apps.ts';
import { rebuildUsage } from '#couch/usage/count-usage.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';

const USAGE = 'Usage: npm run doctor [-- --json | --usage | --matching COUNTRY [REPORT]]';
const OPTIONS = ['--json', '--usage', '--matching'];
const PAUSE_MS = 5_000;

const CHECKS: readonly HealthCheck[] = [
  { about: 'CouchDB', check: checkCouchdb },
  { about: 'databases', check: checkDatabases },
  { about: 'versions', sound: 'no document lies in too many', check: ofEachDatabase(checkVersions) },
  { about: 'documents', sound: 'each is what its id says', check: ofEachDatabase(checkDocuments) },
  { about: 'numbers', sound: 'each is borne by one authorization', check: ofEachCountry(checkNumbers) },
  { about: 'trust', check: checkTrust },
  { about: 'exchange', sound: 'carries everything', only: 'central', check: checkExchange },
  { about: 'findings', sound: 'nothing stands that was found amiss', check: checkFindings },
  { about: 'public lists', check: checkLists },
  { about: 'link', sound: 'nothing waits', only: 'national', check: checkLink },
  { about: 'room', sound: 'every country has room left', check: ofEachDatabase(checkRoom) },
  { about: 'machine', check: checkMachine }
];

export const runDoctor: RunCommand = async (words, { env, say }) => {
  const [option, ...more] = words;
  const most = option === '--matching' ? 2 : 0;
  if ((option !== undefined && !OPTIONS.includes(option)) || more.length > most) throw new StartError(USAGE);
  const settings = readSettings(env);
  if (option === '--matching') return tellMatching(settings, more, say);
  if (option === '--usage') return tellUsage(settings, say);
  const findings = await examineAt(settings, secretFilesOf(env));
  if (option === '--json') say(JSON.stringify({ at: new Date().toISOString(), findings }, null, 2));
  else tell(findings, say);
  return findings.some(({ level }) => level === 'bad') ? 1 : 0;
};

async function tellUsage(settings: Settings, say: (sentence: string) => void): Promise<number> {
  const secrets = findSecrets(settings);
  if (secrets === null)
    throw new StartError('The secrets of the installation are not here: name them in SECRETS_FILE.');
  return besideServer(settings, 'to count its usage', async (engine) => {
    for (const line of await recountUsage(engine, secrets)) say(line);
    return 0;
  });
}

async function tellMatching(
  settings: Settings,
  [country = '', file]: readonly string[],
  say: (sentence: string) => void
): Promise<number> {
  const code = country.toUpperCase();
  if (!isCountry(code)) throw new StartError(USAGE);
  const report = file === undefined ? null : readReportFile(file, code);
  return besideServer(settings, 'to read what does not match', async (engine) => {
    if (!(await engine.exists(`country-${code.toLowerCase()}`)))
      throw new StartError(`There is no database of ${code} here.`);
    const today = new Date().toISOString().slice(0, 10) as CalendarDate;
    const { lines, isSame } = await compareMatching(engine, code, { today, report });
    for (const line of lines) say(line);
    return isSame ? 0 : 1;
  });
}

async function examineAt(
  settings: Settings,
  secretFiles: CheckContext['secretFiles']
): Promise<readonly Finding[]> {
  const engine = await openEngineBeside(settings, 'to look at it').catch((error: unknown) => {
    if (error instanceof EngineError) return bad('engine', error.message, REACH);
    throw error;
  });
  if ('level' in engine) return [engine];
  const server = settings.couchdbUrl === null ? null : new CouchdbServer(settings.couchdbUrl);
  try {
    const secrets = findSecrets(settings);
    const looked = { engine, settings, secretFiles, server, secrets };
    return await examine({ ...looked, clock: Date.now, pause: PAUSE_MS });
  } finally {
    await engine.close();
  }
}

async function recountUsage(engine: Engine, secrets: Secrets): Promise<readonly string[]> {
  const key = await importSigningKey(secrets.exchangeKey);
  const now = (): Instant => new Date().toISOString() as Instant;
  const tools = { board: engine.open('incb'), key, readApps: appsReader(engine), now };
  return (await rebuildUsage(engine, tools)).flatMap(({ country, acts, months, written, failed }) => {
    const what = written.length === 0 ? 'all as recorded' : `put right: ${written.join(', ')}`;
    return [
      `${country}: ${acts} acts, ${months} months; ${what}.`,
      ...failed.map(
        ({ month, reason }) => `${country}: ${month ?? 'the database'} cannot be counted: ${reason}`
      )
    ];
  });
}

const REACH = 'See that it runs, and that DATA_DIR or COUCHDB_URL names it.';

function findSecrets(settings: Settings): Secrets | null {
  const path = secretsPathOf(settings);
  return existsSync(path) ? readSecretsFile(path) : null;
}

export async function examine(
  context: CheckContext,
  named = CHECKS.map(({ about }) => about)
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const check of CHECKS)
    if (named.includes(check.about)) findings.push(...(await runCheck(check, context)));
  return findings;
}

function tell(findings: readonly Finding[], say: (sentence: string) => void): void {
  for (const finding of findings) {
    say(`${finding.level.padEnd(5)}${finding.about}: ${finding.says}`);
    if (finding.level !== 'ok') say(`     → ${finding.remedy}`);
  }
  const count = (level: Finding['level']): number => findings.filter((one) => one.level === level).length;
  say(`\n${count('ok')} ok, ${count('warn')} to watch, ${count('bad')} bad.`);
}
