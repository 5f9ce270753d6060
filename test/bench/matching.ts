/**
 * The matching desk with 50,000 acts: an answer for any filter, beside the same question as an SQL join in SQLite over
 * the same rows in the same run; what one more act costs, and memory.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import initSqlJs from 'sql.js';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { FINDING_CLASSES } from '#lib/domain/matching/finding.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import {
  boardToRows,
  countTabs,
  filterRows,
  goodsAtStake,
  rowsInTab,
  sumBySubstance,
  type MatchingRow,
  type RowCache
} from '#lib/matching/matching-rows.ts';
import { MATCHING_TABS, START, type MatchingParams } from '#lib/matching/matching-params.ts';
import { aReply } from '../samples/acts.ts';
import { generatePairs, TODAY } from '../score/generate-pairs.ts';
import { Chance } from '../score/random.ts';
import { round, type Row } from './row.ts';
import { askSqlite, fillSqlite } from './matching-sqlite.ts';

const ACTS = 50_000;
const QUESTIONS = 400;
const AUTHORITY = 'AU' as AuthorityCode;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function actsOf(count: number): readonly DossierAct[] {
  const acts = generatePairs(Math.ceil(count / 2), 11, AUTHORITY).flatMap((truth) => truth.acts);
  return acts.slice(0, count).map((act) => JSON.parse(JSON.stringify(act)) as DossierAct);
}

function questions(rows: readonly MatchingRow[]): readonly MatchingParams[] {
  const chance = new Chance(5);
  const some = <T>(all: readonly T[]): T | null => (chance.is(0.5) ? chance.of(all) : null);
  const partners = [...new Set(rows.map(({ partner }) => partner))];
  const substances = [...new Set(rows.flatMap(({ finding }) => finding.goods.map((one) => one.substance)))];
  return Array.from({ length: QUESTIONS }, () => ({
    ...START,
    tab: chance.of(MATCHING_TABS.filter((one) => one !== 'exact')),
    class: some(FINDING_CLASSES),
    partner: some(partners),
    substance: some(substances),
    direction: some(['import', 'export'] as const),
    from: some(['2026-02-01', '2026-05-01'] as CalendarDate[]),
    until: some(['2026-07-01', '2026-11-01'] as CalendarDate[])
  }));
}

/** What a person waits for when a filter is chosen: the rows, the figures on the tabs, the sums. */
function answer(rows: readonly MatchingRow[], params: MatchingParams): number {
  const found = filterRows(rows, params);
  const listed = rowsInTab(found, params.tab);
  countTabs(found, 0);
  sumBySubstance(goodsAtStake(listed, params.substance));
  return listed.length;
}

function p95(values: readonly number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}

function timeAll<T>(all: readonly T[], work: (one: T) => unknown): readonly number[] {
  for (const one of all.slice(0, 40)) work(one);
  return all.map((one) => {
    const start = performance.now();
    work(one);
    return performance.now() - start;
  });
}

interface Desk {
  readonly first: number;
  readonly again: number;
  readonly p95: number;
  readonly megabytes: number;
  readonly rows: readonly MatchingRow[];
}

function measureDesk(acts: readonly DossierAct[]): Desk {
  const byId = new Map<ActId, DossierAct>(acts.map((act) => [act._id, act]));
  const dossiers = new DossierIndex();
  dossiers.add(acts);
  const list = (): Dossier[] => {
    const all: Dossier[] = [];
    dossiers.forEach((one) => all.push(one));
    return all;
  };
  list();
  collect();
  const heap = process.memoryUsage().heapUsed;
  const index = new MatchingIndex((id) => byId.get(id) ?? null);
  const reader = {
    authority: AUTHORITY,
    today: TODAY as CalendarDate,
    dossierOf: (key: Dossier['key']) => dossiers.get(key)
  };
  const cache: RowCache = new WeakMap();
  const read = () => boardToRows(index.read(list(), reader.today), reader, cache);
  const began = performance.now();
  const rows = read();
  const first = performance.now() - began;
  collect();
  const megabytes = (process.memoryUsage().heapUsed - heap) / 1e6;
  const opened = acts.find(({ body }) => body.kind === 'import-authorization')!;
  const more = aReply(opened, { over: { answer: 'query', text: 'One more.' } });
  byId.set(more._id, more);
  dossiers.add([more]);
  const then = performance.now();
  read();
  const again = performance.now() - then;
  return { first, again, p95: p95(timeAll(questions(rows), (one) => answer(rows, one))), megabytes, rows };
}

export async function benchMatching(): Promise<Row[]> {
  const all = actsOf(ACTS);
  measureDesk(all.slice(0, 10_000));
  const half = measureDesk(all.slice(0, ACTS / 2));
  const desk = measureDesk(all);
  const database = new (await initSqlJs()).Database();
  fillSqlite(database, all, AUTHORITY);
  const asked = questions(desk.rows);
  const sql = p95(timeAll(asked, (one) => askSqlite(database, one)));
  const row = (name: string, ours: number, unit: string, goal: number | null, growth: number | null): Row => {
    return { name, ours: round(ours), reference: null, unit, ratio: null, goal, growth };
  };
  return [
    {
      name: `matching desk of 50,000 acts, an answer for any filter, p95, against an SQL join (${desk.rows.length} findings)`,
      ours: round(desk.p95, 3),
      reference: round(sql, 3),
      unit: 'ms',
      ratio: round(desk.p95 / sql, 3),
      goal: 1,
      growth: round(desk.p95 / half.p95)
    },
    row(
      'matching desk of 50,000 acts, first reading',
      desk.first,
      'ms',
      1000,
      round(desk.first / half.first)
    ),
    row(
      'matching desk of 50,000 acts, after one more act',
      desk.again,
      'ms',
      100,
      round(desk.again / half.again)
    ),
    row('matching desk of 50,000 acts, memory', desk.megabytes, 'MB', 50, null)
  ];
}
