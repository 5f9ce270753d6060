/**
 * `npm run doctor [-- --json]`: looks at an installation without changing anything and says of each thing
 * whether it is as it should be, and what to do where it is not. Exit code 1 where something is bad.
 * `npm run doctor -- --usage` counts what the Board sees of usage anew from the acts.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunCommand } from '#couch/base/command.ts';
import { CouchdbServer } from './couchdb-server.ts';
import { bad, type Finding } from './finding.ts';
import { lookAtCouchdb } from './look-at-couchdb.ts';
import { lookAtDocuments } from './look-at-documents.ts';
import { lookAtDatabases } from './look-at-databases.ts';
import { lookAtExchange } from './look-at-exchange.ts';
import { lookAtFindings } from './look-at-findings.ts';
import { lookAtLink } from './look-at-link.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { lookAtTrust } from './look-at-trust.ts';
import { lookAtVersions } from './look-at-versions.ts';
import { recountUsage } from './recount-usage.ts';
import type { Look, Patient } from './patient.ts';
import { EngineError } from '#couch/engine/engine.ts';
import { readSettings, secretFilesOf, StartError, type Settings } from '#couch/base/env.ts';
import { readSecretsFile, type Secrets } from '#couch/installation/secrets.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';

const USAGE = 'Usage: npm run doctor [-- --json | --usage]';
const OPTIONS = ['--json', '--usage'];
const PAUSE_MS = 5_000;

const LOOKS: Readonly<Record<string, Look>> = {
  CouchDB: lookAtCouchdb,
  databases: lookAtDatabases,
  versions: lookAtVersions,
  documents: lookAtDocuments,
  trust: lookAtTrust,
  exchange: lookAtExchange,
  findings: lookAtFindings,
  link: lookAtLink,
  machine: lookAtMachine
};

export const runDoctor: RunCommand = async (words, { env, say }) => {
  const [option, ...more] = words;
  if ((option !== undefined && !OPTIONS.includes(option)) || more.length > 0) throw new StartError(USAGE);
  const settings = readSettings(env);
  if (option === '--usage') return tellUsage(settings, say);
  const findings = await examineAt(settings, secretFilesOf(env));
  if (option === '--json') say(JSON.stringify({ at: new Date().toISOString(), findings }, null, 2));
  else tell(findings, say);
  return findings.some(({ level }) => level === 'bad') ? 1 : 0;
};

/** Exit code 0 also where something was put right: then it is right. */
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

const REACH = 'See that it runs, and that DATA_DIR or COUCHDB_URL names it.';

/** Those of the server, where they are in this place; none are made. */
function findSecrets({ secretsFile, dataFolder }: Settings): Secrets | null {
  const path = secretsFile ?? join(dataFolder, 'secrets.json');
  return existsSync(path) ? readSecretsFile(path) : null;
}

/** A look that fails is a finding too: the others are taken all the same. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [about, look] of Object.entries(LOOKS)) {
    try {
      findings.push(...(await look(patient)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      findings.push(bad(about, `Cannot be looked at: ${reason}`, 'Put the other findings right first.'));
    }
  }
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
