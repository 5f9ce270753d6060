/**
 * Writes of the embedded engine, which has one process and one object per database. PouchDB's own live feed would read
 * every change again for each listener.
 */
import type { Database } from './database.ts';

export type HearWrites = (listener: () => void) => () => void;

/** All writes end in `bulkDocs`: put, post, remove, replication. */
export function hearWritesOf(database: Database): HearWrites {
  const listeners = new Set<() => void>();
  const bulkDocs = database.bulkDocs.bind(database) as (...input: unknown[]) => unknown;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const heard = (...input: unknown[]): unknown => {
    const callback = input[input.length - 1];
    if (typeof callback === 'function') {
      input[input.length - 1] = (...outcome: unknown[]): void => {
        tell();
        (callback as (...outcome: unknown[]) => void)(...outcome);
      };
      return bulkDocs(...input);
    }
    return (bulkDocs(...input) as Promise<unknown>).finally(tell);
  };
  Object.assign(database, { bulkDocs: heard });
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}
