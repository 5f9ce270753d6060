/**
 * A reload that loses nothing: forms that save automatically do so first; typed text that is not saved keeps the page.
 */
import { saveBeforeReload } from './before-reload.ts';
import { isReloadHeld } from './hold-reload.svelte.ts';

export type ReloadRefusal = 'held' | 'unsaved';

export async function saveOrRefuse(): Promise<ReloadRefusal | null> {
  if (isReloadHeld()) return 'held';
  try {
    await saveBeforeReload();
  } catch {
    return 'unsaved';
  }
  // Text typed during the save is saved nowhere.
  return isReloadHeld() ? 'held' : null;
}

export async function reloadSafely(): Promise<ReloadRefusal | null> {
  const refusal = await saveOrRefuse();
  if (refusal === null) location.reload();
  return refusal;
}
