/**
 * Where a story fails, prints what its page said: a run on another machine leaves nothing else behind, and what a
 * screen told is most often the cause.
 */
import { readFileSync } from 'node:fs';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** How many characters of a page are printed at most; the longest desk has fewer. */
const MAX_PAGES = 12_000;

export default class PrintPage implements Reporter {
  onTestEnd(test: TestCase, { status, attachments }: TestResult): void {
    if (status === test.expectedStatus || status === 'skipped') return;
    const told = new Set(attachments.filter(({ name }) => name === 'error-context').map(textOf));
    for (const text of told)
      console.log(`\nThe page of “${test.title}” when it failed:\n${text.slice(0, MAX_PAGES)}\n`);
  }

  printsToStdio(): boolean {
    return false;
  }
}

/** Playwright writes more beside it: what is printed anyway, and words for other tools. */
const PAGE = /^```yaml\n([\s\S]*?)^```$/gm;

function textOf({ path, body }: TestResult['attachments'][number]): string {
  const told = body?.toString() ?? (path ? readFileSync(path, 'utf8') : '');
  return [...told.matchAll(PAGE)].map(([, page]) => page).join('\n');
}
