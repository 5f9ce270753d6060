/**
 * Programs that some tests ask: without one its tests are skipped, and the last lines of a run say which. A reader of
 * PDF is installed where it can be; a web server or a browser is not put on anybody's machine.
 */
import { spawnSync } from 'node:child_process';
import { DISPLAY_SERVER, findProgram, FIREFOX, WEBKIT_DRIVER } from '../e2e/drivers/programs.ts';
import { installDebianPackage } from './debian-package.ts';

interface Tool {
  readonly command: readonly [string, string];
  readonly debian: string;
  readonly isInstalled: boolean;
  /** What is not run without it. */
  readonly for: string;
}

const TOOLS: readonly Tool[] = [
  {
    command: ['pdftotext', '-v'],
    debian: 'poppler-utils',
    isInstalled: true,
    for: 'what stands in the printed forms and letters'
  },
  {
    command: ['nginx', '-v'],
    debian: 'nginx-light',
    isInstalled: false,
    for: 'the settings of the proxy in front of the gateways'
  }
];

function isThere({ command: [name, question] }: Tool): boolean {
  return spawnSync(name, [question], { stdio: 'ignore' }).status === 0;
}

export function provideOtherTools(): void {
  for (const tool of TOOLS) if (tool.isInstalled && !isThere(tool)) installDebianPackage(tool.debian);
}

const STORY = 'the story of an officer in';

const BROWSERS = [
  { names: FIREFOX, debian: 'firefox-esr', for: `${STORY} Firefox` },
  { names: WEBKIT_DRIVER, debian: 'webkit2gtk-driver', for: `${STORY} WebKitGTK` },
  { names: DISPLAY_SERVER, debian: 'xvfb', for: `${STORY} WebKitGTK` }
] as const;

/** Of the browsers that Playwright does not drive: a sentence for each that is missing. */
export function missingBrowsers(): string[] {
  return BROWSERS.filter(({ names }) => findProgram(names) === null).map(
    ({ names: [name], debian, for: what }) =>
      `NOT RUN: ${what}, for want of ${name} (Debian package "${debian}").`
  );
}

/** A sentence for each that is missing. */
export function missingTools(): string[] {
  return TOOLS.filter((tool) => !isThere(tool)).map(
    ({ command: [name], debian, for: what }) =>
      `NOT RUN: ${what}, for want of ${name} (Debian package "${debian}").`
  );
}
