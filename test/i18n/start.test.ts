import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { localeDirection, locales } from '#lib/i18n/locale.ts';

const script = readFileSync(new URL('../../static/start.js', import.meta.url), 'utf8');

interface Page {
  lang: string;
  dir: string;
}

function open(stored: Record<string, string> | undefined, languages: readonly string[]): Page {
  const documentElement: Page = { lang: 'en', dir: 'ltr' };
  const getItem = (key: string): string | null => {
    if (!stored) throw new Error('storage is closed');
    return stored[key] ?? null;
  };
  runInNewContext(script, {
    document: { documentElement },
    localStorage: { getItem },
    navigator: { languages }
  });
  return documentElement;
}

describe('before the first paint', () => {
  it('the page has the language chosen here, before the browser’s own', () => {
    expect(open({ PARAGLIDE_LOCALE: 'fr' }, ['ru-RU']).lang).toBe('fr');
    expect(open({}, ['ru-RU', 'en']).lang).toBe('ru');
    expect(open({}, ['pt-BR', 'es-MX']).lang).toBe('es');
  });

  it('a language we do not have gives way to English', () => {
    expect(open({ PARAGLIDE_LOCALE: 'xx' }, ['pt']).lang).toBe('en');
  });

  it('closed storage does not stop the page', () => {
    expect(open(undefined, ['ar-EG'])).toMatchObject({ lang: 'ar', dir: 'rtl' });
  });

  it.each(locales)('%s has the direction the components know', (locale) => {
    expect(open({ PARAGLIDE_LOCALE: locale }, []).dir).toBe(localeDirection(locale));
  });
});
