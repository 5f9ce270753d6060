/** Counts and failures out of the machine-readable reports of vitest and Playwright. */
import { existsSync, readFileSync } from 'node:fs';
import type { Count } from './stage.ts';

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly { readonly ok: boolean; readonly file: string; readonly title: string }[];
}

interface PlaywrightReport extends PlaywrightSuite {
  readonly stats: { expected: number; unexpected: number; skipped: number; flaky: number };
}

const unreadable: Count = { passed: 0, failed: 1, skipped: 0 };

function readJson<T>(file: string): T | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}

export function vitestCount(file: string): Count {
  const report = readJson<VitestReport>(file);
  if (!report) return unreadable;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length > 0) return failed.map(({ fullName }) => `${name}: ${fullName}`);
    return status === 'failed' ? [`${name}: ${message}`] : [];
  });
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
  return { passed, failed, skipped, failures };
}

export function playwrightCount(file: string): Count {
  const report = readJson<PlaywrightReport>(file);
  if (!report) return unreadable;
  const { expected, unexpected, skipped, flaky } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped, failures: [...failedSpecs(report)] };
}

function* failedSpecs(suite: PlaywrightSuite): Generator<string> {
  for (const { ok, file, title } of suite.specs ?? []) if (!ok) yield `${file}: ${title}`;
  for (const inner of suite.suites ?? []) yield* failedSpecs(inner);
}
