import type { SlicedTask } from '#couch/base/sliced-task.ts';
import type { NamedDatabase, KeyRegister } from '#couch/database/registers.ts';
import { readKnownRevisions, readDocument } from '#couch/engine/engine.ts';
import { importPublicKey } from '#lib/crypto/key.ts';
import { isTextSigned } from '#lib/crypto/sign.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import { parseBlock, type Block } from '#lib/domain/authorization/block.ts';
import { isActDocument, judgeBlock, type BlockContext } from '#lib/domain/door/blocks.ts';
import {
  pickVersions,
  type KnownRevisions,
  type Version,
  type VersionBounds,
  Revisions
} from '#lib/domain/door/pick-versions.ts';
import { signedExtractsOf, signedText } from '#lib/domain/print-code/extract.ts';
import { parsePrintCode, PRINT_CODE_PREFIX } from '#lib/domain/print-code/print-code.ts';
import type { Problem } from '#lib/domain/result.ts';

/** In order of their ranges. `held`: blocks of the database. */
export async function judgeBlocks(
  documents: readonly object[],
  held: readonly Block[],
  context: BlockContext,
  work: SlicedTask
): Promise<Map<object, readonly Problem[]>> {
  const outcome = new Map<object, readonly Problem[]>();
  const known = [...held];
  for (const document of [...documents].sort(byId)) {
    await work.yieldWhenDue();
    const parsed = parseBlock(document);
    const problems = parsed.ok ? judgeBlock(parsed.value, known, context) : parsed.problems;
    outcome.set(document, problems);
    if (parsed.ok && problems.length === 0) known.push(parsed.value);
  }
  return outcome;
}

function byId(a: object, b: object): number {
  return String((a as { _id?: unknown })._id) < String((b as { _id?: unknown })._id) ? -1 : 1;
}

interface AdmittedVersions {
  readonly documents: readonly object[];
  readonly among: ReadonlyMap<object, number>;
}

export async function admitVersions(
  documents: readonly object[],
  { database }: Pick<NamedDatabase, 'database'>,
  { bounds, work }: { readonly bounds: VersionBounds; readonly work: SlicedTask },
  refuse: (document: object, problems: readonly Problem[]) => void
): Promise<AdmittedVersions> {
  const byId = new Map<string, Version[]>();
  for (const version of documents.filter(isVersion)) {
    const others = byId.get(version._id);
    if (others) others.push(version);
    else byId.set(version._id, [version]);
  }
  if (byId.size === 0) return { documents, among: new Map() };
  const known = await readKnownRevisions(database, [...byId.keys()], bounds.openVersions, () =>
    work.yieldWhenDue()
  );
  const held = [...byId.values()].flat().filter(({ _id, _rev }) => known.get(_id)?.leaves.has(_rev));
  await database.confirmStored(held.map(({ _id: id, _rev: rev }) => ({ id, rev })));
  const among = new Map<object, number>();
  const shortened = new Map<object, object>();
  for (const [id, versions] of byId) {
    const held = known.get(id) ?? NONE;
    let count = held.all.size;
    for (const [pushed, version] of pickVersions(versions, held, bounds, refuse)) {
      shortened.set(pushed, version);
      among.set(version, (count += version._revisions.ids.length));
    }
    await work.yieldWhenDue();
  }
  const admitted = documents.flatMap((one) => (isVersion(one) ? (shortened.get(one) ?? []) : one));
  return { documents: admitted, among };
}

const NONE: KnownRevisions = { leaves: new Set(), open: new Set(), all: new Revisions() };

function isVersion(document: object): document is Version {
  return !isActDocument(document);
}

interface Where {
  readonly target: NamedDatabase;
  readonly reference: NamedDatabase;
  readonly keys: KeyRegister;
}

export function isPrintCodeDocument(document: object): boolean {
  return (document as { readonly _id: string })._id.startsWith(PRINT_CODE_PREFIX);
}

/** Only for an act that is held here, signed by the act's own key. `acts`: accepted in the same request, not stored yet. */
export async function judgePrintCode(
  document: object,
  acts: readonly Act[],
  { target, reference, keys }: Where
): Promise<readonly Problem[]> {
  const parsed = parsePrintCode(document as Record<string, unknown>);
  if (!parsed.ok) return parsed.problems;
  const id = parsed.value.act;
  const act = acts.find(({ _id }) => _id === id) ?? (await readAct(target, id));
  if (!act) return [{ code: 'printCode.noAct', path: '_id' }];
  const { trust } = await keys.keyring([reference, target]);
  const certified = trust.standingsOf(act.signature.key)[0]?.certificate?.body.key;
  const key = certified ? await importPublicKey(certified) : null;
  const extracts = signedExtractsOf(act, parsed.value);
  const areSigned = key
    ? await Promise.all(extracts.map((one) => isTextSigned(signedText(one), one.signature.value, key)))
    : [];
  const isGood = areSigned.length > 0 && areSigned.every(Boolean);
  return isGood ? [] : [{ code: 'printCode.notSigned', path: 'extracts' }];
}

async function readAct({ database }: NamedDatabase, id: Act['_id']): Promise<Act | null> {
  const parsed = parseActContent(await readDocument(database, id));
  return parsed.ok ? parsed.value : null;
}
