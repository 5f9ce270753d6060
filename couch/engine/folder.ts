/**
 * Marked as ours, so that no other folder is ever emptied, and held by one process. LevelDB's lock is released by the
 * system when its holder dies.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeOwnFolder } from '#couch/base/data-folder.ts';
import { databaseToKind } from '#couch/base/databases.ts';
import { isDatabaseName, type Database } from './contract.ts';
import { openPouch } from './pouch.ts';
import { EngineError, isDiskFull } from './problem.ts';

const MARK = 'i2es-data.json';
const HOLDER = 'in-use.txt';
const heldHere = new Set<string>();

export function isDataFolder(folder: string): boolean {
  try {
    return (JSON.parse(readFileSync(join(folder, MARK), 'utf8')) as { product?: string }).product === 'I2ES';
  } catch {
    return false;
  }
}

function prepareFolder(folder: string): void {
  try {
    makeOwnFolder(join(folder, DATABASES_FOLDER));
    if (!existsSync(join(folder, MARK))) {
      writeFileSync(join(folder, MARK), JSON.stringify({ product: 'I2ES', layout: 1 }) + '\n');
    }
    // Marked first, so that older folders are closed too.
    makeOwnFolder(folder);
    writeFileSync(join(folder, HOLDER), `${process.pid}\n`);
  } catch (error) {
    throw folderError(folder, error);
  }
}

export function noteAddress(folder: string, address: string): void {
  writeFileSync(join(folder, HOLDER), `${process.pid}\n${address}\n`);
}

export async function holdFolder(
  folder: string,
  deed = 'Not started'
): Promise<{ release(): Promise<void> }> {
  const path = resolve(folder);
  if (heldHere.has(path)) throw folderInUse(folder);
  heldHere.add(path);
  try {
    refuseForeign(path, deed);
    const holder = await openHolder(path);
    prepareFolder(path);
    return { release: () => releaseFolder(path, holder) };
  } catch (error) {
    heldHere.delete(path);
    throw folderError(folder, error);
  }
}

async function openHolder(path: string): Promise<Database> {
  makeOwnFolder(path);
  const holder = openPouch(join(path, 'in-use'), { adapter: 'leveldb' });
  await holder.info();
  return holder;
}

async function releaseFolder(path: string, holder: Database): Promise<void> {
  await holder.close();
  heldHere.delete(path);
}

export async function emptyFolder(folder: string): Promise<number> {
  await (await holdFolder(folder, 'Not reset')).release();
  const count = readdirSync(join(folder, DATABASES_FOLDER)).filter(isDatabaseName).length;
  // The folder stays: it might be a volume, which only its owner can remove.
  for (const name of MADE_HERE) rmSync(join(folder, name), { recursive: true, force: true });
  return count;
}

function folderInUse(folder: string): EngineError {
  return new EngineError(
    'folder-in-use',
    `The data folder ${folder} is in use by another I2ES${holderText(folder)}.`
  );
}

function holderText(folder: string): string {
  try {
    const [process = '', address] = readFileSync(join(folder, HOLDER), 'utf8').trim().split('\n');
    return ` (process ${process})${address ? `, which is at ${address}` : ''}`;
  } catch {
    return '';
  }
}

export function folderError(folder: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const text = String((error as Error | null)?.message ?? error);
  if (/lock .*LOCK|already held/i.test(text)) return folderInUse(folder);
  if (isDiskFull(error))
    return new EngineError('disk-full', `The disk of the data folder ${folder} is full.`, error);
  return new EngineError('folder-unwritable', `The data folder ${folder} cannot be written.`, error);
}

export const DATABASES_FOLDER = 'databases';
/** An interrupted start can leave these temporary names. */
const KEY_FILES = ['secrets.json', 'demonstration-keys.json'].flatMap((name) => [name, `${name}.new`]);
const MADE_HERE: readonly string[] = [
  DATABASES_FOLDER,
  'i2es-data.json',
  'in-use',
  'in-use.txt',
  'set-aside',
  ...KEY_FILES
];
const MADE_BY_SYSTEM: readonly string[] = ['lost+found', '.DS_Store', '.snapshot'];
const INDEX = /-mrview-[0-9a-f]{32}$/;
const MAX_NAMED = 5;

function listForeign(folder: string): readonly string[] {
  const foreign = namesIn(folder).filter((name) => !MADE_HERE.includes(name));
  const databases = namesIn(join(folder, DATABASES_FOLDER)).filter(
    (name) => databaseToKind(name.replace(INDEX, '')) === null
  );
  return [...foreign, ...databases.map((name) => `${DATABASES_FOLDER}/${name}`)];
}

/** A wrong setting destroys no files. `deed` begins the sentence: “Not started”. */
function refuseForeign(folder: string, deed: string): void {
  const foreign = listForeign(folder);
  if (foreign.length === 0) return;
  const named = foreign.slice(0, MAX_NAMED).join(', ');
  const more = foreign.length > MAX_NAMED ? ` and ${foreign.length - MAX_NAMED} more` : '';
  throw new EngineError(
    'folder-foreign',
    `${deed}: ${folder} holds files that I2ES did not make: ${named}${more}. Move these files to another folder and change the settings that name them, such as ROOTS_FILE, or name another folder in DATA_DIR.`
  );
}

function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => !MADE_BY_SYSTEM.includes(name));
}

/** Reserve for LevelDB's later work: some files of 2 MB, its logs of 4 MB. */
export const KEPT_FREE = 32 * 1024 * 1024;

/** Below it new sessions are refused, so that sessions can still end. */
export const ROOM_TO_SIGN_IN = KEPT_FREE / 2;

/** Opening a store reads its log and writes it as a table: twice its size. */
export const ROOM_TO_OPEN = 8 * 1024 * 1024;

/**
 * A half-written write needs reopening. Documents are refused at the reserve, the server's own writes at half of it.
 */
export async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export async function ensureRoom(folder: string, least = KEPT_FREE): Promise<void> {
  const freeBytes = await readFreeBytes(folder);
  if (freeBytes >= least) return;
  throw diskFull(freeBytes, least, ` of ${folder}`);
}

export function diskFull(freeBytes: number, least: number, where = ''): EngineError {
  const [free, needed] = [freeBytes, least].map((bytes) => `${Math.floor(bytes / 1024 / 1024)} MB`);
  return new EngineError('disk-full', `The disk${where} is full: ${free} are free, ${needed} are needed.`);
}
