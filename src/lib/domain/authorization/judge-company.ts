/**
 * The company at home must have a licence for the goods (1961 art. 31(3)(a), 1971 art. 8(1); rule R26). A country chooses
 * whether one without is refused, or is a question whose answer is in the act.
 */
import type { AuthorizationBody, Party } from '../act/body.ts';
import { instantToDate } from '../calendar-date.ts';
import { isBlank } from '../act/typed-text.ts';
import { toProblem, type ProblemCode } from '../act/problem-codes.ts';
import { covers } from '../company/coverage.ts';
import { statusOn, type Company } from '../company/company.ts';
import { quotaLeft, type CompanyBook } from '../company/company-book.ts';
import { findSubstance, groundOf, type EditionIndex, type Substance } from '../goods/substance.ts';
import type { CalendarDate } from '../ids.ts';
import { microgramsToText, microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { settingsOf, type CountrySettings } from './country-settings.ts';
import type { Findings, JudgeContext } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';

type Operation = 'import' | 'export';
type Tell = (code: ProblemCode, values?: NonNullable<Problem['values']>) => void;

export function judgeCompanyAtHome(
  operation: Operation,
  party: Party,
  lines: readonly ComputedLine[],
  context: JudgeContext,
  findings: Findings
): void {
  const { companies, country, today } = context;
  if (!companies?.isUsed || isBlank(party.name)) return;
  const isRefused = settingsOf(context.settings, country).unlicensed === 'refuse';
  const path = operation === 'import' ? 'importerName' : 'exporterName';
  const tell: Tell = (code, values) => {
    const problem = toProblem(code, path, findings.ground, { name: party.name, ...values });
    findings.problems.push(isRefused ? { ...problem, weight: 'refused' } : problem);
  };
  const substances = distinct(lines.flatMap(({ substance }) => substance ?? []));
  const company = companies.companyOf(party);
  judgeTrade(company, { operation, party, substances, date: today }, tell);
  for (const substance of company ? substances : [])
    judgeQuota(company as Company, { substance, operation }, lines, context, companies, tell);
}

interface Trade {
  readonly operation: Operation;
  readonly party: Party;
  readonly substances: readonly Substance[];
  readonly date: CalendarDate;
}

function judgeTrade(company: Company | null, trade: Trade, tell: Tell): void {
  const { operation, party, date, substances } = trade;
  if (!company) return tell('company.unlisted');
  if (statusOn(company, date) !== 'active') return tell('company.inactive');
  for (const substance of substances) {
    const found = covers(company, { substance, operation, date, address: party.address });
    const goods = { substance: substance.name, operation };
    if (found.state === 'none') tell('company.licence.none', goods);
    if (!('licence' in found)) continue;
    const { number, premises = '', validFrom, validUntil } = found.licence;
    if (found.state === 'elsewhere') tell('company.licence.elsewhere', { ...goods, number, premises });
    if (found.state === 'expired') tell('company.licence.expired', { ...goods, number, date: validUntil });
    if (found.state === 'notYet') tell('company.licence.notYet', { ...goods, number, date: validFrom });
  }
}

function distinct(substances: readonly Substance[]): readonly Substance[] {
  return substances.filter(({ key }, at) => substances.findIndex((one) => one.key === key) === at);
}

function judgeQuota(
  company: Company,
  { substance, operation }: { readonly substance: Substance; readonly operation: Operation },
  lines: readonly ComputedLine[],
  { today }: JudgeContext,
  companies: CompanyBook,
  tell: Tell
): void {
  const about = { substance: substance.key, operation, year: Number(today.slice(0, 4)) };
  const left = quotaLeft(company, about, companies);
  const typed = lines.reduce(
    (sum, line) => (line.substance?.key === substance.key && line.base ? sum + microgramsOf(line.base) : sum),
    0
  );
  if (left === null || typed <= left) return;
  const values = { quantity: microgramsToText(typed), remaining: microgramsToText(Math.max(0, left)) };
  tell('company.quota.exceeded', { substance: substance.name, year: about.year, ...values });
}

export interface CompanyRules {
  readonly book: CompanyBook;
  readonly settings: Pick<CountrySettings, 'unlicensed' | 'unlicensedSince'>;
}

/**
 * At the door, of the issuer's own people. A device that was offline did not know a later register: status, validity and the
 * choice to refuse count as on the day of issue, and a company changed after it is not judged. A quota is not judged either,
 * because two offline devices do not know what the other one issued; its page shows the excess.
 */
export function judgeIssuedCompany(
  body: AuthorizationBody,
  { book, settings }: CompanyRules,
  edition: EditionIndex
): readonly Problem[] {
  const operation = body.kind === 'import-authorization' ? 'import' : 'export';
  const party = operation === 'import' ? body.importer : body.exporter;
  const date = body.kind === 'export-declaration' ? instantToDate(body.at) : body.issuedOn;
  if (!book.isUsed || book.usedSince > date) return [];
  const company = book.companyOf(party);
  if ((company?.changedOn ?? '') > date) return [];
  const isRefused = settings.unlicensed === 'refuse' && (settings.unlicensedSince ?? '') <= date;
  const isAnswered = (body.confirmed ?? []).some(
    ({ question, reason = '' }) => question === 'company' && !isBlank(reason)
  );
  if (!isRefused && isAnswered) return [];
  const substances = distinct(body.lines.flatMap((line) => findSubstance(line.substance, edition) ?? []));
  const path = `body.${operation === 'import' ? 'importer' : 'exporter'}.name`;
  const problems: Problem[] = [];
  judgeTrade(company, { operation, party, substances, date }, (code, values) => {
    const problem = toProblem(code, path, groundOf(substances), { name: party.name, ...values });
    problems.push({ ...problem, weight: 'refused' });
  });
  return problems;
}
