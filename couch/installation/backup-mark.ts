/** When the last whole backup of this installation was made, for whoever asks how old it is. Never copied. */
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';

const ID = '_local/backup';

interface Mark {
  readonly _id: string;
  readonly _rev?: string;
  readonly at: string;
}

/** Of two that end at once the later one stays. */
export async function markBackup(engine: Engine, at: string): Promise<void> {
  const accounts = engine.openAsAdministrator('accounts');
  for (;;) {
    const held = await readDocument<Mark>(accounts, ID);
    if (held && held.at >= at) return;
    if (await putUnlessChanged(accounts, { _id: ID, at, ...(held ? { _rev: held._rev } : {}) })) return;
  }
}

/** Null where none was ever made. */
export async function readBackupMark(engine: Engine): Promise<string | null> {
  return (await readDocument<Mark>(engine.openAsAdministrator('accounts'), ID))?.at ?? null;
}
