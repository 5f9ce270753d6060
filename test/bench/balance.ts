/**
 * Balances with 50,000 acts: what a key press on the form waits for, and the Balance page, beside the same question in SQL
 * over the same acts in SQLite in the same run.
 */
import initSqlJs, { type Database } from 'sql.js';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import { readBalances, readEstimates } from '#lib/balance/read-balance.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { countedBase } from '#lib/domain/goods/counted-base.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { store } from '#lib/store/store.svelte.ts';
import {
  aCancellation,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization
} from '../samples/acts.ts';
import { aConfirmation, aList } from '../samples/lists.ts';
import { Chance } from '../score/random.ts';
import { median, round, type Row } from './row.ts';

const ACTS = 50_000;
const KEYS = 400;
const TODAY = '2026-11-27' as CalendarDate;
const YEAR = 2026;
/** A country trades a few substances much and most others seldom. */
const SUBSTANCES = CURRENT_EDITION.edition.rows.slice(0, 120).map(({ key }) => key);

/** A third is open, a third closed with what arrived, a tenth cancelled; the rest has expired. */
function* worldOf(count: number): Generator<DossierAct> {
  const chance = new Chance(3);
  for (let made = 0, serial = 1; made < count; serial++) {
    const number = formatNumber({ country: 'AU' as never, kind: 'import-authorization', year: YEAR, serial });
    const month = String(1 + (serial % 11)).padStart(2, '0');
    const at = `${YEAR}-${month}-05T08:00:00.000Z`;
    const substance = SUBSTANCES[Math.floor(SUBSTANCES.length * chance.next() ** 3)]!;
    const stated = String(1_000_000 * (1 + Math.floor(chance.next() * 900)));
    const factor = { value: '1', source: 'identity', edition: '2026-1', date: TODAY };
    const lines = [aLine({ substance, form: 'base', designation: substance, stated, factor })];
    const validUntil = chance.is(0.5) ? '2026-12-31' : `${YEAR}-${month}-28`;
    const ia = anImportAuthorization({ at, over: { number, lines, validUntil } as never });
    const acts: DossierAct[] = [ia];
    if (chance.is(0.1)) acts.push(aCancellation(ia, { at: at.replace('T08', 'T09') }));
    else if (chance.is(0.6)) {
      const ea = anExportAuthorization(ia, {
        at: at.replace('T08', 'T10'),
        over: { number: `CH-E-${serial}`, validUntil, lines: [{ ...lines[0], importLine: 1 }] } as never
      });
      acts.push(ea, anEndorsement(ea, { at: at.replace('T08', 'T11'), stated: [stated] }));
    }
    for (const act of acts.slice(0, count - made)) yield JSON.parse(JSON.stringify(act)) as DossierAct;
    made += acts.length;
  }
}

const TABLES = `
  create table imports (id text primary key, substance text, base integer, until text, cancelled integer default 0);
  create index by_substance on imports (substance, id, base, until, cancelled);
  create table arrivals (import text, base integer);
  create index by_import on arrivals (import, base);
  create table figures (substance text primary key, total integer);
`;

/** The rule in SQL's own words: a closed authorization counts what arrived, and an open one counts in full. */
const LEFT = `
  select f.substance, f.total - coalesce(sum(case
    when i.cancelled or a.base is not null then coalesce(a.base, 0)
    when i.until >= '${TODAY}' then i.base else 0 end), 0) as remaining
  from figures f left join imports i on i.substance = f.substance
    left join arrivals a on a.import = i.id
`;

function fillSqlite(database: Database, acts: readonly DossierAct[]): void {
  database.run(TABLES);
  database.run('begin');
  for (const substance of SUBSTANCES) database.run('insert into figures values (?, ?)', [substance, 1e12]);
  const importOf = new Map<string, string>();
  for (const { _id, body } of acts) {
    if (body.kind === 'import-authorization') {
      const counted = countedBase(body.lines[0]!)!;
      const row = [_id, counted.substance, counted.micrograms, body.validUntil];
      database.run('insert into imports values (?, ?, ?, ?, 0)', row);
    }
    if (body.kind === 'export-authorization') importOf.set(_id, body.importAuthorization!.act!);
    if (body.kind === 'endorsement')
      database.run('insert into arrivals values (?, ?)', [
        importOf.get(body.exportAuthorization)!,
        Number(body.lines[0]!.base)
      ]);
    if (body.kind === 'cancellation')
      database.run('update imports set cancelled = 1 where id = ?', [body.of]);
  }
  database.run('commit');
  database.run('analyze');
}

