/**
 * The company at home must have a licence for the goods (1961 art. 31(3)(a), 1971 art. 8(1)). Only the form judges it:
 * the register changes after the door has seen an authorization. A country chooses whether it is a question or a refusal.
 */
import type { Party } from '../act/body.ts';
import { isBlank } from '../act/typed-text.ts';
import { toProblem, type ProblemCode } from '../act/problem-codes.ts';
import { covers } from '../company/coverage.ts';
import { statusOf, type Company } from '../company/company.ts';
import { quotaLeft, type CompanyBook } from '../company/company-book.ts';
import { microgramsToText, microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { settingsOf } from './country-settings.ts';
import type { Findings, JudgeContext } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';

export function judgeCompanyAtHome(
  operation: 'import' | 'export',
  party: Party,
  lines: readonly ComputedLine[],
  context: JudgeContext,
  findings: Findings
): void {
  const { companies, country } = context;
  if (!companies?.isUsed || isBlank(party.name)) return;
  const isRefused = settingsOf(context.settings, country).unlicensed === 'refuse';
  const path = operation === 'import' ? 'importerName' : 'exporterName';
  const tell = (code: ProblemCode, values: NonNullable<Problem['values']>): void => {
    const problem = toProblem(code, path, findings.ground, { name: party.name, ...values });
    findings.problems.push(isRefused ? { ...problem, weight: 'refused' } : problem);
  };
  const company = companies.companyOf(party);
  if (!company) return tell('company.unlisted', {});
  if (statusOf(company) !== 'active') return tell('company.inactive', {});
  const seen = new Set<string>();
  for (const { substance } of lines) {
    if (!substance || seen.has(substance.key)) continue;
    seen.add(substance.key);
    const found = covers(company, { substance, operation, date: context.today });
    const goods = { substance: substance.name, operation };
    if (found.state === 'none') tell('company.licence.none', goods);
    if (found.state === 'expired')
      tell('company.licence.expired', {
        ...goods,
        number: found.licence.number,
        date: found.licence.validUntil
      });
    if (found.state === 'notYet')
      tell('company.licence.notYet', {
        ...goods,
        number: found.licence.number,
        date: found.licence.validFrom
      });
    judgeQuota(company, { substance, operation }, lines, context, companies, tell);
  }
}

function judgeQuota(
  company: Company,
  {
    substance,
    operation
  }: { readonly substance: NonNullable<ComputedLine['substance']>; readonly operation: 'import' | 'export' },
  lines: readonly ComputedLine[],
  { today }: JudgeContext,
  companies: CompanyBook,
  tell: (code: ProblemCode, values: NonNullable<Problem['values']>) => void
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
