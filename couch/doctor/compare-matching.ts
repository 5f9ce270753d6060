/** By index and by documents, compared with the report saved on a device (FILE). Changes nothing. */
import { readFileSync } from 'node:fs';
import { StartError } from '#couch/base/command.ts';
import { registerDesigns } from '#couch/ddocs/deploy.ts';
import { idsFrom, readPages, type Database, type Engine } from '#couch/engine/engine.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { isDossierAct, DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import {
  boardToReport,
  compareReports,
  countReported,
  parseMatchingReport,
  type MatchingReport,
  type ReportedFinding
} from '#lib/domain/matching/matching-report.ts';

const VIEW = 'classes/by-partner-month';
const PAGE = 1000;

type ViewKey = readonly string[];

interface MatchingCompared {
  readonly lines: readonly string[];
  readonly isSame: boolean;
}

/** Without a report only, which has its own day. */
export async function compareMatching(
  engine: Engine,
  country: CountryCode,
  { today, report }: { readonly today: CalendarDate; readonly report: MatchingReport | null }
): Promise<MatchingCompared> {
  if (engine.kind === 'embedded') await registerDesigns('country');
  const home = engine.openAsAdministrator(`country-${country.toLowerCase()}`);
  const day = report?.today ?? today;
  const byIndex = readMatching(await readByView(home), country, day);
  const byDocuments = readMatching(await readAll(home), country, day);
  const lines = [
    `${country} on ${day}: ${byIndex.dossiers} dossiers, ${byIndex.findings.length} findings.`,
    ...countReported(byIndex.findings).map(
      ({ partner, month, counts }) =>
        `${partner} ${month}: ${[...counts].map(([what, count]) => `${what} ${count}`).join(', ')}`
    )
  ];
  const differences = [
    ...tell(compareReports(byIndex, byDocuments), 'the index', 'the documents'),
    ...(report ? tell(compareReports(report, byIndex), 'the desk', 'the server') : [])
  ];
  if (report && report.dossiers !== byIndex.dossiers)
    differences.push(`The desk has ${report.dossiers} dossiers, the server ${byIndex.dossiers}.`);
  const said = report ? 'The index, the documents and the desk' : 'The index and the documents';
  return {
    lines: [...lines, ...(differences.length > 0 ? differences : [`${said} list the same.`])],
    isSame: differences.length === 0
  };
}

function tell(differences: ReturnType<typeof compareReports>, first: string, second: string): string[] {
  const name = ({ class: what, partner, number, month }: ReportedFinding): string =>
    `${what} of ${number} (${partner}, ${month})`;
  return differences.map(
    ({ only, finding }) => `Only by ${only === 'first' ? first : second}: ${name(finding)}.`
  );
}

export function readMatching(
  documents: readonly unknown[],
  country: CountryCode,
  today: CalendarDate
): MatchingReport {
  const acts = new Map<ActId, DossierAct>();
  for (const document of documents) {
    const act = parseAct(document);
    if (act.ok && isDossierAct(act.value)) acts.set(act.value._id, act.value);
  }
  const index = new DossierIndex();
  index.add([...acts.values()]);
  const dossiers: Dossier[] = [];
  index.forEach((one) => dossiers.push(one));
  const board = new MatchingIndex((id) => acts.get(id) ?? null).read(dossiers, today);
  return boardToReport(board, country, today);
}

/** The acts of one dossier share a key and are far fewer than a page. */
async function readByView(home: Database): Promise<readonly unknown[]> {
  const documents = new Map<string, unknown>();
  for (let from: ViewKey | null = null; ;) {
    const start = from === null ? {} : { startkey: from };
    const { rows } = await home.query(VIEW, { reduce: false, include_docs: true, limit: PAGE, ...start });
    const before = documents.size;
    for (const { id, doc } of rows) documents.set(id, doc);
    const last = rows[rows.length - 1];
    if (!last || rows.length < PAGE || documents.size === before) return [...documents.values()];
    from = last.key as ViewKey;
  }
}

async function readAll(home: Database): Promise<readonly unknown[]> {
  const documents: unknown[] = [];
  for await (const rows of readPages(home, { ...idsFrom('act:'), limit: PAGE, include_docs: true }))
    documents.push(...rows.map(({ doc }) => doc));
  return documents;
}

export function readReportFile(path: string, country: CountryCode): MatchingReport {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new StartError(`${path} cannot be read as a report of a matching desk.`);
  }
  const report = parseMatchingReport(value);
  if (!report.ok) throw new StartError(`${path} is no report of a matching desk.`);
  if (report.value.country !== country)
    throw new StartError(`${path} is of ${report.value.country}, not of ${country}.`);
  return report.value;
}