function ask(database: Database, sql: string, bound: string[]): readonly (readonly [string, number])[] {
  const statement = database.prepare(sql);
  statement.bind(bound);
  const rows: [string, number][] = [];
  while (statement.step()) rows.push(statement.get() as [string, number]);
  statement.free();
  return rows;
}

/** The store of this device holds these acts. */
function hold(acts: readonly DossierAct[]): { readonly add: (more: readonly DossierAct[]) => void } {
  const index = new DossierIndex();
  const imports: DossierAct[] = [];
  const entries = SUBSTANCES.map((substance) => ({ substance, kind: 'estimate', base: String(1e12) }));
  const list = aList('estimate', { year: YEAR, entries });
  const confirmation = aConfirmation([list]);
  const others: Readonly<Record<string, readonly object[]>> = {
    estimate: [list],
    'list-confirmation': [confirmation],
    'import-authorization': imports
  };
  const add = (more: readonly DossierAct[]): void => {
    index.add(more);
    imports.push(...more.filter(({ body }) => body.kind === 'import-authorization'));
  };
  add(acts);
  const properties = {
    person: { authority: 'AU' },
    today: TODAY,
    device: { keyId: 'A'.repeat(43) },
    line: null,
    actsOf: (kind: string) => others[kind] ?? [],
    documents: () => [],
    verdictOf: () => 'good',
    counts: () => true,
    dossiers: () => {
      const all: Dossier[] = [];
      index.forEach((one) => all.push(one));
      return all;
    }
  };
  for (const [name, value] of Object.entries(properties))
    Object.defineProperty(store, name, { value, configurable: true });
  return { add };
}

function time<T>(all: readonly T[], work: (one: T) => unknown): number {
  for (const one of all.slice(0, 20)) work(one);
  const times = all.map((one) => {
    const start = performance.now();
    work(one);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

function measure(acts: readonly DossierAct[], more: readonly DossierAct[]) {
  const { add } = hold(acts);
  store.dossiers();
  const began = performance.now();
  const estimates = readEstimates('');
  const first = performance.now() - began;
  const room = (substance: string) => estimates.roomOf({ country: 'AU' as never, substance, year: YEAR });
  const pressed = Array.from({ length: KEYS }, (_, at) => SUBSTANCES[at % 8]!);
  const key = time(pressed, room);
  const page = time(Array.from({ length: 20 }), () => readBalances('AU', YEAR));
  const again = more.map((act) => {
    add([act]);
    const start = performance.now();
    readEstimates('').roomOf({ country: 'AU' as never, substance: SUBSTANCES[0]!, year: YEAR });
    return performance.now() - start;
  });
  return { first, key, page, again: median(again), rows: readBalances('AU', YEAR), pressed };
}

export async function benchBalance(): Promise<Row[]> {
  const all = [...worldOf(ACTS + 20)];
  const acts = all.slice(0, ACTS);
  const more = all.slice(ACTS).filter(({ body }) => body.kind === 'import-authorization');
  measure(acts.slice(0, 10_000), []);
  const half = measure(acts.slice(0, ACTS / 2), []);
  const whole = measure(acts, more);
  const database = new (await initSqlJs()).Database();
  fillSqlite(database, [...acts, ...more]);
  const one = `${LEFT} where f.substance = ? group by f.substance`;
  const sqlKey = time(whole.pressed, (substance) => ask(database, one, [substance]));
  const sqlPage = time(Array.from({ length: 20 }), () => ask(database, `${LEFT} group by f.substance`, []));
  const theirs = new Map(ask(database, `${LEFT} group by f.substance`, []));
  for (const { substance, taken } of whole.rows)
    if (theirs.get(substance) !== 1e12 - taken)
      throw new Error(`SQL counts ${substance} in another way: ${1e12 - taken}, ${theirs.get(substance)}.`);
  const row = (
    name: string,
    goal: number,
    ours: keyof typeof half & ('key' | 'page' | 'first' | 'again'),
    sql: number | null
  ): Row => ({
    name: `balance with 50,000 acts: ${name}`,
    ours: round(whole[ours], 3),
    reference: sql === null ? null : round(sql, 3),
    unit: 'ms',
    ratio: null,
    goal,
    growth: half[ours] > 0 ? round(whole[ours] / half[ours]) : null
  });
  return [
    row('a key press on the form, p95, and SQL in SQLite', 16, 'key', sqlKey),
    row('the form after one more act', 16, 'again', null),
    row('the Balance page, p95, and SQL in SQLite', 100, 'page', sqlPage),
    row('first reading', 1000, 'first', null)
  ];
}
