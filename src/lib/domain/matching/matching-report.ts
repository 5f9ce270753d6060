/**
 * A short list of mismatches that devices can exchange and compare. It names authorizations by number, without company,
 * substance or quantity.
 */
import { country as countryCode } from '../shape/references.ts';
import {
  anyText,
  calendarDate,
  integer,
  listOf,
  oneOf,
  pattern,
  readStored,
  stored,
  type Checked
} from '../shape/shape.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { Result } from '../result.ts';
import { FINDING_CLASSES, type Finding, type FindingClass } from './finding.ts';
import type { MatchingBoard } from './matching-index.ts';

const reported = stored({
  required: {
    key: anyText,
    class: oneOf(FINDING_CLASSES),
    partner: countryCode,
    number: anyText,
    month: pattern(/^\d{4}-\d{2}$/, 'document.malformed')
  }
});
export type ReportedFinding = Checked<typeof reported>;

const report = stored({
  required: {
    schema: oneOf([1]),
    report: oneOf(['matching']),
    country: countryCode,
    today: calendarDate,
    dossiers: integer(0, Number.MAX_SAFE_INTEGER),
    findings: listOf(reported, 0, Infinity)
  }
});
export type MatchingReport = Checked<typeof report>;

export function boardToReport(
  { findings, dossiers }: Pick<MatchingBoard, 'findings' | 'dossiers'>,
  country: CountryCode,
  today: CalendarDate
): MatchingReport {
  const listed = findings.map((one) => toReported(one, country));
  listed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { schema: 1, report: 'matching', country, today, dossiers, findings: listed };
}

function toReported(
  { key, class: what, importing, exporting, number, dossier }: Finding,
  country: CountryCode
): ReportedFinding {
  const month = `${dossier.slice(6, 10)}-${dossier.slice(10, 12)}`;
  return { key, class: what, partner: importing === country ? exporting : importing, number, month };
}

/** The file is carried by hand, so all of it is verified. */
export function parseMatchingReport(value: unknown): Result<MatchingReport> {
  return readStored(report, value);
}

interface ReportDifference {
  readonly only: 'first' | 'second';
  readonly finding: ReportedFinding;
}

export function compareReports(
  first: Pick<MatchingReport, 'findings'>,
  second: Pick<MatchingReport, 'findings'>
): readonly ReportDifference[] {
  const keys = (report: Pick<MatchingReport, 'findings'>): Set<string> =>
    new Set(report.findings.map(({ key }) => key));
  const [ours, theirs] = [keys(first), keys(second)];
  return [
    ...first.findings
      .filter(({ key }) => !theirs.has(key))
      .map((finding) => ({ only: 'first' as const, finding })),
    ...second.findings
      .filter(({ key }) => !ours.has(key))
      .map((finding) => ({ only: 'second' as const, finding }))
  ];
}

export function countReported(findings: readonly ReportedFinding[]): readonly {
  readonly partner: CountryCode;
  readonly month: string;
  readonly counts: ReadonlyMap<FindingClass, number>;
}[] {
  const groups = new Map<
    string,
    { partner: CountryCode; month: string; counts: Map<FindingClass, number> }
  >();
  for (const { partner, month, class: what } of findings) {
    const name = `${partner} ${month}`;
    const group = groups.get(name) ?? { partner, month, counts: new Map<FindingClass, number>() };
    groups.set(name, group);
    group.counts.set(what, (group.counts.get(what) ?? 0) + 1);
  }
  return Array.from(groups.keys())
    .sort()
    .map((name) => groups.get(name)!);
}
