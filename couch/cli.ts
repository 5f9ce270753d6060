/**
 * `npm start`, and nothing else yet: starts the backend, says where it is and who may sign in. What a
 * person can put right is told in one sentence; a stack trace is only for what is our fault.
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError, isDiskFull } from '#couch/engine/engine.ts';
import { emptyFolder, isDataFolder } from '#couch/engine/folder.ts';
import { readSettings, StartError, type Settings } from './env.ts';
import { startBackend, type Backend } from './start/start.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const USAGE =
  'Usage: npm start [-- --reset]   (settings: PORT, HOST, DATA_DIR, COUCHDB_URL; see couch/README.md)';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

async function run(words: readonly string[]): Promise<void> {
  const [command, ...options] = words;
  if (command !== 'start' || options.some((option) => option !== '--reset')) throw new StartError(USAGE);
  const settings = readSettings(process.env);
  const stopped = whenAskedToStop();
  if (options.includes('--reset')) await reset(settings);
  const starting = startBackend({ root: ROOT, settings, say });
  const backend = await Promise.race([starting, stopped]);
  // A signal during the start stops what is being started, as soon as it is there to be stopped.
  if (backend !== null) greet(backend);
  await stopped;
  await (await starting).stop();
  say('Stopped.');
}

/** Resolves at the first signal; a second one ends the process at once. */
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

/** Only a folder with our mark is emptied, and only while nobody uses it. */
async function reset({ dataFolder, couchdbUrl }: Settings): Promise<void> {
  if (couchdbUrl !== null)
    throw new StartError('--reset empties a data folder; a CouchDB is emptied by its administrator.');
  if (!existsSync(dataFolder)) return say(`Nothing to reset: there is no ${dataFolder}.`);
  if (!isDataFolder(dataFolder))
    throw new StartError(`Not reset: ${dataFolder} is not a data folder of I2ES.`);
  const count = await emptyFolder(dataFolder);
  say(`Emptied ${dataFolder}: ${count} databases are gone.`);
}

function greet({ address, installation }: Backend): void {
  // One name for one place: what a browser seals for localhost it does not show at 127.0.0.1.
  say(
    `\nI2ES is at ${address.replace('//127.0.0.1:', '//localhost:')}   (${installation.engine.kind} engine; stop with Ctrl+C)`
  );
  if (installation.people.length === 0) return;
  say('Demonstration with invented data. These people may sign in:\n');
  const width = Math.max(...installation.people.map(({ person }) => person.length));
  for (const { person, password, name, role, authority } of installation.people) {
    say(`  ${person.padEnd(width)}  ${password.padEnd(22)} ${name}, ${role}, ${authority}`);
  }
}

function toSentence(error: unknown): string | null {
  if (error instanceof StartError || error instanceof EngineError) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program; choose another with PORT.`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be opened by this user; choose another with PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST is no address of this computer.';
  return isDiskFull(error) ? 'The disk is full.' : null;
}

run(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${toSentence(error) ?? (error as Error).stack ?? String(error)}\n`);
    process.exit(1);
  }
);
