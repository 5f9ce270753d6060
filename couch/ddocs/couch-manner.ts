/** CouchDB's calling conventions around the pure entries: `emit`, and a thrown refusal. */
import { databaseToAuthority, type Writer } from '#lib/domain/exchange/authority.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { AuthorityCheck, DocumentCheck, RowMap } from './catalog.ts';

declare const emit: (key: unknown, value: unknown) => void;

interface UserContext {
  readonly db?: string;
  readonly name?: string | null;
  readonly roles?: readonly string[];
}

type Validator = (document: unknown, previous: unknown, context?: UserContext) => void;

export function asMap(map: RowMap): (document: unknown) => void {
  return function (document) {
    for (const row of map(document)) emit(row.key, row.value);
  };
}

export function asStructure(check: DocumentCheck): Validator {
  return function (document, previous, context) {
    const result = check(document, previous, databaseOf(context));
    if (!result.ok) forbid(result.problems);
  };
}

export function asAuthority(check: AuthorityCheck): Validator {
  return function (document, _previous, context) {
    const database = databaseOf(context);
    const writer = database === undefined ? null : writerOf(context, database);
    if (database === undefined || writer === null) return forbid([{ code: 'door.writer.unknown' }]);
    const result = check(writer, document, database);
    if (!result.ok) forbid(result.problems);
  };
}

function forbid(problems: readonly Problem[]): never {
  throw { forbidden: JSON.stringify(problems.slice(0, 5)) };
}

/** Names and roles come from `engine/service-user.ts`: a database's own user has its name, and a country's user
 * writes its files; the exchange has its role. */
function writerOf(context: UserContext | undefined, database: string): Writer | null {
  const { db, name, roles = [] } = context ?? {};
  if (roles.indexOf('_admin') >= 0) return { kind: 'administrator' };
  if (roles.indexOf('exchange') >= 0) return { kind: 'exchange' };
  const owner = String(db).replace(/files-([a-z]{2})$/, 'country-$1');
  const isOwn = db !== undefined && (name === 'service-' + db || name === 'service-' + owner);
  return isOwn ? { kind: 'service', authority: databaseToAuthority(database) } : null;
}

const DATABASE =
  /(?:(?:country|files)-[a-z]{2}|reference|incb|training|training-desk|lists|applications|accounts)$/;

/** The end of a database's name gives its kind. The prefix is an installation's own. */
function databaseOf(context?: UserContext): string | undefined {
  const match = DATABASE.exec(String((context && context.db) || ''));
  return match ? match[0] : undefined;
}
