/** What can be wrong with the engine's surroundings, as one sentence for the person who starts it. */
export type EngineTrouble =
  | 'database-missing'
  | 'database-refused'
  | 'folder-in-use'
  | 'folder-unwritable'
  | 'disk-full'
  | 'couchdb-unreachable'
  | 'couchdb-refused';

export class EngineError extends Error {
  readonly trouble: EngineTrouble;

  constructor(trouble: EngineTrouble, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.name = 'EngineError';
    this.trouble = trouble;
  }
}

export function databaseMissing(name: string): EngineError {
  return new EngineError('database-missing', `There is no database named ${name}.`);
}

/** The gateway asked for what is not the authority's: it should have known. */
export function databaseRefused(authority: string, name: string): EngineError {
  return new EngineError('database-refused', `${name} is not open to ${authority}.`);
}

/** True where a write failed because the disk is full; LevelDB tells it only in words. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof EngineError) return error.trouble === 'disk-full';
  return /ENOSPC|no space left/i.test(String((error as Error | null)?.message ?? error));
}
