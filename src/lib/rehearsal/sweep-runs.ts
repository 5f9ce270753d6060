/** Each rehearsal keeps its databases under a name of its own; those of rehearsals that are over are removed. */
const BEFORE = 'rehearsal-';
/** As PouchDB names its databases in the browser. */
const STORED = /^_pouch_rehearsal-([0-9a-f]{8})-/;

export function newRun(): string {
  return globalThis.crypto.randomUUID().slice(0, 8);
}

export function prefixOf(run: string): string {
  return `${BEFORE}${run}-`;
}

/** Other pages leave its databases alone for as long as this page is open; the returned function ends that. */
export function holdRun(run: string): () => void {
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => (end = resolve));
  navigator.locks?.request(BEFORE + run, () => held).catch(() => undefined);
  return () => end();
}

/** Of all that no page holds, and of no other database: what is real has other names. */
export async function sweepRuns(): Promise<void> {
  // In this order: a run that begins between the two holds its lock before it has a database.
  const databases = (await indexedDB.databases?.()) ?? [];
  const locks = (await navigator.locks?.query()) ?? {};
  const held = new Set((locks.held ?? []).map(({ name }) => name));
  const isOver = (name: string): boolean => {
    const run = STORED.exec(name)?.[1];
    return run !== undefined && !held.has(BEFORE + run);
  };
  for (const { name = '' } of databases) if (isOver(name)) indexedDB.deleteDatabase(name);
  // By a note of the database's name PouchDB tells other windows of each write.
  for (const name of Object.keys(localStorage).filter(isOver)) localStorage.removeItem(name);
}
