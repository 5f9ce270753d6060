import { existsSync } from 'node:fs';
import { StartError, type RunCommand } from '#couch/base/command.ts';
import { readSettings } from '#couch/base/env.ts';
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';
import { readKeyActs } from '#couch/database/registers.ts';
import { markPublished, readRestoredMark } from '#couch/installation/installation-marks.ts';
import { besideServer, secretsOf, secretsPathOf } from '#couch/installation/open-engine.ts';
import {
  readSystemSettings,
  writeSystemSettings,
  type SystemSettings
} from '#couch/installation/system-settings.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { isHandoverSigned } from '#lib/crypto/handover.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { readKeyring, verifyAct } from '#lib/crypto/verify.ts';
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import { deviceRequestOf } from '#lib/domain/registration/device-request.ts';
import { parseHandover, type RootHandover } from '#lib/domain/registration/handover.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import { textProblem } from '#lib/domain/shape/shape.ts';
import { askYes, readJsonFile, readWords, writeNewFile } from './terminal.ts';
import { instantNow } from './root-key.ts';

export const exchangeRequest: RunCommand = async (words, { env, say }) => {
  const usage = 'exchange-request --out REQUEST.json [--name "Server in Vienna"]';
  const { options } = readWords(words, usage, { files: 0, names: ['name'], needed: ['out'] });
  const { out = '', name: device = 'Server' } = options;
  const settings = readSettings(env);
  if (settings.secretsFile === null && !existsSync(secretsPathOf(settings)))
    throw new StartError(
      `There is no secrets.json in ${settings.dataFolder}: start the server once, or name its folder in DATA_DIR.`
    );
  if (textProblem(device, 1, 120, false) !== null)
    throw new StartError('--name is one line of at most 120 characters.');
  const { publicKey, keyId } = await importSigningKey((await secretsOf(settings)).exchangeKey);
  const asked = { role: 'exchange', authority: 'EXCHANGE', person: 'exchange', name: 'Exchange' } as const;
  writeNewFile(out, deviceRequestOf({ ...asked, key: publicKey, device, requestedAt: instantNow() }));
  say(`Fingerprint  ${fingerprintOf(keyId)}   read it to whoever holds the root key`);
  say(
    `Written to ${out}. Where the root key is: npm run keys -- certify ROOT --request ${out} --out CERT.json`
  );
  return 0;
};

const PUBLISH = 'publish FILE [--replace-roots] | publish --all-published';

const REPLACE_ROOTS = '--replace-roots';
const ALL_PUBLISHED = '--all-published';
const RESTART = 'Start the server again, and every gateway beside it, so that they know.';

export const publish: RunCommand = async (words, context) => {
  if (words.includes(ALL_PUBLISHED)) return endReminder(words, context);
  const { env, say } = context;
  const named = words.filter((word) => word !== REPLACE_ROOTS);
  const [file = ''] = readWords(named, PUBLISH, { files: 1 }).files;
  const statement = readStatement(file, words.includes(REPLACE_ROOTS));
  if (statement.kind === 'roots') await askYes(`${ROOTS_QUESTION}\n${listRoots(statement.roots)}\n`);
  return besideServer(readSettings(env), 'to publish', async (engine) => {
    const system = await readSystemSettings(engine);
    if (!system) throw new StartError('This installation has not been set up: start the server once.');
    say(await bring(statement, engine, system));
    return 0;
  });
};

/** Only the server operator knows, after a restore, whether all files are published. */
const endReminder: RunCommand = async (words, { env, say }) => {
  const left = words.filter((word) => word !== ALL_PUBLISHED);
  readWords(left, PUBLISH, { files: 0 });
  return besideServer(readSettings(env), 'to publish', async (engine) => {
    if ((await readRestoredMark(engine)) === null)
      throw new StartError('This installation was not restored: there is nothing to be reminded of.');
    await markPublished(engine, instantNow());
    say('Noted: everything that the root has withdrawn is published again.');
    return 0;
  });
};

