/**
 * In `accounts`. An older version would replace newer design documents; other secrets would break second factors and
 * delivery signatures. Local notes (`_local`) are never copied.
 */
import { createHmac } from 'node:crypto';
import { StartError } from '#couch/base/command.ts';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { changeDocument } from '#couch/database/documents.ts';
import { readDocument, type Engine } from '#couch/engine/engine.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { isOlderVersion } from '#lib/domain/program-version.ts';
import type { Secrets } from './secrets.ts';

/** Each shows if a secret is still the same, without revealing it. */
interface SecretsMark {
  readonly service: string;
  readonly exchangeKey: string;
}

export interface InstallationMark {
  readonly version: string;
  readonly secrets?: SecretsMark;
}

type Document<T> = T & { readonly _id: string };

const INSTALLATION = 'setting:installation';
const BACKUP = '_local/backup';
const RESTORED = '_local/restored';
const RESTORING = '_local/restoring';

function readMark<T extends object>(engine: Engine, id: string): Promise<T | null> {
  return readDocument<T>(engine.openAsAdministrator('accounts'), id);
}

async function changeMark<T>(
  engine: Engine,
  id: string,
  change: (held: Document<T> | null) => Document<T> | null
): Promise<void> {
  await changeDocument<Document<T>>(engine.openAsAdministrator('accounts'), id, change);
}

/** Null before the first start, and from versions before this mark. */
export async function readInstallationMark(engine: Engine): Promise<InstallationMark | null> {
  return (await engine.exists('accounts')) ? readMark<InstallationMark>(engine, INSTALLATION) : null;
}

export async function markInstallation(
  engine: Engine,
  secrets: Secrets | null,
  version = PROGRAM_VERSION
): Promise<void> {
  const made = secrets && (await markOf(secrets));
  await changeMark<InstallationMark & { readonly schema?: 1 }>(engine, INSTALLATION, (held) => {
    const kept = made ?? held?.secrets;
    const isNoted = made === null || (held?.secrets !== undefined && listOther(held, made).length === 0);
    if (held?.version === version && isNoted) return null;
    return { schema: 1, ...held, _id: INSTALLATION, version, ...(kept ? { secrets: kept } : {}) };
  });
}

/** Before any write: only a newer version can use the installation's data. */
export function refuseNewerData(mark: InstallationMark | null, version = PROGRAM_VERSION): void {
  if (mark === null || !isOlderVersion(version, mark.version)) return;
  throw new StartError(
    `I2ES ${mark.version} wrote these data, and this is I2ES ${version}, which is older. Start I2ES ${mark.version} or newer. To go back, restore a backup that I2ES ${version} made into an empty installation.`
  );
}

export async function refuseOtherSecrets(
  mark: InstallationMark | null,
  secrets: Secrets,
  path: string
): Promise<void> {
  const other = mark === null ? [] : listOther(mark, await markOf(secrets));
  if (other.length === 0) return;
  throw new StartError(
    `${path} does not fit these databases: ${other.join(' and ')} in it ${other.length > 1 ? 'are' : 'is'} not the one that was used here. Put the file of the backup, or of another gateway of this installation, in its place. If you changed it yourself, run npm run provision -- accept-secrets.`
  );
}

async function markOf({ service, exchangeKey }: Secrets): Promise<SecretsMark> {
  return {
    service: createHmac('sha256', service).update('i2es mark of an installation').digest('base64url'),
    exchangeKey: (await importSigningKey(exchangeKey)).keyId
  };
}

function listOther({ secrets }: InstallationMark, made: SecretsMark): readonly string[] {
  if (!secrets) return [];
  return [
    ...(secrets.service === made.service ? [] : ['the secret of service users and second factors']),
    ...(secrets.exchangeKey === made.exchangeKey ? [] : ['the key of the exchange'])
  ];
}

export function markBackup(engine: Engine, at: string): Promise<void> {
  return changeMark<{ readonly at: string }>(engine, BACKUP, (held) =>
    held && held.at >= at ? null : { _id: BACKUP, at }
  );
}

export async function readBackupMark(engine: Engine): Promise<string | null> {
  return (await readMark<{ readonly at: string }>(engine, BACKUP))?.at ?? null;
}

export interface Restored {
  readonly of: string;
  readonly at: string;
  /** The operator’s republication since: the root’s revocations are in `reference` only. */
  readonly publishedAt?: string;
}

export function markRestored(engine: Engine, { of, at }: Restored): Promise<void> {
  return changeMark<Restored>(engine, RESTORED, () => ({ _id: RESTORED, of, at }));
}

export function markPublished(engine: Engine, at: string): Promise<void> {
  return changeMark<Restored>(engine, RESTORED, (held) => held && { ...held, publishedAt: at });
}

export function readRestoredMark(engine: Engine): Promise<Restored | null> {
  return readMark<Restored>(engine, RESTORED);
}

export async function isRestoring(engine: Engine): Promise<boolean> {
  return (await engine.exists('accounts')) && (await readMark(engine, RESTORING)) !== null;
}

export async function refuseWhileRestoring(engine: Engine): Promise<void> {
  if (await isRestoring(engine))
    throw new StartError('A restore was cut short here: run npm run restore again first.');
}

export function markRestoring(engine: Engine, of: string): Promise<void> {
  return changeMark<{ readonly of: string }>(engine, RESTORING, () => ({ _id: RESTORING, of }));
}

export async function unmarkRestoring(engine: Engine): Promise<void> {
  const held = await readMark<{ readonly _rev: string }>(engine, RESTORING);
  if (held) await engine.openAsAdministrator('accounts').remove(RESTORING, held._rev);
}
