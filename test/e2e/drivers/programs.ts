/** Browsers that Playwright cannot drive as Debian packs them, and what they need: where each is, if anywhere. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const FIREFOX = ['firefox-esr', 'firefox'] as const;
export const WEBKIT_DRIVER = ['WebKitWebDriver'] as const;
/** WebKitGTK draws on a display alone; this one is in memory. */
export const DISPLAY_SERVER = ['Xvfb'] as const;

export function findProgram(names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
