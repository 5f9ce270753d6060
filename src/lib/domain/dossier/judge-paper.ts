/** Refusals of form and door for a new record of a paper, besides those for the partner's own document. */
import type { ActOf, DossierAct } from '../act/body.ts';
import type { Paper } from '../act/kinds/paper-record.ts';
import { latestDateAt } from '../calendar-date.ts';
import { canonicalJson } from '../canonical.ts';
import { OWN_RULE, type Problem } from '../result.ts';

export function judgePaper(acts: readonly DossierAct[], record: ActOf<'paper-record'>): readonly Problem[] {
  const { paper, comparedOn, at } = record.body;
  const today = latestDateAt(at);
  const problems: Problem[] = [];
  if (comparedOn > today)
    problems.push({ code: 'paper.compared.future', path: 'comparedOn', article: OWN_RULE });
  const date = dateOf(paper);
  if (date && date.on > today)
    problems.push({
      code: 'paper.date.future',
      path: date.path,
      values: { date: date.on },
      article: OWN_RULE
    });
  const same = acts.find((one) => isSame(one, record));
  if (same) {
    const values = { person: same.body.by.name, act: same._id };
    problems.push({ code: 'paper.recorded.twice', path: 'paper', values, article: OWN_RULE });
  }
  return problems;
}

function dateOf(paper: Paper): { readonly path: string; readonly on: string } | null {
  const members: Readonly<Record<string, unknown>> = paper;
  for (const path of ['issuedOn', 'writtenOn', 'despatchedOn', 'returnedOn', 'divertedOn'])
    if (typeof members[path] === 'string') return { path, on: members[path] };
  return null;
}

function isSame({ _id, body }: DossierAct, record: ActOf<'paper-record'>): boolean {
  if (_id === record._id || body.kind !== 'paper-record' || body.issuer !== record.body.issuer) return false;
  return canonicalJson(body.paper) === canonicalJson(record.body.paper);
}
