/** Data that the build writes into the page, besides the program. */
export const NAMES_ID = 'names';

type Names = Readonly<Record<string, Readonly<Record<string, string>>>>;

let names: Names | null = null;

/** Country names by language. */
export function readNames(): Names {
  names ??= JSON.parse(document.getElementById(NAMES_ID)?.textContent ?? '{}') as Names;
  return names;
}

/** `i2esLanguages`: a script for each language, which the build makes. */
export function speak(language: string): void {
  const all = (globalThis as { readonly i2esLanguages?: Readonly<Record<string, () => void>> }).i2esLanguages;
  all?.[language]?.();
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
}
