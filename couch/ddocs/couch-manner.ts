/** CouchDB's calling conventions, put around the pure entries at build time: `emit`, and a thrown refusal. */
import type { DocumentCheck, RowMap } from './contract.ts';

/** CouchDB gives map functions this name. */
declare const emit: (key: unknown, value: unknown) => void;

interface UserContext {
  readonly db?: string;
}

export function asMap(map: RowMap): (document: unknown) => void {
  return function (document) {
    for (const row of map(document)) emit(row.key, row.value);
  };
}

/** What is thrown comes to the writer as `forbidden`, its reason the problems as JSON. */
export function asValidator(check: DocumentCheck) {
  return function (document: unknown, previous: unknown, context?: UserContext): void {
    const result = check(document, previous, databaseOf(context));
    if (!result.ok) throw { forbidden: JSON.stringify(result.problems.slice(0, 5)) };
  };
}

/** The kind of database is known from its name's ending; a prefix before it is an installation's own. */
function databaseOf(context?: UserContext): string | undefined {
  const match = /(?:^|[^a-z])(country-[a-z]{2})$/.exec(String((context && context.db) || ''));
  return match ? match[1] : undefined;
}
