/**
 * Rules after an authorization cite the article of 1961, or of 1971 if all goods are of 1971. 1971 has no return of
 * unused authorizations and no certificate of exported quantity (art. 12(1)(e) ends with the import): there the rule is
 * national practice.
 */
import { NATIONAL_PRACTICE, type Problem } from '../result.ts';
import { articleOn, groundOf, type Ground, findSubstance } from '../goods/substance.ts';
import type { Convention } from '../goods/substance-edition.ts';

const IN_1971: Readonly<Record<string, string>> = {
  '1961:31.1': '1971:12.1(c)',
  '1961:31.4(b)': '1971:12.1(b)',
  '1961:31.4(c)': '1971:12.1(b)',
  '1961:31.4(d)': '1971:12.1(a)',
  '1961:31.5': '1971:12.1(c)',
  '1961:31.7': '1971:12.1(e)',
  '1961:31.7(a)': '1971:12.1(e)',
  '1961:31.7(b)': '1971:12.1(e)',
  '1961:31.7(c)': NATIONAL_PRACTICE,
  '1961:31.9': '1971:12.3(c)'
};

const OF_UNUSED = ['endorsement.notExpired', 'endorsement.nil.future', 'matching.nil.beforeExpiry'];

interface Goods {
  readonly substance: string;
}

/** 1971 only if every line is; an unknown substance counts as 1961. */
export function conventionOfLines(lines: readonly Goods[]): Convention {
  const isOf1971 = ({ substance }: Goods): boolean => findSubstance(substance)?.convention === 1971;
  return lines.length > 0 && lines.every(isOf1971) ? 1971 : 1961;
}

export function withArticlesOf(problems: readonly Problem[], lines: readonly Goods[]): readonly Problem[] {
  if (problems.length === 0) return problems;
  const ground = groundOf(lines.map(({ substance }) => findSubstance(substance)));
  return ground === 1961 ? problems : problems.map((problem) => toArticleOf1971(problem, ground));
}

function toArticleOf1971(problem: Problem, ground: Ground): Problem {
  if (problem.article === undefined) return problem;
  const article = OF_UNUSED.includes(problem.code) ? NATIONAL_PRACTICE : IN_1971[problem.article];
  return article === undefined ? problem : { ...problem, article: articleOn(article, ground, false) };
}
