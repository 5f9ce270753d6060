/** Only a document that its id does not match and that bypassed all checks. A copy is kept first, as the only trace. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments, StartError, type RunCommand } from '#couch/base/command.ts';
import { databaseToKind } from '#couch/base/databases.ts';
import { readKeyActs } from '#couch/database/registers.ts';
import { judgeStored } from '#couch/doctor/judge-document.ts';
import { readLeaves, type Database, type Engine } from '#couch/engine/engine.ts';
import { readSettings } from '#couch/base/env.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { besideServer } from '#couch/installation/open-engine.ts';
import { Keyring, verifySignature } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isIntact } from '#lib/domain/act/parse-act.ts';
import { readSystemSettings } from '#couch/installation/system-settings.ts';

export const setAside: RunCommand = async (words, { env, say }) => {
  const usage = 'provision -- set-aside DATABASE ID   (as npm run doctor names them)';
  const [name = '', id = ''] = readArguments(words, usage, { files: [2, 2] }).files;
  const settings = readSettings(env);
  return besideServer(settings, 'to set a document aside', async (engine) => {
    const { file, outcome } = await setDocumentAside(engine, { name, id, folder: settings.dataFolder });
    say(`${id} is taken out of ${name}. A copy is in ${file}.`);
    if (outcome === 'marked')
      say('The embedded engine forgets nothing: a mark without content is in its place.');
    return 0;
  });
};

interface Meant {
  readonly name: string;
  readonly id: string;
  readonly folder: string;
}

/** Throws a StartError for any other, above all for a genuine act. */
export async function setDocumentAside(
  engine: Engine,
  { name, id, folder }: Meant
): Promise<{ readonly file: string; readonly outcome: 'forgotten' | 'marked' }> {
  if (databaseToKind(name) === null || !(await engine.exists(name)))
    throw new StartError(`There is no database ${name} of this installation.`);
  if (id.startsWith('_')) throw new StartError(`${id} is the server’s own.`);
  const leaves = await readLeaves(engine.openAsAdministrator(name), id);
  if (leaves.length === 0) throw new StartError(`There is no ${id} in ${name}.`);
  if (leaves.every((leaf) => judgeStored(leaf, name).length === 0))
    throw new StartError(`Nothing is wrong with ${id}: it stays.`);
  if (id.startsWith('act:')) await refuseGenuine(engine, name, id);
  const file = await keepCopy(folder, name, id, leaves);
  return { file, outcome: await engine.takeOut(name, id) };
}

/** Not if a first revision or another database holds one, nor if only a later version can read it. */
async function refuseGenuine(engine: Engine, where: string, id: string): Promise<void> {
  const names = (await engine.list()).filter((name) => databaseToKind(name) !== null && name !== 'accounts');
  const keyring = await readKeys(engine, [...new Set(['reference', where])]);
  for (const name of [where, ...names.filter((one) => one !== where)])
    for (const document of await readEver(engine.openAsAdministrator(name), id))
      if (isIntact(document) && (await isSigned(document as Act, keyring)))
        throw new StartError(
          `${id} is a genuine act, as ${name} holds it: it is never taken out. See who has changed this database.`
        );
}

async function readKeys(engine: Engine, names: readonly string[]): Promise<Keyring> {
  const { roots = [] } = (await readSystemSettings(engine)) ?? {};
  const keyring = new Keyring(roots);
  for (const name of names)
    for (const act of await readKeyActs(engine.openAsAdministrator(name))) await keyring.addAct(act);
  return keyring;
}

async function readEver(database: Database, id: string): Promise<readonly object[]> {
  const leaves = (await readLeaves(database, id)) as readonly {
    readonly _revisions?: { readonly start: number; readonly ids: readonly string[] };
  }[];
  const first = leaves.flatMap(({ _revisions: { start = 0, ids = [] } = {} }) =>
    start > 1 && ids.length === start ? [`1-${ids[start - 1] ?? ''}`] : []
  );
  const earlier = await Promise.all(
    [...new Set(first)].map((rev) => database.get(id, { rev }).catch(() => null))
  );
  return [...leaves, ...earlier].flatMap((one) => (one === null ? [] : [withoutHistory(one)]));
}

function withoutHistory(document: object): object {
  const { _revisions: _history, ...rest } = document as Record<string, unknown>;
  return rest;
}

/** Signed by a key in a chain of certificates; a database operator has no such key. */
async function isSigned(act: Act, keyring: Keyring): Promise<boolean> {
  const { key } = act.signature;
  const publicKey = keyring.publicKeyOf(key);
  if (publicKey === null || keyring.trust.standingsOf(key).length === 0) return false;
  return typeof act.signature.value === 'string' && verifySignature(act, publicKey);
}

/** It might hold a country's record in clear text. */
async function keepCopy(
  folder: string,
  name: string,
  id: string,
  leaves: readonly object[]
): Promise<string> {
  const place = join(folder, 'set-aside');
  await mkdir(place, { recursive: true, mode: 0o700 });
  const file = join(place, `${name}-${nativeSha256(id)}.json`);
  const text = `${JSON.stringify({ database: name, id, leaves }, null, 2)}\n`;
  await writeFile(file, text, { mode: 0o600, flush: true });
  return file;
}
