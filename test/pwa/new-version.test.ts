import { render } from 'svelte/server';
import { afterEach, expect, test } from 'vitest';
import { onBeforeReload, saveBeforeReload, changeLanguage } from '#lib/pwa/safe-reload.ts';
import { holdReload, reloadHold } from '#lib/pwa/hold-reload.svelte.ts';
import { programVersion } from '#lib/pwa/program-version.svelte.ts';
import NewVersionNotice from '../../src/routes/NewVersionNotice.svelte';
import { readMessages } from '../i18n/message-file.ts';

const words = readMessages('en') as Record<string, string>;

function shown(): string {
  return render(NewVersionNotice).body;
}

const closing: (() => void)[] = [];

function open(close: () => void): () => void {
  closing.push(close);
  return close;
}

afterEach(() => {
  for (const close of closing.splice(0)) close();
  programVersion.isPostponed = programVersion.hasSaveFailed = reloadHold.isAwaited = false;
});

test('a new version waits for what is typed and saved nowhere, and says so', async () => {
  let saved = 0;
  open(onBeforeReload(() => void (saved += 1)));
  const close = open(holdReload());
  const other = open(holdReload());
  await programVersion.useNew();
  expect(reloadHold.isAwaited).toBe(true);
  expect(shown()).toContain(words['pwa_held']);
  close();
  await programVersion.useNew();
  expect(reloadHold.isAwaited).toBe(true);
  // The way to a reload is not even begun.
  expect(saved).toBe(0);
  other();
  await programVersion.useNew();
  expect(reloadHold.isAwaited).toBe(false);
  expect(saved).toBe(1);
  expect(shown()).not.toContain(words['pwa_held']);
});

test('nothing that waits is shown to whoever has put it off', () => {
  expect(shown()).toContain(words['pwa_new_version']);
  programVersion.postpone();
  expect(shown()).not.toContain(words['pwa_new_version']);
});

test('a form that cannot save itself is told of, also where the new version was put off', async () => {
  programVersion.postpone();
  open(onBeforeReload(() => Promise.reject(new Error('disk full'))));
  await programVersion.useNew();
  expect(shown()).toContain(words['pwa_save_failed']);
  programVersion.postpone();
  expect(shown()).not.toContain(words['pwa_save_failed']);
});

test('what is typed keeps the page from another language, and from no locking', async () => {
  open(holdReload());
  await expect(changeLanguage('fr')).resolves.toBe('held');
  await expect(saveBeforeReload()).resolves.toBeUndefined();
});
