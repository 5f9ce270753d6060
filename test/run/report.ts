/** Counts and failures out of the machine-readable reports of vitest and Playwright. */
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { Count } from './stage.ts';

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly ok: boolean;
    readonly file: string;
    readonly title: string;
    readonly tests: readonly {
      readonly results: readonly { readonly errors?: readonly { readonly message?: string }[] }[];
    }[];
  }[];
}

interface PlaywrightReport extends PlaywrightSuite {
  readonly stats: { expected: number; unexpected: number; skipped: number; flaky: number };
}

const unreadable: Count = { passed: 0, failed: 1, skipped: 0 };

function readJson<T>(file: string): T | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}

/** What can be read where only the end of the output is kept. */
function shorten(messages: readonly string[] = []): string {
  const lines = messages.flatMap((message) => stripVTControlCharacters(message).split('\n').slice(0, 12));
  return lines.map((line) => `\n    ${line.slice(0, 240)}`).join('');
}

export function vitestCount(file: string): Count {
  const report = readJson<VitestReport>(file);
  if (!report) return unreadable;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length > 0)
      return failed.map(({ fullName, failureMessages }) => `${name}: ${fullName}${shorten(failureMessages)}`);
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
  for (const { ok, file, title, tests } of suite.specs ?? []) {
    const messages = tests.flatMap(({ results }) => results.flatMap(({ errors = [] }) => errors));
    if (!ok) yield `${file}: ${title}${shorten(messages.map(({ message = '' }) => message))}`;
  }
  for (const inner of suite.suites ?? []) yield* failedSpecs(inner);
}
