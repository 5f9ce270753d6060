/**
 * Changing the language or the version of the program reloads the page. Whoever holds typed words
 * registers here to save them first; a reload waits for all of them.
 */
type Save = () => Promise<void> | void;

const saves = new Set<Save>();

/** Registers a save; returns the function that takes it back (call it when the form closes). */
export function onBeforeReload(save: Save): () => void {
  saves.add(save);
  return () => void saves.delete(save);
}

/** Runs every registered save. Rejects when one fails: then nothing may be reloaded. */
export async function saveBeforeReload(): Promise<void> {
  await Promise.all([...saves].map((save) => save()));
}
