/**
 * Restore of an installation, and the operator's republication since: the root's revocations are in `reference` only.
 * Never copied.
 */
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';

const ID = '_local/restored';

export interface Restored {
  /** Time of the backup. */
  readonly of: string;
  /** Time of the restore. */
  readonly at: string;
  readonly publishedAt?: string;
}

type Mark = Restored & { readonly _id: string; readonly _rev?: string };

export async function markRestored(engine: Engine, { of, at }: Restored): Promise<void> {
  await change(engine, (held) => ({ _id: ID, of, at, ...(held?._rev ? { _rev: held._rev } : {}) }));
}

/** The operator confirms that everything missing from the backup is published again. */
export async function markPublished(engine: Engine, at: string): Promise<void> {
  await change(engine, (held) => held && { ...held, publishedAt: at });
}

export async function readRestoredMark(engine: Engine): Promise<Restored | null> {
  return readDocument<Mark>(engine.openAsAdministrator('accounts'), ID);
}

async function change(engine: Engine, next: (held: Mark | null) => Mark | null): Promise<void> {
  const accounts = engine.openAsAdministrator('accounts');
  for (;;) {
    const mark = next(await readDocument<Mark>(accounts, ID));
    if (mark === null || (await putUnlessChanged(accounts, mark))) return;
  }
}
