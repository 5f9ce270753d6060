/** Opens what the settings name: for the server itself, or for a command beside it. */
import {
  EngineError,
  isDataFolder,
  openCouchdbEngine,
  openEmbeddedEngine,
  type Engine
} from '#couch/engine/engine.ts';
import { StartError, type Settings } from '#couch/base/env.ts';
import { ensureSecrets, readSecretsFile, type Secrets } from './secrets.ts';

type Place = Pick<Settings, 'couchdbUrl' | 'couchdbPrefix' | 'dataFolder'>;
type OwnPlace = Place & Pick<Settings, 'secretsFile'>;

/** The folder is taken before anything is written to it. */
export async function openEngine({
  couchdbUrl,
  couchdbPrefix,
  ...place
}: OwnPlace): Promise<{ engine: Engine; secrets: Secrets }> {
  if (couchdbUrl === null) {
    const engine = await openEmbeddedEngine({ folder: place.dataFolder });
    return { engine, secrets: await secretsOf(place) };
  }
  const secrets = await secretsOf(place);
  const engine = await openCouchdbEngine({ url: couchdbUrl, prefix: couchdbPrefix, secret: secrets.service });
  return { engine, secrets };
}

/** What was handed over, or what the data folder keeps. */
export async function secretsOf({
  dataFolder,
  secretsFile
}: Pick<OwnPlace, 'dataFolder' | 'secretsFile'>): Promise<Secrets> {
  return secretsFile === null ? ensureSecrets(dataFolder) : readSecretsFile(secretsFile);
}

/**
 * Every database by the administrator, and no secret made. The embedded engine is one process: `purpose`
 * (to make a backup) ends the sentence that says so while the server has the folder.
 */
export async function openEngineBeside(
  { couchdbUrl, couchdbPrefix, dataFolder }: Place,
  purpose: string,
  isNew = false
): Promise<Engine> {
  if (couchdbUrl !== null) return openCouchdbEngine({ url: couchdbUrl, prefix: couchdbPrefix });
  if (!isNew && !isDataFolder(dataFolder))
    throw new StartError(`There is no installation in ${dataFolder}; name its folder in DATA_DIR.`);
  try {
    return await openEmbeddedEngine({ folder: dataFolder });
  } catch (error) {
    if (!(error instanceof EngineError) || error.trouble !== 'folder-in-use') throw error;
    throw new StartError(`The server is running on ${dataFolder}: stop it first ${purpose}.`);
  }
}
