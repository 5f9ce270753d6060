/**
 * The embedded engine's data folder: marked as ours, so that no other folder is ever emptied, and held by one process.
 * LevelDB's lock is released by the system when its holder dies.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeOwnFolder } from '#couch/base/own-folder.ts';
import { isDatabaseName } from './contract.ts';
import type { Database } from './database.ts';
import { DATABASES_FOLDER, refuseForeign, removeOwn } from './foreign-files.ts';
import { openPouch } from './pouch.ts';
import { EngineError, isDiskFull } from './problem.ts';

const MARK = 'i2es-data.json';
/** Holder's process, and its address once it answers. */
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

/** Address of the holder, shown to a second start. */
export function noteAddress(folder: string, address: string): void {
  writeFileSync(join(folder, HOLDER), `${process.pid}\n${address}\n`);
}

/** Locks the folder for this process, or reports its holder. Refuses a folder with foreign files. */
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

/** Removes I2ES files from an unused folder and returns the number of databases. */
export async function emptyFolder(folder: string): Promise<number> {
  await (await holdFolder(folder, 'Not reset')).release();
  const count = readdirSync(join(folder, DATABASES_FOLDER)).filter(isDatabaseName).length;
  removeOwn(folder);
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
