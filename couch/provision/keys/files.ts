/** Files of the key ceremony: read with clear errors, written once, never overwritten. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { StartError } from '#couch/base/env.ts';

const LARGEST = 1_000_000;

export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readTextFile(path)) as unknown;
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${path} is not a JSON file.`);
  }
}

export function readTextFile(path: string): string {
  try {
    if (statSync(path).size <= LARGEST) return readFileSync(path, 'utf8');
  } catch {
    throw new StartError(`${path} cannot be read.`);
  }
  throw new StartError(`${path} is too large to be what it should.`);
}

export function writeNewFile(path: string, content: object, secret = false): void {
  const file = openNew(path, secret ? 0o600 : 0o644);
  try {
    writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function openNew(path: string, mode: number): number {
  try {
    return openSync(path, 'wx', mode);
  } catch (error) {
    const isThere = (error as { code?: string }).code === 'EEXIST';
    throw new StartError(
      isThere ? `${path} is there already and is kept as it is.` : `${path} cannot be written.`
    );
  }
}

export function refuseExisting(path: string): void {
  if (existsSync(path)) throw new StartError(`${path} is there already and is kept as it is.`);
}
