/** The manifest of a backup, written last: a folder without it is an interrupted backup. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseToKind } from '#couch/base/databases.ts';
import { StartError } from '#couch/base/env.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';

export const MANIFEST_FILE = 'manifest.json';
/** Another number means another file format. */
export const BACKUP_FORMAT = 1;

export interface BackupFile {
  readonly file: string;
  readonly bytes: number;
  /** Hash of the file, hexadecimal. */
  readonly sha256: string;
}

export interface BackupDatabase extends BackupFile {
  readonly name: string;
  readonly epoch: string | null;
  /** Lines of the file: every leaf revision, tombstones included. */
  readonly revisions: number;
  /** Ids with listed revisions that the database did not return. */
  readonly lacks?: readonly string[];
}

export interface Manifest {
  readonly product: 'I2ES';
  readonly format: typeof BACKUP_FORMAT;
  readonly version: string;
  readonly engine: 'embedded' | 'couchdb';
  /** Time of the start: later documents might be missing. */
  readonly at: string;
  readonly databases: readonly BackupDatabase[];
  /** Listed, because their holder can act as the server. */
  readonly secrets: readonly BackupFile[];
}

export function databaseFile(name: string): string {
  return `${name}.ndjson.gz`;
}

/** Throws a sentence for the operator if the folder cannot be used. */
export function readManifest(folder: string): Manifest {
  const value = readJson(folder);
  if (!isPlainObject(value) || value['product'] !== 'I2ES')
    throw new StartError(`${folder} is no backup of I2ES.`);
  if (value['format'] !== BACKUP_FORMAT) {
    throw new StartError(
      `The backup in ${folder} is of format ${String(value['format'])}; this program reads format ${BACKUP_FORMAT}.`
    );
  }
  const { databases, secrets } = value;
  const wellFormed =
    Array.isArray(databases) &&
    databases.every(isDatabase) &&
    Array.isArray(secrets) &&
    secrets.every((one) => isFile(one) && /^[a-z-]+\.json$/.test(one.file));
  if (!wellFormed) throw new StartError(`${join(folder, MANIFEST_FILE)} cannot be read.`);
  return value as unknown as Manifest;
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
