/**
 * Judges the record of a partner's paper authorization (ECOSOC resolution 1981/7): all is typed as printed, and a named
 * person has compared it with the original. A paper that breaks a rule is recorded as it is; the rule is judged when
 * something is issued upon it.
 */
import { PURPOSES, type BodyHead, type BodyOf, type ImportReference } from '../act/body.ts';
import { dossierKey } from '../act/dossier-key.ts';
import { despatchAsPeriod } from '../act/kinds/export-declaration.ts';
import { keyedAs, type PaperOf } from '../act/kinds/paper-record.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { isProblemCode, PROBLEM_CODES, type CheckName, type ProblemCode } from '../act/problem-codes.ts';
import { isBlank, withText } from '../act/typed-text.ts';
import type { DraftFields } from '../draft/draft.ts';
import { textToScan } from '../file/scan.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import { fieldOf } from './form-fields.ts';
import { Findings, groundOfForm, readText, type ExportContext } from './judge-context.ts';
import type { Judgement } from './judge-import.ts';
import { judgeLines } from './judge-lines.ts';
import { judgePaperDrawn } from './judge-reference.ts';
import { judgeBonded, judgeParties, judgePartner } from './judge-parties.ts';
import { judgeConsignments, judgeWays, readDate } from './judge-terms.ts';

export type PaperParticulars = Omit<BodyOf<'paper-record'>, keyof BodyHead | 'paper'> & {
  readonly paper: PaperOf<AuthorizationKind>;
};

type Printed = Pick<
  PaperOf<'import-authorization'>,
  Exclude<keyof PaperOf<'import-authorization'>, 'instrument' | 'consignments' | 'purpose'>
>;

export function judgePaperForm(
  kind: AuthorizationKind,
  form: DraftFields,
  context: ExportContext
): Judgement<PaperParticulars> {
  const findings = new Findings(groundOfForm(form, context.edition));
  const isImport = kind === 'import-authorization';
  const partner = judgePartner(
    form,
    isImport ? 'importingCountry' : 'exportingCountry',
    context.country,
    findings
  );
  const [importing, exporting] = isImport ? [partner, context.country] : [context.country, partner];
  const readDates = kind === 'export-declaration' ? readDespatch : readPeriod;
  const { printed, lines } = readPrinted(form, { importing, exporting, readDates }, context, findings);
  const paper = readPaper(kind, form, printed, context, findings);
  if (kind === 'export-authorization') judgePaperDrawn(form, lines, context, findings);
  const compared = readComparison(form, context.today, findings);
  const problems = findings.problems.map(asPrinted);
  const judged = { kind, isPaper: true, problems, lines } as const;
  const isReady = problems.every((one) => one.weight === 'notice');
  if (!isReady || !paper || !compared || !importing || !exporting) return judged;
  const cited = keyedAs(paper);
  const dossier = dossierKey(importing, exporting, cited.issuedOn, cited.number);
  return { ...judged, body: { dossier, paper, ...compared } };
}

function readPrinted(
  form: DraftFields,
  known: {
    readonly importing: CountryCode | null;
    readonly exporting: CountryCode | null;
    readonly readDates: typeof readPeriod;
  },
  context: ExportContext,
  findings: Findings
) {
  const number = readNamed(form, 'number', 60, findings);
  const issuedOn = readPast(form, 'issuedOn', context.today, findings);
  const name = readNamed(form, 'authorityName', 200, findings);
  const address = readNamed(form, 'authorityAddress', 500, findings);
  const parties = judgeParties(form, known, context, findings);
  const period = known.readDates(form, findings);
  const lines = judgeLines(form, context, null, findings);
  const bondedWarehouse = judgeBonded(form, lines, known.importing, context, findings);
  const { replaces: _none, ...ways } = judgeWays(form, findings);
  if (!issuedOn || !period) return { lines, printed: null };
  const printed: Printed = {
    number,
    issuedOn,
    authority: { name, address },
    ...parties,
    ...period,
    lines: lines.flatMap(({ line }) => line ?? []),
    ...(bondedWarehouse ? { bondedWarehouse } : {}),
    ...ways,
    edition: context.edition.edition.edition
  };
  return { lines, printed };
}

type Period = Pick<Printed, 'validFrom' | 'validUntil'>;

