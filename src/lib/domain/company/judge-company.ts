/** What form, spreadsheet and door refuse in a company; each problem's path is the name of its box. */
import { isBlank } from '../act/typed-text.ts';
import { isCountry } from '../country.ts';
import { refuse, type Problem, type Result } from '../result.ts';
import { textProblem } from '../shape/shape.ts';
import { canFollow, parseCompany, type Company, type CompanyStatus, type Licence } from './company.ts';

/** Version 0.2.0 wrote none of these and no history, by other rules: such a document stays as it is, and covers no trade. */
const LATER_MEMBERS = [
  'roles',
  'nationalNumber',
  'earlierNames',
  'premises',
  'licences',
  'responsible',
  'quotas',
  'confirmed',
  'mergedInto'
];

export function judgeCompanyDocument(document: Readonly<Record<string, unknown>>): Result<true> {
  const isFirst = document['history'] === undefined;
  if (isFirst && LATER_MEMBERS.some((name) => document[name] !== undefined && document['_deleted'] !== true))
    return refuse({ code: 'company.history.missing', path: 'history' });
  if (isFirst || document['_deleted'] === true) return { ok: true, value: true };
  const parsed = parseCompany(document);
  if (!parsed.ok) return parsed;
  const problems = judgeCompany(parsed.value);
  return problems.length > 0 ? refuse(...problems) : { ok: true, value: true };
}

export function judgeCompany(company: Company): Problem[] {
  const { name, address, country, licences = [], quotas = [], history = [], premises = [] } = company;
  const problems: Problem[] = [];
  if (isBlank(name)) problems.push({ code: 'company.name.missing', path: 'name' });
  else if (textProblem(name, 1, 200, false)) problems.push(unreadable('name', 200));
  if (isBlank(address)) problems.push({ code: 'company.address.missing', path: 'address' });
  else if (textProblem(address, 1, 500, true)) problems.push(unreadable('address', 500));
  if (!isCountry(country)) problems.push({ code: 'company.country.missing', path: 'country' });
  if (company.mergedInto === company._id) problems.push({ code: 'company.merge.self', path: 'mergedInto' });
  const names = premises.map((one) => one.name);
  if (firstTwice(names) >= 0) problems.push({ code: 'company.premises.twice', path: 'premises' });
  licences.forEach((one, at) =>
    problems.push(
      ...judgeLicence(one, names).map((found) => ({ ...found, path: `licences.${at}.${found.path}` }))
    )
  );
  const twice = firstTwice(licences.map(({ number }) => number));
  if (twice >= 0) problems.push({ code: 'company.licence.twice', path: `licences.${twice}.number` });
  const quota = firstTwice(quotas.map((one) => [one.substance, one.operation, one.year].join(' ')));
  if (quota >= 0) problems.push({ code: 'company.quota.twice', path: `quotas.${quota}.substance` });
  const isOrdered = history.every(
    (one, at) => at === 0 || canFollow((history[at - 1] as { status: CompanyStatus }).status, one.status)
  );
  return isOrdered ? problems : [...problems, { code: 'company.status.order', path: 'history' }];
}

function unreadable(path: string, most: number): Problem {
  return { code: 'company.text.unreadable', path, values: { most } };
}

function judgeLicence(
  { substances, schedules, validFrom, validUntil, premises }: Licence,
  names: readonly string[]
): Problem[] {
  const problems: Problem[] = [];
  if (substances.length + schedules.length === 0)
    problems.push({ code: 'company.licence.scope.missing', path: 'substances' });
  if (validUntil < validFrom) problems.push({ code: 'company.licence.period', path: 'validUntil' });
  if (premises !== undefined && names.indexOf(premises) < 0)
    problems.push({ code: 'company.licence.premises', path: 'premises', values: { premises } });
  return problems;
}

function firstTwice(keys: readonly string[]): number {
  return keys.findIndex((key, at) => keys.indexOf(key) < at);
}
