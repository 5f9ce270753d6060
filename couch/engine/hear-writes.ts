/**
 * The embedded engine is one process with one object per database, so a write can be heard where it is
 * made. PouchDB's own live feed would read every change again for each listener.
 */
import type { Database } from './database.ts';

export type HearWrites = (listener: () => void) => () => void;

/** All ways to write end in `bulkDocs`: put, post, remove, replication. */
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
