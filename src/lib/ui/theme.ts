/** Light, dark, or as the system has it. `static/start.js` reads the same key before the first paint. */
const KEY = 'I2ES_THEME';

export type Theme = 'system' | 'light' | 'dark';

export function readTheme(): Theme {
  const stored = globalThis.localStorage?.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem(KEY, theme);
    document.documentElement.dataset.theme = theme;
  }
}
