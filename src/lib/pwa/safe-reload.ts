/**
 * A reload that loses nothing: what saves itself is saved first, and what is typed and saved nowhere, or could
 * not be saved, keeps the page.
 */
import { saveBeforeReload } from './before-reload.ts';
import { isReloadHeld } from './hold-reload.svelte.ts';

/** `held`: something typed is saved nowhere; `unsaved`: a form could not save itself. */
export type ReloadRefusal = 'held' | 'unsaved';

/** Null where everything is saved and the page may go. */
export async function saveOrRefuse(): Promise<ReloadRefusal | null> {
  if (isReloadHeld()) return 'held';
  try {
    await saveBeforeReload();
  } catch {
    return 'unsaved';
  }
  // What was begun while that was saved is saved nowhere.
  return isReloadHeld() ? 'held' : null;
}

export async function reloadSafely(): Promise<ReloadRefusal | null> {
  const refusal = await saveOrRefuse();
  if (refusal === null) location.reload();
  return refusal;
}
