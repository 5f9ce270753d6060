/** Finds a Chromium for the browser stories, installs Debian's where that is possible, or says what to install. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackage } from './debian-package.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a Chromium, or null. `CHROMIUM` in the environment goes first. */
export function findChromium(environment = process.env): string | null {
  const named = environment['CHROMIUM'];
  if (named) return isExecutable(named) ? named : null;
  const folders = (environment['PATH'] ?? '').split(delimiter);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  return candidates.find(isExecutable) ?? null;
}

/** As `findChromium`; as root on Debian it installs the package first where none is there. */
export function provideChromium(): string {
  const found = findChromium() ?? (installDebianPackage('chromium') ? findChromium() : null);
  if (found) return found;
  throw new Error(
    'No Chromium found. Install one ("apt-get install chromium" on Debian, or Google Chrome), or name it in the environment variable CHROMIUM.'
  );
}
