import { isReloadHeld } from './hold-reload.svelte.ts';
import { readLocale, setLocale, type Locale } from '#lib/i18n/locale.ts';

/** A change of language or version reloads the page. A reload waits until all registered forms have saved. */
type Save = () => Promise<void> | void;

const saves = new Set<Save>();

export function onBeforeReload(save: Save): () => void {
  saves.add(save);
  return () => void saves.delete(save);
}

/** Rejects if one fails: then nothing must be reloaded. */
export async function saveBeforeReload(): Promise<void> {
  await Promise.all([...saves].map((save) => save()));
}

/** `not-kept`: the language is not on this device, and the connection did not bring it. */
export type ReloadRefusal = 'held' | 'unsaved' | 'not-kept';

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

export async function changeLanguage(locale: Locale): Promise<ReloadRefusal | null> {
  if (locale === readLocale()) return null;
  if (!(await keepLanguage(locale))) return 'not-kept';
  const refusal = await saveOrRefuse();
  if (refusal === null) await setLocale(locale);
  return refusal;
}

/** Without a service worker nothing is kept, and the next page fetches what it needs. */
function keepLanguage(language: Locale): Promise<boolean> {
  const worker = globalThis.navigator?.serviceWorker?.controller;
  if (!worker) return Promise.resolve(true);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: 'KEEP_LANGUAGE', language }, [port2]);
  return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data === true)));
}
