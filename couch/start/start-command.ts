import { existsSync } from 'node:fs';
import { StartError, type Surroundings } from '#couch/base/command.ts';
import { ensureAnswers } from '#couch/base/data-folder.ts';
import { noticeOldNames, readSettings, type Settings } from '#couch/base/env.ts';
import { emptyFolder, isDataFolder } from '#couch/engine/engine.ts';
import { BuildStopped } from './build-app.ts';
import { endOnFailure } from './end-on-failure.ts';
import { startBackend, type Backend } from './start.ts';

const USAGE =
  'Usage: npm start [-- --reset]   (settings: PORT, HOST, DATA_DIR, COUCHDB_URL; see couch/README.md)';

type Say = Surroundings['say'];

export async function runStart(
  options: readonly string[],
  { root, env, say }: Surroundings
): Promise<number> {
  if (options.some((option) => option !== '--reset')) throw new StartError(USAGE);
  const settings = readSettings(env);
  for (const notice of noticeOldNames(env)) say(notice);
  const stopped = whenAskedToStop();
  let running: Backend | null = null;
  endOnFailure(() => running);
  if (options.includes('--reset')) await reset(settings, say);
  const stopping = new AbortController();
  void stopped.then(() => stopping.abort());
  const starting = startBackend({ root, settings, say, stopping: stopping.signal });
  const backend = await Promise.race([starting, stopped]);
  running = backend;
  // A signal during the start stops the backend as soon as it exists.
  if (backend !== null) greet(backend, say);
  await stopped;
  await (await starting.catch(unlessStopped))?.stop();
  say('Stopped.');
  return 0;
}

function unlessStopped(error: unknown): null {
  if (error instanceof BuildStopped) return null;
  throw error;
}

function whenAskedToStop(): Promise<null> {
  return new Promise((resolve) => {
    const ask = (): void => {
      resolve(null);
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
    };
    process.once('SIGINT', ask);
    process.once('SIGTERM', ask);
  });
}

/** Only a folder with the I2ES mark that no process uses. */
async function reset({ dataFolder, couchdbUrl }: Settings, say: Say): Promise<void> {
  if (couchdbUrl !== null)
    throw new StartError('--reset empties a data folder; a CouchDB is emptied by its administrator.');
  await ensureAnswers(dataFolder);
  if (!existsSync(dataFolder)) return say(`Nothing to reset: there is no ${dataFolder}.`);
  if (!isDataFolder(dataFolder))
    throw new StartError(`Not reset: ${dataFolder} is not a data folder of I2ES.`);
  const count = await emptyFolder(dataFolder);
  say(`Emptied ${dataFolder}: ${count} databases are gone.`);
}

function greet({ address, installation }: Backend, say: Say): void {
  say(`\nI2ES is at ${address}   (${installation.engine.kind} engine; stop with Ctrl+C)`);
  if (installation.people.length === 0) return;
  say('Demonstration with invented data. These people may sign in:\n');
  const width = Math.max(...installation.people.map(({ person }) => person.length));
  for (const { person, password, name, role, authority } of installation.people) {
    say(`  ${person.padEnd(width)}  ${password.padEnd(22)} ${name}, ${role}, ${authority}`);
  }
}
