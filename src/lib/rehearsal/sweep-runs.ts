/** Each rehearsal has databases under its own name. */
const BEFORE = 'rehearsal-';
const STORED = /^_pouch_rehearsal-([0-9a-f]{8})-/;

export function newRun(): string {
  return globalThis.crypto.randomUUID().slice(0, 8);
}

export function prefixOf(run: string): string {
  return `${BEFORE}${run}-`;
}

export function holdRun(run: string): () => void {
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => (end = resolve));
  navigator.locks?.request(BEFORE + run, () => held).catch(() => undefined);
  return () => end();
}

export async function sweepRuns(): Promise<void> {
  // Order matters: a run that begins in between holds its lock before it has a database.
  const databases = (await indexedDB.databases?.()) ?? [];
  const locks = (await navigator.locks?.query()) ?? {};
  const held = new Set((locks.held ?? []).map(({ name }) => name));
  const isOver = (name: string): boolean => {
    const run = STORED.exec(name)?.[1];
    return run !== undefined && !held.has(BEFORE + run);
  };
  for (const { name = '' } of databases) if (isOver(name)) indexedDB.deleteDatabase(name);
  // PouchDB signals each write to other windows through a note with the database's name.
  for (const name of Object.keys(localStorage).filter(isOver)) localStorage.removeItem(name);
}
