import { describe, expect, it } from 'vitest';
import { indexByCatalog } from '#lib/i18n/locale-split.ts';
import { onBeforeReload, saveBeforeReload } from '#lib/i18n/before-reload.ts';
import { articleText, hasProblemText, problemText } from '#lib/i18n/problem-text.ts';

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

describe('the browser’s index of sentences', () => {
  it('asks the one loaded catalog and names no language', () => {
    const made = indexByCatalog(
      'export const dossier_title = /** x */ ((i) => {});\nexport const app_name = 1;'
    );
    expect(made).toContain('export const dossier_title = (i = {}, o) => c(o).dossier_title(i);');
    expect(made).not.toContain('fr.js');
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
