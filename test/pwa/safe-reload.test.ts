/** A reload is asked for where a part of the program cannot be had, or for another language: it loses nothing. */
import { afterEach, expect, test, vi } from 'vitest';
import { changeLanguage, onBeforeReload, reloadSafely } from '#lib/pwa/safe-reload.ts';
import { holdReload } from '#lib/pwa/hold-reload.svelte.ts';

const closing: (() => void)[] = [];
const reload = vi.fn();
vi.stubGlobal('location', { reload });

afterEach(() => {
  for (const close of closing.splice(0)) close();
  reload.mockClear();
});

test('what saves itself is saved before the page goes', async () => {
  const save = vi.fn(() => expect(reload).not.toHaveBeenCalled());
  closing.push(onBeforeReload(save));
  expect(await reloadSafely()).toBeNull();
  expect(save).toHaveBeenCalledOnce();
  expect(reload).toHaveBeenCalledOnce();
});

test('what is typed and saved nowhere keeps the page, and so does what could not be saved; which it was is told', async () => {
  closing.push(onBeforeReload(() => Promise.reject(new Error('disk full'))));
  expect(await reloadSafely()).toBe('unsaved');
  closing.push(holdReload());
  expect(await reloadSafely()).toBe('held');
  expect(reload).not.toHaveBeenCalled();
});

test('what was begun while the rest was saved keeps the page too', async () => {
  closing.push(onBeforeReload(async () => void closing.push(holdReload())));
  expect(await reloadSafely()).toBe('held');
  expect(reload).not.toHaveBeenCalled();
});

test('a language that the service worker cannot keep is not changed to, and nothing is saved for it', async () => {
  const save = vi.fn();
  closing.push(onBeforeReload(save));
  let asked: unknown;
  const postMessage = (message: unknown, [port]: MessagePort[]): void => {
    asked = message;
    port!.postMessage(false);
  };
  vi.stubGlobal('navigator', { serviceWorker: { controller: { postMessage } } });
  expect(await changeLanguage('fr')).toBe('not-kept');
  expect(asked).toEqual({ type: 'KEEP_LANGUAGE', language: 'fr' });
  expect(save).not.toHaveBeenCalled();
});
