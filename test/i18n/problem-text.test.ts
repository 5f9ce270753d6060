import { describe, expect, it } from 'vitest';
import { catalogFor, loadCatalog, openCatalog } from '#lib/i18n/catalog.ts';
import { messagesByCatalog } from '#lib/i18n/locale-split.ts';
import { onBeforeReload, saveBeforeReload } from '#lib/i18n/before-reload.ts';
import { articleText, hasProblemText, problemText } from '#lib/i18n/problem-text.ts';
import { readMessages } from './message-file.ts';

describe('a problem', () => {
  it('is told in a sentence with its values, each isolated from the line’s direction', () => {
    expect(problemText({ code: 'number.malformed', values: { typed: 'ten' } })).toBe(
      '\u2068ten\u2069 is not a number. Use digits and one decimal sign.'
    );
  });

  it('that nobody has written a sentence for is told with its code, never swallowed', () => {
    expect(hasProblemText('some.new.rule')).toBe(false);
    expect(problemText({ code: 'some.new.rule' })).toContain('some.new.rule');
  });

  it('cites the Convention and the article', () => {
    expect(articleText('1961:31.8')).toBe('1961 Convention, art. \u206831.8\u2069');
    expect(articleText('national law')).toBe('national law');
  });
});

describe('the sentences in the browser', () => {
  it('come from the one loaded catalog and name no language', () => {
    expect(messagesByCatalog).toContain("from '../catalog.ts'");
    expect(messagesByCatalog).not.toMatch(/messages\/(en|fr|es|ru|zh|ar)\.js/);
  });

  it('are the reader’s, and another language’s only when it was loaded for a form', async () => {
    await openCatalog('fr');
    expect(catalogFor().ui_close?.({})).toBe('Fermer');
    expect(catalogFor({ locale: 'es' }).ui_close?.({})).toBe('Fermer');
    await loadCatalog('es');
    expect(catalogFor({ locale: 'es' }).ui_close?.({})).toBe('Cerrar');
    expect(catalogFor().ui_close?.({})).toBe('Fermer');
  });

  it('keep their direction where an Arabic page falls back to English', async () => {
    await openCatalog('ar');
    expect(catalogFor().ui_close?.({})).toBe('إغلاق');
    const fallback = Object.keys(readMessages('en')).find((key) => !(key in readMessages('ar')));
    if (fallback) expect(catalogFor()[fallback]?.({})).toMatch(/^\u2066.*\u2069$/s);
  });
});

describe('a reload', () => {
  it('waits for every form, and does not happen when one could not save', async () => {
    const close = onBeforeReload(() => Promise.reject(new Error('disk full')));
    await expect(saveBeforeReload()).rejects.toThrow('disk full');
    close();
    await expect(saveBeforeReload()).resolves.toBeUndefined();
  });
});
