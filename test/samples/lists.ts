/** Lists of INCB as its secretariat publishes them: two people, `incb.first` and `incb.second`. */
import type { Act } from '#lib/domain/act/body.ts';
import type { ListKind } from '#lib/domain/act/kinds/lists.ts';
import type { ListAct } from '#lib/domain/lists/in-force.ts';
import { planList, type ListContent } from '#lib/domain/lists/plan-list.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import { anAct } from './acts.ts';
import { planOf } from './tables.ts';

const PUBLICATION = {
  edition: '2026-4',
  source: 'INCB, estimates of November 2026',
  effective: '2026-11-20'
};

/** The particulars of one list of each kind. */
export const LIST_CONTENT: Readonly<Record<ListKind, object>> = {
  estimate: {
    ...PUBLICATION,
    ...{ country: 'AU', year: 2026 },
    entries: [
      { substance: 'morphine', kind: 'estimate', base: '5000000000' },
      { substance: 'morphine', kind: 'supplement', base: '500000000', dated: '2026-06-01' },
      { substance: 'fentanyl', kind: 'estimate', base: '20000000' }
    ]
  },
  assessment: {
    ...PUBLICATION,
    ...{ country: 'AU', year: 2026 },
    entries: [{ substance: 'diazepam', kind: 'estimate', base: '90000000' }]
  },
  'substance-edition': {
    ...PUBLICATION,
    entries: [
      {
        substance: 'morphine',
        name: 'morphine',
        ids: 'NM 009',
        state: 'extracted',
        source: 'Yellow List, 64th edition'
      }
    ]
  },
  prohibition: {
    ...PUBLICATION,
    entries: [{ country: 'AR', substance: 'methaqualone', since: '1982-03-24' }]
  },
  'schedule-practice': {
    ...PUBLICATION,
    entries: [{ country: 'CH', schedule: 'IV', imports: 'authorization', exports: 'authorization' }]
  },
  directory: {
    ...PUBLICATION,
    entries: [
      { country: 'CH', name: 'Swissmedic', address: 'Hallerstrasse 7\n3012 Bern', issues: [1961, 1971] }
    ]
  }
};

export function aList<K extends ListKind>(
  kind: K,
  over: Readonly<Record<string, unknown>> = {},
  { at = '2026-11-20T08:00:00.000Z', person = 'incb.first' } = {}
): ListAct<K> {
  return anAct({ ...head(kind, at, person), ...LIST_CONTENT[kind], ...over } as never) as Act as ListAct<K>;
}

export function aConfirmation(
  lists: readonly Act[],
  { at = '2026-11-20T09:00:00.000Z', person = 'incb.second', as = 'confirmed' } = {}
): Act {
  const reason = as === 'revoked' ? { reason: 'A figure is wrong.' } : {};
  return anAct({
    ...head('list-confirmation', at, person),
    lists: lists.map(({ _id }) => _id),
    as,
    ...reason
  } as never);
}

type Plan = ReturnType<typeof planList>;

/** Everything that the plan of a file finds, by default before INCB has published a list. */
export function listPlanOf(
  kind: ListKind,
  table: Table,
  over: Partial<Parameters<typeof planList>[2]> = {},
  watch = (work: Plan): Plan => work
) {
  let documents: readonly ListContent[] = [];
  const current = { inForce: new Map(), keepsOthers: false, reading: { substanceOf: () => null }, ...over };
  const { added, ...plan } = planOf(function* (log) {
    documents = yield* watch(planList(kind, table, current, log));
  });
  return { ...plan, differences: added, documents };
}

function head(kind: string, at: string, person: string): object {
  return {
    ...{ schema: 1, kind, issuer: 'INCB', to: ['*'], seq: { INCB: 1 }, at },
    by: { person, name: 'A. Person', function: 'Secretariat' }
  };
}
