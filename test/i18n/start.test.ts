import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { localeDirection, locales } from '#lib/i18n/locale.ts';

const script = readFileSync(new URL('../../static/start.js', import.meta.url), 'utf8');

interface Page {
  lang: string;
  dir: string;
  readonly dataset: Readonly<Record<string, string>>;
}

function open(stored: Record<string, string> | undefined, languages: readonly string[]): Page {
  const documentElement: Page = { lang: 'en', dir: 'ltr', dataset: {} };
  const getItem = (key: string): string | null => {
    if (!stored) throw new Error('storage is closed');
    return stored[key] ?? null;
  };
  runInNewContext(script, {
    document: { documentElement, addEventListener: () => undefined },
    localStorage: { getItem },
    navigator: { languages },
    setTimeout: () => 0
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

  it('an address that names a language and is no page is answered by the app, in the reader’s own', () => {
    const page = { lang: 'en', dir: 'ltr', dataset: {} };
    runInNewContext(script, {
      document: { documentElement: page, addEventListener: () => undefined },
      location: { pathname: '/fr/nothing' },
      localStorage: { getItem: () => 'ar' },
      navigator: { languages: ['en'] },
      setTimeout: () => 0
    });
    expect(page).toMatchObject({ lang: 'ar', dir: 'rtl' });
  });

  it('English that is redrawn in another language is hidden, and English for its readers is not', () => {
    expect(open({ PARAGLIDE_LOCALE: 'ar' }, []).dataset).toEqual({ redrawn: 'later' });
    expect(open({ PARAGLIDE_LOCALE: 'en' }, ['ar']).dataset).toEqual({});
  });

  it('closed storage does not stop the page', () => {
    expect(open(undefined, ['ar-EG'])).toMatchObject({ lang: 'ar', dir: 'rtl' });
  });

  it('a page that is written out in one language keeps it, and a language chosen there is the app’s', () => {
    const documentElement: Page = { lang: 'ar', dir: 'rtl', dataset: { written: '' } };
    const stored: Record<string, string> = { PARAGLIDE_LOCALE: 'fr' };
    const heard: ((event: object) => void)[] = [];
    runInNewContext(script, {
      document: {
        documentElement,
        addEventListener: (_name: string, listen: (event: object) => void) => heard.push(listen)
      },
      localStorage: {
        getItem: (key: string) => stored[key] ?? null,
        setItem: (key: string, value: string) => void (stored[key] = value)
      },
      navigator: { languages: ['en'] }
    });
    expect(documentElement).toMatchObject({ lang: 'ar', dir: 'rtl' });
    for (const listen of heard) listen({ target: { closest: () => null } });
    expect(stored).toEqual({ PARAGLIDE_LOCALE: 'fr' });
    for (const listen of heard) listen({ target: { closest: () => ({ hreflang: 'ru' }) } });
    expect(stored).toEqual({ PARAGLIDE_LOCALE: 'ru' });
  });

  it.each(locales)('%s has the direction the components know', (locale) => {
    expect(open({ PARAGLIDE_LOCALE: locale }, []).dir).toBe(localeDirection(locale));
  });
});
