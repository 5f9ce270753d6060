/** Written last: a folder without a manifest is an interrupted backup. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { StartError } from '#couch/base/command.ts';
import { makeOwnFolder } from '#couch/base/data-folder.ts';
import { databaseToKind } from '#couch/base/databases.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';

export const MANIFEST_FILE = 'manifest.json';
/** Another number means another file format. */
export const BACKUP_FORMAT = 1;

export interface BackupFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface BackupDatabase extends BackupFile {
  readonly name: string;
  readonly epoch: string | null;
  readonly revisions: number;
  readonly lacks?: readonly string[];
}

export interface Manifest {
  readonly product: 'I2ES';
  readonly format: typeof BACKUP_FORMAT;
  readonly version: string;
  readonly engine: 'embedded' | 'couchdb';
  readonly at: string;
  readonly databases: readonly BackupDatabase[];
  /** Their holder can act as the server. */
  readonly secrets: readonly BackupFile[];
}

export function databaseFile(name: string): string {
  return `${name}.ndjson.gz`;
}

export function readManifest(folder: string): Manifest {
  const value = readJson(folder);
  if (!isPlainObject(value) || value['product'] !== 'I2ES')
    throw new StartError(`${folder} is no backup of I2ES.`);
  if (value['format'] !== BACKUP_FORMAT) {
    throw new StartError(
      `The backup in ${folder} is of format ${String(value['format'])}; this program reads format ${BACKUP_FORMAT}.`
    );
  }
  if (!isManifest(value)) throw new StartError(`${join(folder, MANIFEST_FILE)} cannot be read.`);
  return value;
}

function isManifest(value: object): value is Manifest {
  const { databases, secrets } = value as Partial<Record<keyof Manifest, unknown>>;
  return (
    Array.isArray(databases) &&
    databases.every(isDatabase) &&
    Array.isArray(secrets) &&
    secrets.every((one) => isFile(one) && /^[a-z-]+\.json$/.test(one.file))
  );
}

function readJson(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT')
      throw new StartError(`${join(folder, MANIFEST_FILE)} cannot be read.`);
    throw new StartError(`There is no whole backup in ${folder}: it has no ${MANIFEST_FILE}.`);
  }
}

function isFile(value: unknown): value is BackupFile {
  return (
    isPlainObject(value) &&
    typeof value['file'] === 'string' &&
    typeof value['bytes'] === 'number' &&
    /^[0-9a-f]{64}$/.test(String(value['sha256']))
  );
}

function isDatabase(value: unknown): boolean {
  if (!isFile(value)) return false;
  const { name, revisions, file } = value as Partial<BackupDatabase>;
  return (
    typeof name === 'string' &&
    databaseToKind(name) !== null &&
    file === databaseFile(name) &&
    Number.isInteger(revisions)
  );
}

interface Written {
  readonly lines: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Throws disk errors. `counted` receives the number of lines. */
export async function writeLines(
  path: string,
  pages: AsyncIterable<readonly object[]>,
  counted: (lines: number) => void = () => undefined
): Promise<Written> {
  let lines = 0;
  async function* texts(): AsyncGenerator<string> {
    for await (const page of pages) {
      if (page.length === 0) continue;
      lines += page.length;
      counted(lines);
      yield page.map((one) => `${JSON.stringify(one)}\n`).join('');
    }
  }
  const measure = new Measure();
  await pipeline(texts, createGzip(), measure, createWriteStream(path, { mode: 0o600, flush: true }));
  return { lines, bytes: measure.bytes, sha256: measure.digest() };
}

export async function measureFile(path: string): Promise<Omit<Written, 'lines'>> {
  const measure = new Measure();
  await pipeline(createReadStream(path), measure, async (read) => {
    for await (const chunk of read) void chunk;
  });
  return { bytes: measure.bytes, sha256: measure.digest() };
}

/** Except for a single larger document: CouchDB refuses requests over 16 MB. */
const MAX_PORTION_LENGTH = 4_000_000;

export async function* readLines(path: string, most: number): AsyncGenerator<readonly object[]> {
  const packed = createReadStream(path);
  const unpacked = packed.pipe(createGunzip());
  packed.on('error', (error) => unpacked.destroy(error));
  let portion: object[] = [];
  let length = 0;
  for await (const line of createInterface({ input: unpacked, crlfDelay: Infinity })) {
    if (line === '') continue;
    portion.push(JSON.parse(line) as object);
    length += line.length;
    if (portion.length < most && length < MAX_PORTION_LENGTH) continue;
    yield portion;
    portion = [];
    length = 0;
  }
  if (portion.length > 0) yield portion;
}

class Measure extends Transform {
  readonly #hash = createHash('sha256');
  bytes = 0;

  override _transform(chunk: Uint8Array, _encoding: string, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** They leave the data folder only on request. */
const SECRET_FILES = ['secrets.json', 'demonstration-keys.json'] as const;

export interface SecretsPlace {
  readonly dataFolder: string;
  readonly secretsFile: string | null;
}

export async function copySecrets(place: SecretsPlace, folder: string): Promise<BackupFile[]> {
  const copied: BackupFile[] = [];
  for (const file of SECRET_FILES) {
    const from = pathOf(file, place);
    if (!existsSync(from)) continue;
    await copyPrivately(from, join(folder, file));
    copied.push({ file, ...(await measureFile(join(folder, file))) });
  }
  return copied;
}

function pathOf(file: string, { dataFolder, secretsFile }: SecretsPlace): string {
  return file === 'secrets.json' && secretsFile !== null ? secretsFile : join(dataFolder, file);
}

/** Before anything is written: a file with other content is never replaced. */
export async function refuseOtherFiles(files: readonly BackupFile[], place: SecretsPlace): Promise<void> {
  for (const { file, sha256 } of files.filter(isSecretFile)) {
    const to = pathOf(file, place);
    if (!existsSync(to) || (await measureFile(to)).sha256 === sha256) continue;
    throw new StartError(
      `Not restored: ${to} is there already and is not the one of the backup. Move it elsewhere, then run npm run restore again.`
    );
  }
}

/** An existing file already has the same content. */
export async function restoreSecrets(
  files: readonly BackupFile[],
  folder: string,
  place: SecretsPlace
): Promise<string[]> {
  const restored: string[] = [];
  for (const { file } of files.filter(isSecretFile)) {
    const to = pathOf(file, place);
    if (existsSync(to)) continue;
    await putPrivately(join(folder, file), to);
    restored.push(file);
  }
  return restored;
}

/** An interrupted run leaves no half file. */
async function putPrivately(from: string, to: string): Promise<void> {
  try {
    makeOwnFolder(dirname(to));
    await copyPrivately(from, `${to}.new`);
    await rename(`${to}.new`, to);
  } catch {
    throw new StartError(`Not restored: ${to} cannot be written. Run npm run restore again when it can.`);
  }
}

function isSecretFile({ file }: BackupFile): boolean {
  return (SECRET_FILES as readonly string[]).includes(file);
}

async function copyPrivately(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
}

export function hasSecrets(place: SecretsPlace): boolean {
  return existsSync(pathOf('secrets.json', place));
}
