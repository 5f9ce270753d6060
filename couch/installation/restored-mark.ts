/**
 * That an installation was restored, and whether its keeper has published everything since: what the root has withdrawn lies in
 * `reference` alone, which no device fills again. Never copied.
 */
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';

const ID = '_local/restored';

export interface Restored {
  /** When the backup was made. */
  readonly of: string;
  /** When it was put back. */
  readonly at: string;
  readonly publishedAt?: string;
}

type Mark = Restored & { readonly _id: string; readonly _rev?: string };

export async function markRestored(engine: Engine, { of, at }: Restored): Promise<void> {
  await change(engine, (held) => ({ _id: ID, of, at, ...(held?._rev ? { _rev: held._rev } : {}) }));
}

/** Where it was restored: its keeper says that they have brought to everybody all that the backup may lack. */
export async function markPublished(engine: Engine, at: string): Promise<void> {
  await change(engine, (held) => held && { ...held, publishedAt: at });
}

/** Null where it never was. */
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
