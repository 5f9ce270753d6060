/**
 * The version and secrets that last wrote an installation. An older version would replace newer design documents; other
 * secrets would break second factors and delivery signatures.
 */
import { createHmac } from 'node:crypto';
import { PROGRAM_VERSION } from '#couch/base/program-version.ts';
import { StartError } from '#couch/base/start-error.ts';
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';
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
  /** Absent until a command with access to the secrets was run. */
  readonly secrets?: SecretsMark;
}

type MarkDocument = InstallationMark & { readonly _id: string; readonly _rev?: string };

const ID = 'setting:installation';

/** Null before the first start, and from versions before this mark. */
export async function readInstallationMark(engine: Engine): Promise<InstallationMark | null> {
  if (!(await engine.exists('accounts'))) return null;
  return readDocument<MarkDocument>(engine.openAsAdministrator('accounts'), ID);
}

/** Without new secrets the noted ones stay. */
export async function markInstallation(
  engine: Engine,
  secrets: Secrets | null,
  version = PROGRAM_VERSION
): Promise<void> {
  const accounts = engine.openAsAdministrator('accounts');
  const made = secrets && (await markOf(secrets));
  for (;;) {
    const held = await readDocument<MarkDocument>(accounts, ID);
    const kept = made ?? held?.secrets;
    const next: MarkDocument = { ...held, _id: ID, version, ...(kept ? { secrets: kept } : {}) };
    const isNoted = made === null || (held?.secrets !== undefined && listOther(held, made).length === 0);
    if (held?.version === version && isNoted) return;
    if (await putUnlessChanged(accounts, { schema: 1, ...next })) return;
  }
}

/** Called before any write: only a newer version can use its data. */
export function refuseNewerData(mark: InstallationMark | null, version = PROGRAM_VERSION): void {
  if (mark === null || !isOlderVersion(version, mark.version)) return;
  throw new StartError(
    `I2ES ${mark.version} wrote these data, and this is I2ES ${version}, which is older. Start I2ES ${mark.version} or newer. To go back, restore a backup that I2ES ${version} made into an empty installation.`
  );
}

/** `path` of the secrets that do not match. */
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