function readPeriod(form: DraftFields, findings: Findings): Period | null {
  const validFrom = readDate(form, 'validFrom', 'validity.from.missing', findings);
  const validUntil = readDate(form, 'validUntil', 'validity.until.missing', findings);
  if (!validFrom || !validUntil) return null;
  if (validUntil < validFrom)
    findings.add('authorization.validity.reversed', 'validUntil', { from: validFrom, until: validUntil });
  return { validFrom, validUntil };
}

function readDespatch(form: DraftFields, findings: Findings): Period | null {
  const despatchedOn = readDate(form, 'despatchedOn', 'despatch.missing', findings);
  return despatchedOn && despatchAsPeriod({ despatchedOn });
}

function readPaper(
  kind: AuthorizationKind,
  form: DraftFields,
  printed: Printed | null,
  context: ExportContext,
  findings: Findings
): PaperOf<AuthorizationKind> | null {
  if (kind === 'import-authorization') return readImport(form, printed, findings);
  const packages = withText('packages', readText(form, 'packages', findings, 500, true));
  if (kind === 'export-authorization')
    return readExport(form, printed && { ...printed, ...packages }, context, findings);
  if (!printed) return null;
  const { validFrom: despatchedOn, validUntil: _same, ...particulars } = printed;
  return { instrument: kind, ...particulars, ...packages, despatchedOn };
}

/** Few papers state a purpose. */
function readImport(
  form: DraftFields,
  printed: Printed | null,
  findings: Findings
): PaperOf<'import-authorization'> | null {
  const consignments = judgeConsignments(form, findings);
  const purpose = PURPOSES.find((one) => one === fieldOf(form, 'purpose'));
  if (!printed || consignments === null) return null;
  return {
    instrument: 'import-authorization',
    ...printed,
    consignments,
    ...(purpose ? { purpose } : {})
  };
}

/** Recorded in the dossier of the import authorization that it cites. */
function readExport(
  form: DraftFields,
  printed: (Printed & Pick<PaperOf<'export-authorization'>, 'packages'>) | null,
  { importAct }: ExportContext,
  findings: Findings
): PaperOf<'export-authorization'> | null {
  if (!importAct) findings.add('importReference.absent', 'reference');
  if (!printed || !importAct) return null;
  const { number, issuedOn, authority } = importAct.body;
  const importAuthorization: ImportReference = {
    number,
    issuedOn,
    authority: authority.name,
    act: importAct._id
  };
  return {
    instrument: 'export-authorization',
    ...printed,
    importAuthorization
  };
}

function readComparison(
  form: DraftFields,
  today: CalendarDate,
  findings: Findings
): Pick<PaperParticulars, 'comparedBy' | 'comparedOn' | 'scan'> | null {
  const comparedBy = readNamed(form, 'comparedBy', 120, findings);
  const comparedOn = readPast(form, 'comparedOn', today, findings);
  const scan = textToScan(fieldOf(form, 'scan'));
  return comparedOn && { comparedBy, comparedOn, ...(scan ? { scan } : {}) };
}

function readNamed(
  form: DraftFields,
  name: 'number' | 'authorityName' | 'authorityAddress' | 'comparedBy',
  most: number,
  findings: Findings
): string {
  const text = readText(form, name, findings, most, name === 'authorityAddress');
  if (isBlank(text)) findings.add(`paper.${name}.missing`, name);
  return text;
}

function readPast(
  form: DraftFields,
  name: 'issuedOn' | 'comparedOn',
  today: CalendarDate,
  findings: Findings
): CalendarDate | null {
  const date = readDate(form, name, `paper.${name}.missing`, findings);
  if (date && date > today) findings.add(`paper.${name}.future`, name, { date });
  return date;
}

const LAW: readonly CheckName[] = ['consignee', 'schedules', 'purpose'];
const LAWS: readonly ProblemCode[] = ['bonded.scheduleOne', 'bonded.postBox', 'line.preparation.missing'];

/** A paper shows what its authority did; its record only says so. */
function asPrinted(problem: Problem): Problem {
  const { code } = problem;
  const isLaw = isProblemCode(code) && (LAW.includes(PROBLEM_CODES[code].check) || LAWS.includes(code));
  return isLaw ? { ...problem, weight: 'notice' } : problem;
}
