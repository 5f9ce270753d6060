/** The server does not start on an installation with this mark. */
import { readDocument, type Engine } from '#couch/engine/engine.ts';

const ID = '_local/restoring';

export async function isRestoring(engine: Engine): Promise<boolean> {
  if (!(await engine.exists('accounts'))) return false;
  return (await readDocument(engine.openAsAdministrator('accounts'), ID)) !== null;
}

/** `of`: time of the backup. */
export async function markRestoring(engine: Engine, of: string): Promise<void> {
  const accounts = engine.openAsAdministrator('accounts');
  const held = await readDocument<{ _rev: string }>(accounts, ID);
  await accounts.put({ ...held, _id: ID, of } as object);
}

export async function unmarkRestoring(engine: Engine): Promise<void> {
  const accounts = engine.openAsAdministrator('accounts');
  const held = await readDocument<{ _rev: string }>(accounts, ID);
  if (held) await accounts.remove(ID, held._rev);
}
