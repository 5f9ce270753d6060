export const turns = new Map<string, Promise<unknown>>();

/** The lock of a browser, for tests in one process. */
export function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  turns.set(name, mine);
  return mine;
}
