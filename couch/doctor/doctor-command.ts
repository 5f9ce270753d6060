/**
 * `npm run doctor [-- --json]`: examines an installation without changes, with a remedy for each problem. Exit code 1
 * if something is bad. `-- --usage` recounts usage from the acts; `-- --matching CC [FILE]` lists mismatches of a
 * country's trade and differences from a device's report.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError, type RunCommand } from '#couch/base/command.ts';
import { compareMatching, readReportFile } from './compare-matching.ts';
import { CouchdbServer } from './couchdb-server.ts';
import { bad, type Finding } from './finding.ts';
import { lookAtCouchdb } from './look-at-couchdb.ts';
import { lookAtDocuments } from './look-at-documents.ts';
import { lookAtDatabases } from './look-at-databases.ts';
import { lookSafely } from './look-at-each.ts';
import { lookAtExchange } from './look-at-exchange.ts';
import { lookAtFindings } from './look-at-findings.ts';
import { lookAtLink } from './look-at-link.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { lookAtRoom } from './look-at-room.ts';
import { lookAtNumbers } from './look-at-numbers.ts';
import { lookAtTrust } from './look-at-trust.ts';
import { lookAtVersions } from './look-at-versions.ts';
import type { Look, Patient } from './patient.ts';
import { EngineError, type Engine } from '#couch/engine/engine.ts';
import { readSettings, secretFilesOf, type Settings } from '#couch/base/env.ts';
import { readSecretsFile, type Secrets } from '#couch/installation/secrets.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';
import { appsReader } from '#couch/usage/read-apps.ts';
import { rebuildUsage } from '#couch/usage/rebuild-usage.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';

const USAGE = 'Usage: npm run doctor [-- --json | --usage | --matching COUNTRY [REPORT]]';
const OPTIONS = ['--json', '--usage', '--matching'];
const PAUSE_MS = 5_000;

const LOOKS: Readonly<Record<string, Look>> = {
  CouchDB: lookAtCouchdb,
  databases: lookAtDatabases,
  versions: lookAtVersions,
  documents: lookAtDocuments,
  numbers: lookAtNumbers,
  trust: lookAtTrust,
  exchange: lookAtExchange,
  findings: lookAtFindings,
  link: lookAtLink,
  room: lookAtRoom,
  machine: lookAtMachine
};

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

/** Exit code 0 also after a correction. */
async function tellUsage(settings: Settings, say: (sentence: string) => void): Promise<number> {
  const secrets = findSecrets(settings);
  if (secrets === null)
    throw new StartError('The secrets of the installation are not here: name them in SECRETS_FILE.');
  const engine = await openEngineBeside(settings, 'to count its usage');
  try {
    for (const line of await recountUsage(engine, secrets)) say(line);
    return 0;
  } finally {
    await engine.close();
  }
}

/** Exit code 1 if index, documents or report differ. */
async function tellMatching(
  settings: Settings,
  [country = '', file]: readonly string[],
  say: (sentence: string) => void
): Promise<number> {
  const code = country.toUpperCase();
  if (!isCountry(code)) throw new StartError(USAGE);
  const report = file === undefined ? null : readReportFile(file, code);
  const engine = await openEngineBeside(settings, 'to read what does not match');
  try {
    if (!(await engine.exists(`country-${code.toLowerCase()}`)))
      throw new StartError(`There is no database of ${code} here.`);
    const today = new Date().toISOString().slice(0, 10) as CalendarDate;
    const { lines, isSame } = await compareMatching(engine, code, { today, report });
    for (const line of lines) say(line);
    return isSame ? 0 : 1;
  } finally {
    await engine.close();
  }
}

async function examineAt(
  settings: Settings,
  secretFiles: Patient['secretFiles']
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

/** `npm run doctor -- --usage`: recounts usage from the acts, one sentence per country. */
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

/** Existing secrets only; none are made. */
function findSecrets({ secretsFile, dataFolder }: Settings): Secrets | null {
  const path = secretsFile ?? join(dataFolder, 'secrets.json');
  return existsSync(path) ? readSecretsFile(path) : null;
}

/** A check that fails is a finding, and the others continue. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [about, look] of Object.entries(LOOKS))
    findings.push(...(await lookSafely(about, () => look(patient))));
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
