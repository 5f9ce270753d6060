/**
 * The data folder of the embedded engine: marked as ours, so that nothing else is ever emptied, and
 * held by one process. The lock is LevelDB's own, which the system releases when its holder dies, so
 * that no stale lock exists.
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
/** Its process, and once it answers its address. */
const HOLDER = 'in-use.txt';
const heldHere = new Set<string>();

/** True where the folder carries our mark. */
export function isDataFolder(folder: string): boolean {
  try {
    return (JSON.parse(readFileSync(join(folder, MARK), 'utf8')) as { product?: string }).product === 'I2ES';
  } catch {
    return false;
  }
}

/** Makes and marks the folder. */
function prepareFolder(folder: string): void {
  try {
    makeOwnFolder(join(folder, DATABASES_FOLDER));
    if (!existsSync(join(folder, MARK))) {
      writeFileSync(join(folder, MARK), JSON.stringify({ product: 'I2ES', layout: 1 }) + '\n');
    }
    // Marked by now, so that one of before is closed too; nobody passes it to what lies in it.
    makeOwnFolder(folder);
    writeFileSync(join(folder, HOLDER), `${process.pid}\n`);
  } catch (error) {
    throw folderError(folder, error);
  }
}

/** Where its holder answers: for whoever tries to start a second one. */
export function noteAddress(folder: string, address: string): void {
  writeFileSync(join(folder, HOLDER), `${process.pid}\n${address}\n`);
}

/** Takes the folder for this process, or says who has it. A folder with other people's files in it is refused. */
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

/** Removes what I2ES made in a folder that nobody uses, and says how many databases went. */
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
