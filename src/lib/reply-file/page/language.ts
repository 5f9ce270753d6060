/**
 * In the page, in place of `i18n/paraglide` and the tables of country names: one language, whose sentences the file
 * carries in a script of its own (`build-page.ts`).
 */
import { readContent } from './page-content.ts';

type Sentence = (inputs: object) => string;

const sentences = (): Readonly<Record<string, Sentence>> =>
  (globalThis as { readonly i2esTexts?: Readonly<Record<string, Sentence>> }).i2esTexts ?? {};

export const m = new Proxy(
  {},
  {
    get:
      (_none, key: string) =>
      (inputs: object = {}) =>
        sentences()[key]?.(inputs) ?? key,
    has: (_none, key: string) => key in sentences()
  }
);

export const locales = ['en', 'fr', 'es', 'ru', 'zh', 'ar'];
export const isLocale = (text: unknown): boolean => locales.includes(text as string);
export const getLocale = (): string => document.documentElement.lang;
export const setLocale = (): void => undefined;
export const countryNamesOf = (): Readonly<Record<string, string>> => readContent().names;
