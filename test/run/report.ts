/** Counts out of the machine-readable reports of vitest and Playwright. */
import { existsSync, readFileSync } from 'node:fs';
import type { Count } from './stage.ts';

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

export function vitestCount(file: string): Count {
  const report = readJson(file) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
  } | null;
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
}

export function playwrightCount(file: string): Count {
  const report = readJson(file) as {
    stats: { expected: number; unexpected: number; skipped: number; flaky: number };
  } | null;
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, skipped, flaky } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}
