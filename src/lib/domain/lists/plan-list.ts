/**
 * A file's table as documents of a list, in pieces: a dry run. Nothing is published while one problem is left. The
 * documents do not have the name and the first day of their publication yet, on which no problem depends.
 */
import { judgeContent } from '../act/parse-act.ts';
import type { ListKind } from '../act/kinds/lists.ts';
import { addTo } from '../groups.ts';
import { COLUMNS, cellText, scopeMembers, type Reading } from './columns.ts';
import { bundledEntries } from './edition.ts';
import { keyOfEntry, scopeOf, type InForce, type ListAct } from './in-force.ts';
import { eachGroup, type PlanLog } from './read-groups.ts';
import type { Row, RowRead, Table } from './read-table.ts';

export type ListContent = Row & { readonly entries: readonly Row[] };

export interface Difference {
  readonly scope: string;
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}

interface Current {
  readonly inForce: InForce;
  /** What the file does not name stays as it is. */
  readonly keepsOthers: boolean;
}

/** A document stays below the server's limit, whatever the script. */
const MAX_LENGTH = 36_000;

const UNNAMED = { edition: '-', source: '-', effective: '2026-01-01' };

/** Differences from what counts now, and null between two entries; at the end, the documents that differ. */
export function* planList(
  kind: ListKind,
  table: Table,
  { reading, ...current }: Current & { readonly reading: Omit<Reading, 'is1904'> },
  log: PlanLog
): Generator<Difference | null, readonly ListContent[]> {
  const contents: ListContent[] = [];
  const keyOf = (row: Row): string => [kind, ...scopeMembers(kind).map((one) => row[one])].join(' ');
  for (const group of eachGroup(COLUMNS[kind], table, reading, { keyOf, log })) {
    if (group?.faults.length !== 0) yield null;
    else contents.push(...(yield* planScope(kind, [keyOf(group.rows[0]), group.rows], current, log)));
  }
  return log.problemCount > 0 ? [] : contents.map((one) => ({ ...one, parts: contents.length }));
}

function* planScope(
  kind: ListKind,
  [scope, found]: readonly [scope: string, rows: readonly [RowRead, ...RowRead[]]],
  { inForce, keepsOthers }: Current,
  log: PlanLog
): Generator<Difference | null, readonly ListContent[]> {
  const members = scopeMembers(kind);
  const shared = Object.fromEntries(members.map((one) => [one, found[0][one]]));
  const problemCount = log.problemCount;
  const rowOfKey = new Map<string, number>();
  const after: Row[] = [];
  for (const { row, ...read } of found) {
    const entry = without(read, members);
    const key = keyOfEntry(kind, entry);
    const earlier = rowOfKey.get(key);
    if (earlier !== undefined)
      log.problem({ code: 'list.entry.twice', values: { row, earlier, column: '' } });
    rowOfKey.set(key, row);
    // Each entry alone, because one list of problems is limited.
    for (const { path = '', ...problem } of judgeContent(kind, ['INCB', '*'], {
      ...UNNAMED,
      ...shared,
      entries: [entry]
    })) {
      const member = path.replace(/^entries\.0\./, '').split('.')[0];
      const column = COLUMNS[kind].find((one) => one.member === member)?.name ?? String(member);
      log.problem({ ...problem, values: { ...problem.values, row, column } });
    }
    after.push(entry);
    yield null;
  }
  const current = entriesOf((inForce.get(scope) ?? []).map(({ act }) => act));
  if (keepsOthers)
    for (const entry of current) {
      if (!rowOfKey.has(keyOfEntry(kind, entry))) after.push(entry);
      yield null;
    }
  if (kind === 'substance-edition') judgeSalts(found, after, log);
  if (log.problemCount > problemCount) return [];
  let isDifferent = false;
  for (const one of compare(kind, scope, current, after)) {
    isDifferent ||= one !== null;
    yield one;
  }
  if (!isDifferent) return [];
  const parts: Row[][] = [[]];
  let length = 0;
  for (const entry of after) {
    const added = JSON.stringify(entry).length;
    length += added;
    if (length > MAX_LENGTH) [length] = [added, parts.push([])];
    parts[parts.length - 1]?.push(entry);
    yield null;
  }
  return parts.map((entries) => ({ ...shared, entries }));
}

/** A salt of a substance that no row names would be in no search, without a word. */
function judgeSalts(rows: readonly RowRead[], entries: readonly Row[], log: PlanLog): void {
  const named = [...bundledEntries(), ...entries].filter(({ form }) => form === undefined);
  const known = new Set<unknown>(named.map(({ substance }) => substance));
  for (const { row, form, substance } of rows)
    if (form !== undefined && !known.has(substance))
      log.problem({ code: 'list.entry.orphan', values: { row, column: 'key', found: String(substance) } });
}

/** What the documents of one publication change, for the person who confirms it; null between two entries. */
export function* differencesOf(
  documents: readonly ListAct[],
  inForce: InForce
): Generator<Difference | null> {
  const groups = new Map<string, ListAct[]>();
  for (const act of documents) addTo(groups, scopeOf(act), act);
  for (const [scope, acts] of groups) {
    const current = (inForce.get(scope) ?? []).map(({ act }) => act);
    if (acts[0]) yield* compare(acts[0].body.kind, scope, entriesOf(current), entriesOf(acts));
  }
}

function entriesOf(acts: readonly ListAct[]): readonly Row[] {
  return acts.flatMap(({ body }) => body.entries as readonly Row[]);
}

function* compare(
  kind: ListKind,
  scope: string,
  current: readonly Row[],
  after: readonly Row[]
): Generator<Difference | null> {
  const columns = COLUMNS[kind].filter(({ member }) => scopeMembers(kind).indexOf(member) < 0);
  const cellsOf = (entry: Row): string[] => columns.map((column) => cellText(column, entry));
  // Before INCB's first edition, the bundled one counts; a file takes nothing away from it.
  const isFirst = kind === 'substance-edition' && current.length === 0;
  const old = new Map<string, string[]>();
  for (const entry of isFirst ? bundledEntries() : current) {
    old.set(keyOfEntry(kind, entry), cellsOf(entry));
    yield null;
  }
  for (const entry of after) {
    const [key, cells] = [keyOfEntry(kind, entry), cellsOf(entry)];
    const earlier = old.get(key) ?? null;
    old.delete(key);
    yield earlier?.join('\n') === cells.join('\n') ? null : { scope, before: earlier, after: cells };
  }
  for (const cells of isFirst ? [] : old.values()) yield { scope, before: cells, after: null };
}

function without(row: Row, members: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => members.indexOf(name) < 0));
}
