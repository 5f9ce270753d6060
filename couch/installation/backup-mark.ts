/** Time of the last complete backup. Never copied. */
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';

const ID = '_local/backup';

interface Mark {
  readonly _id: string;
  readonly _rev?: string;
  readonly at: string;
}

export async function markBackup(engine: Engine, at: string): Promise<void> {
  const accounts = engine.openAsAdministrator('accounts');
  for (;;) {
    const held = await readDocument<Mark>(accounts, ID);
    if (held && held.at >= at) return;
    if (await putUnlessChanged(accounts, { _id: ID, at, ...(held ? { _rev: held._rev } : {}) })) return;
  }
}

export async function readBackupMark(engine: Engine): Promise<string | null> {
  return (await readDocument<Mark>(engine.openAsAdministrator('accounts'), ID))?.at ?? null;
}
