import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  EngineError,
  isDataFolder,
  openCouchdbEngine,
  openEmbeddedEngine,
  type Engine
} from '#couch/engine/engine.ts';
import { ensureAnswers } from '#couch/base/data-folder.ts';
import type { Settings } from '#couch/base/env.ts';
import { StartError } from '#couch/base/command.ts';
import {
  readInstallationMark,
  refuseNewerData,
  refuseOtherSecrets,
  type InstallationMark
} from './installation-marks.ts';
import { ensureSecrets, readSecretsFile, SECRETS_FILE, type Secrets } from './secrets.ts';
import { readSystemSettings } from './system-settings.ts';

type Place = Pick<Settings, 'couchdbUrl' | 'couchdbPrefix' | 'dataFolder'>;
type OwnPlace = Place & Pick<Settings, 'secretsFile'>;

/** The folder is locked and read before anything is written. */
export async function openEngine(place: OwnPlace): Promise<{ engine: Engine; secrets: Secrets }> {
  await ensureAnswers(place.dataFolder);
  const administrator = await open(place);
  let secrets: Secrets;
  try {
    const mark = await readInstallationMark(administrator);
    refuseNewerData(mark);
    await refuseMissingSecrets(administrator, mark, place);
    secrets = await secretsOf(place);
    await refuseOtherSecrets(mark, secrets, secretsPathOf(place));
  } catch (error) {
    await administrator.close();
    throw error;
  }
  if (place.couchdbUrl === null) return { engine: administrator, secrets };
  await administrator.close();
  return { engine: await open(place, secrets.service), secrets };
}

type SecretsPlace = Pick<OwnPlace, 'dataFolder' | 'secretsFile'>;

export async function secretsOf({ dataFolder, secretsFile }: SecretsPlace): Promise<Secrets> {
  return secretsFile === null ? ensureSecrets(dataFolder) : readSecretsFile(secretsFile);
}

export function secretsPathOf({ dataFolder, secretsFile }: SecretsPlace): string {
  return secretsFile ?? join(dataFolder, SECRETS_FILE);
}

/**
 * Opens as administrator; makes no secret. `purpose` (to make a backup) ends the sentence shown while the embedded engine's
 * one process runs.
 */
export async function openEngineBeside(place: Place, purpose: string, isNew = false): Promise<Engine> {
  const { couchdbUrl, dataFolder } = place;
  await ensureAnswers(dataFolder);
  if (couchdbUrl === null && !isNew && !isDataFolder(dataFolder))
    throw new StartError(`There is no installation in ${dataFolder}; name its folder in DATA_DIR.`);
  const engine = await unlessRunning(open(place), stopFirst(dataFolder, purpose));
  try {
    refuseNewerData(await readInstallationMark(engine));
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

export async function besideServer<T>(
  place: Place,
  purpose: string,
  work: (engine: Engine) => Promise<T>
): Promise<T> {
  const engine = await openEngineBeside(place, purpose);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

export async function unlessRunning<T>(opening: Promise<T>, sentence: string): Promise<T> {
  return opening.catch((error: unknown) => {
    if (!(error instanceof EngineError) || error.trouble !== 'folder-in-use') throw error;
    throw new StartError(sentence);
  });
}

export function stopFirst(dataFolder: string, purpose: string): string {
  return `The server is running on ${dataFolder}: stop it first ${purpose}.`;
}

function open({ couchdbUrl, couchdbPrefix: prefix, dataFolder }: Place, secret?: string): Promise<Engine> {
  if (couchdbUrl === null) return openEmbeddedEngine({ folder: dataFolder });
  return openCouchdbEngine({ url: couchdbUrl, prefix, ...(secret === undefined ? {} : { secret }) });
}

/** New secrets only for a new installation: in an old one they would lock everyone out. */
async function refuseMissingSecrets(
  engine: Engine,
  mark: InstallationMark | null,
  place: OwnPlace
): Promise<void> {
  const path = secretsPathOf(place);
  if (existsSync(path) || !(await engine.exists('accounts'))) return;
  if (!mark?.secrets && (await readSystemSettings(engine)) === null) return;
  const make = place.secretsFile === null ? '' : `npm run provision -- secrets ${path}, then `;
  throw new StartError(
    `The secrets of this installation are not here: there is no ${path}. Put the file of the backup, or of another gateway of this installation, in its place. If it is lost, make new ones: ${make}npm run provision -- accept-secrets.`
  );
}
