/** `publish FILE`: brings what the root has stated, and carried here by hand, to everybody; verified first. */
import type { RunCommand } from '#couch/command.ts';
import { readSettings, StartError } from '#couch/env.ts';
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';
import {
  readSystemSettings,
  writeSystemSettings,
  type SystemSettings
} from '#couch/provision/system-settings.ts';
import { openEngineBeside } from '#couch/start/open-engine.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { isHandoverSigned } from '#lib/crypto/handover.ts';
import { readKeyring, verifyAct } from '#lib/crypto/verify.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import { parseHandover, type RootHandover } from '#lib/domain/registration/handover.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { instantNow } from './board-act.ts';
import { readJsonFile } from './files.ts';
import { readWords } from './options.ts';

export const PUBLISH = 'publish FILE';

export const publish: RunCommand = async (words, { env, say }) => {
  const { files } = readWords(words, PUBLISH, { files: 1, names: [] });
  const [path = ''] = files;
  const document = readJsonFile(path);
  const handover = parseHandover(document);
  const act = parseAct(document);
  if (!handover.ok && !act.ok) throw new StartError(`${path} is neither an act nor a handover of the root.`);
  const engine = await openEngineBeside(readSettings(env), 'to publish');
  try {
    const system = await readSystemSettings(engine);
    if (!system) throw new StartError('This installation has not been set up: start the server once.');
    say(handover.ok ? await addRoot(engine, system, handover.value) : await storeAct(engine, system, act));
    return 0;
  } finally {
    await engine.close();
  }
};

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
  return `${fingerprint} is a root from now on. Start the server again, and every gateway beside it, so that they know.`;
}

async function storeAct(
  engine: Engine,
  { roots }: SystemSettings,
  parsed: ReturnType<typeof parseAct>
): Promise<string> {
  if (!parsed.ok) throw new StartError('Not published: this is no act.');
  const act = parsed.value;
  const reference = engine.open(REFERENCE_DATABASE);
  if ((await readDocument(reference, act._id)) !== null) return 'It is published already.';
  const keyring = await readKeyring(await readKeyActs(engine), roots);
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

async function readKeyActs(engine: Engine): Promise<readonly object[]> {
  const range = { startkey: 'act:', endkey: 'act:\ufff0', include_docs: true };
  const { rows } = await engine.open(REFERENCE_DATABASE).allDocs<object>(range);
  return rows.flatMap(({ id, doc }) => (doc && /:(?:certificate|withdrawal):/.test(id) ? [doc] : []));
}