type Statement =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'handover'; readonly handover: RootHandover }
  | { readonly kind: 'roots'; readonly roots: readonly PublicKey[] };

const ROOTS_QUESTION =
  'From now on these alone are the root keys of this installation. A device that knows others stops until it is set up anew.';

function readStatement(path: string, replacesRoots: boolean): Statement {
  const document = readJsonFile(path);
  if (Array.isArray(document) && document.length > 0 && document.every(isPublicKey)) {
    if (replacesRoots) return { kind: 'roots', roots: document };
    throw new StartError(
      `${path} is a list of root keys that no root has handed over to. Where the old root is lost or stolen: ${REPLACE_ROOTS}; see “Keys” in couch/provision/keys/README.md.`
    );
  }
  const [handover, act] = [parseHandover(document), parseAct(document)];
  if (replacesRoots) throw new StartError(`${path} is no list of root keys.`);
  if (handover.ok) return { kind: 'handover', handover: handover.value };
  if (act.ok) return { kind: 'act', act: act.value };
  throw new StartError(`${path} is neither an act nor a handover of the root.`);
}

function listRoots(roots: readonly PublicKey[]): string {
  return roots.map((root) => `  ${fingerprintOf(keyIdOf(root))}`).join('\n');
}

function bring(statement: Statement, engine: Engine, system: SystemSettings): Promise<string> {
  if (statement.kind === 'act') return storeAct(engine, system, statement.act);
  return statement.kind === 'handover'
    ? addRoot(engine, system, statement.handover)
    : replaceRoots(engine, system, statement.roots);
}

async function replaceRoots(
  engine: Engine,
  system: SystemSettings,
  roots: readonly PublicKey[]
): Promise<string> {
  const ids = new Set(roots.map(keyIdOf));
  const handovers = (system.handovers ?? []).filter(({ key, by }) => ids.has(by) && ids.has(keyIdOf(key)));
  await writeSystemSettings(engine, { ...system, roots, handovers });
  return `Root keys of this installation now: ${roots.length}. ${RESTART}`;
}

async function addRoot(engine: Engine, system: SystemSettings, handover: RootHandover): Promise<string> {
  const { roots, handovers = [] } = system;
  const by = roots.find((root) => keyIdOf(root) === handover.by);
  if (!by || !(await isHandoverSigned(handover, by)))
    throw new StartError('Not published: no root of this installation has signed this handover.');
  const fingerprint = fingerprintOf(keyIdOf(handover.key));
  if (roots.some((root) => keyIdOf(root) === keyIdOf(handover.key)))
    return `${fingerprint} is a root here already.`;
  const settings = { ...system, roots: [...roots, handover.key], handovers: [...handovers, handover] };
  await writeSystemSettings(engine, settings);
  return `${fingerprint} is a root from now on. ${RESTART}`;
}

async function storeAct(engine: Engine, { roots }: SystemSettings, act: Act): Promise<string> {
  const reference = engine.open(REFERENCE_DATABASE);
  if ((await readDocument(reference, act._id)) !== null) return 'It is published already.';
  const keyring = await readKeyring(await readKeyActs(reference), roots);
  await keyring.addAct(act);
  refuseUnlessGood(act, await verifyAct(act, keyring, instantNow()));
  if (!(await putUnlessChanged(reference, act))) return 'It is published already.';
  return `Published to everybody: ${act.body.kind} ${act._id}`;
}

function refuseUnlessGood({ body }: Act, verification: Awaited<ReturnType<typeof verifyAct>>): void {
  if (verification.verdict !== 'good')
    throw new StartError(`Not published: ${verification.problem.code} (${verification.verdict}).`);
  if (body.issuer !== 'INCB' || !body.to.includes('*'))
    throw new StartError('Not published: only what the Board states to everybody is published here.');
  if (body.at > new Date(Date.now() + 3_600_000).toISOString())
    throw new StartError(
      `Not published: it is dated ${body.at}. Correct the clock where it was signed, and sign it again.`
    );
}
