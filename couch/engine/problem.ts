/** One sentence each for the person who starts it. */
type EngineTrouble =
  | 'database-missing'
  | 'database-refused'
  | 'folder-in-use'
  | 'folder-unwritable'
  | 'folder-foreign'
  | 'disk-full'
  | 'couchdb-unreachable'
  | 'couchdb-refused'
  | 'too-few-copies'
  | 'index-of-another-version';

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

export function databaseRefused(authority: string, name: string): EngineError {
  return new EngineError('database-refused', `${name} is not open to ${authority}.`);
}

/** The platform's words for a connection that was refused, cut or never answered. */
const CUT =
  /^(?:ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_\w+|ESOCKETTIMEDOUT)$/;

export function isUnanswered(error: unknown): boolean {
  if (error instanceof EngineError) return error.trouble === 'couchdb-unreachable' || isTooFewCopies(error);
  const { code, name, message, cause } = (error ?? {}) as Record<string, unknown>;
  // Nano keeps nothing but this sentence.
  if (/^error happened in your connection/.test(String(message))) return true;
  if (name === 'TimeoutError' || (typeof code === 'string' && CUT.test(code))) return true;
  return cause !== undefined && cause !== error && isUnanswered(cause);
}

export function isTooFewCopies(error: unknown): boolean {
  return error instanceof EngineError && error.trouble === 'too-few-copies';
}

/** LevelDB reports a full disk only in words; CouchDB's disk monitor answers 507. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof EngineError) return error.trouble === 'disk-full';
  const { status, error: code, message } = (error ?? {}) as Record<string, unknown>;
  if (status === 507 || code === 'insufficient_storage') return true;
  return /ENOSPC|no space left|insufficient_storage/i.test(String(message ?? error));
}
