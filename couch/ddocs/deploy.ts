/**
 * Deploys design documents that differ by hash. On CouchDB a changed index is first built under another name, so that
 * no reader waits for it.
 */
import { readDocument, registerMap, type Database } from '#couch/engine/engine.ts';
import type { DatabaseKind } from '#couch/base/databases.ts';
import { buildDesigns, type BuiltDesign, type BuiltView } from './build.ts';
import { DESIGNS, type RowMap } from './catalog.ts';

type StoredDesign = { readonly _id: string; readonly _rev?: string; readonly hash?: string };

/** Needs the right to write design documents. Returns the names of changed ones. */
export async function deployDesignDocuments(
  database: Database,
  kind: DatabaseKind,
  engineKind: 'embedded' | 'couchdb'
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const built of await buildDesigns(kind)) {
    const design = engineKind === 'embedded' ? registerDesign(kind, built) : built;
    const held = await readDesign(database, design._id);
    if (held?.hash === design.hash) continue;
    if (engineKind === 'couchdb') await warmDesign(database, design);
    await database.put({ ...design, ...(held?._rev ? { _rev: held._rev } : {}) });
    if (engineKind === 'couchdb') await dropStage(database, design);
    changed.push(design._id.slice('_design/'.length));
  }
  if (changed.length > 0) await database.viewCleanup();
  return changed;
}

/**
 * Builds changed indexes under other names, so that deployment swaps immediately. CouchDB only: the embedded engine has
 * one process.
 */
export async function stageDesignDocuments(
  database: Database,
  kind: DatabaseKind
): Promise<readonly string[]> {
  const staged: string[] = [];
  for (const design of await buildDesigns(kind)) {
    if ((await readDesign(database, design._id))?.hash === design.hash) continue;
    if (await warmDesign(database, design)) staged.push(design._id.slice('_design/'.length));
  }
  return staged;
}

/** Every process that queries the embedded engine's views must call this, commands too. */
export async function registerDesigns(kind: DatabaseKind): Promise<void> {
  for (const built of await buildDesigns(kind)) registerDesign(kind, built);
}

function readDesign(database: Database, id: string): Promise<StoredDesign | null> {
  return readDocument<StoredDesign>(database, id);
}

/**
 * The embedded engine's document holds function names. It has no validator: only the gateway writes and asks
 * `DESIGNS[kind]`.
 */
function registerDesign(kind: DatabaseKind, built: BuiltDesign): BuiltDesign {
  const name = built._id.slice('_design/'.length);
  const design = DESIGNS[kind].find((candidate) => candidate.name === name);
  const views: Record<string, BuiltView> = {};
  for (const [view, { map, reduce }] of Object.entries(design?.views ?? {})) {
    const registered = `${kind}/${name}/${view}@${built.hash}`;
    registerMap(registered, rowsToEmits(map.run));
    views[view] = { map: registered, ...(reduce ? { reduce } : {}) };
  }
  return { _id: built._id, language: built.language, hash: built.hash, views };
}

function rowsToEmits(map: RowMap): Parameters<typeof registerMap>[1] {
  return (document, emit) => {
    for (const row of map(document)) emit(row.key, row.value);
  };
}

function stageId(design: BuiltDesign): string {
  return design._id.replace('_design/', '_design/staged-');
}

/** The staged document has no validator, so that nothing is judged twice. */
async function warmDesign(database: Database, design: BuiltDesign): Promise<boolean> {
  const [first] = Object.keys(design.views ?? {});
  if (first === undefined) return false;
  const id = stageId(design);
  const held = await readDesign(database, id);
  const { validate_doc_update: _without, ...staged } = design;
  if (held?.hash !== design.hash)
    await database.put({ ...staged, _id: id, ...(held?._rev ? { _rev: held._rev } : {}) });
  await readFirstRow(database, `${id.slice('_design/'.length)}/${first}`);
  return true;
}

/**
 * One read makes CouchDB build all indexes of the design document. The read can give 404 or time out while building
 * continues.
 */
async function readFirstRow(database: Database, view: string): Promise<void> {
  for (let missing = 0; ;) {
    try {
      await database.query(view, { limit: 1, reduce: false });
      return;
    } catch (error) {
      const isMissing = (error as { status?: number }).status === 404;
      if (isMissing ? missing++ > 0 : !isStillBuilding(error)) throw error;
    }
  }
}

function isStillBuilding(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code === 'UND_ERR_HEADERS_TIMEOUT';
}

async function dropStage(database: Database, design: BuiltDesign): Promise<void> {
  const held = await readDesign(database, stageId(design));
  if (held?._rev) await database.remove(stageId(design), held._rev);
}
