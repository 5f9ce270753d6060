/** National practices that an authorization was judged by: its issuer's own and its partner's, at most one of each. */
import { countryOfNational } from '../../goods/national-substance.ts';
import type { Line } from '../../goods/goods.ts';
import type { ActId } from '../../ids.ts';
import { listOf, pattern } from '../../shape/shape.ts';
import type { Problem } from '../../result.ts';

export const namedPractices = listOf(
  pattern<ActId>(/^act:\d{8}:[A-Z]{2}:national-practice:[A-Za-z0-9_-]{43}$/, 'act.reference.malformed'),
  1,
  2
);

interface Naming {
  readonly practices?: readonly ActId[];
  readonly lines: readonly Line[];
}

export function judgeNamedPractices(
  { practices = [], lines }: Naming,
  countries: readonly string[]
): Problem[] {
  const issuers = practices.map(issuerOf);
  const problems: Problem[] = [];
  if (issuers.some((one, at) => countries.indexOf(one) < 0 || issuers.indexOf(one) !== at))
    problems.push({ code: 'act.practice.foreign', path: 'body.practices' });
  lines.forEach(({ substance }, index) => {
    const country = countryOfNational(substance);
    if (country !== null && issuers.indexOf(country) < 0)
      problems.push({
        code: 'act.practice.unnamed',
        path: `body.lines.${index}.substance`,
        values: { line: index + 1, country }
      });
  });
  return problems;
}

function issuerOf(practice: ActId): string {
  return practice.slice(13, 15);
}
