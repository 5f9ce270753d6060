/** A change of language or version reloads the page. Forms register here; a reload waits until all have saved. */
type Save = () => Promise<void> | void;

const saves = new Set<Save>();

/** Registers a save; returns the function that unregisters it (call it when the form closes). */
export function onBeforeReload(save: Save): () => void {
  saves.add(save);
  return () => void saves.delete(save);
}

/** Runs every registered save. Rejects if one fails: then nothing must be reloaded. */
export async function saveBeforeReload(): Promise<void> {
  await Promise.all([...saves].map((save) => save()));
}
