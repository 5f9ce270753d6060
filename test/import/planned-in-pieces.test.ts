/** A plan never holds the page: between two pauses it handles one row of the file, also after the last one is read. */
import { expect, test } from 'vitest';
import type { ListKind } from '#lib/domain/act/kinds/lists.ts';
import { HISTORIC_COLUMNS } from '#lib/domain/historic/read-historic.ts';
import { COLUMNS, type Cell, type Column } from '#lib/domain/lists/columns.ts';
import { inForceOn, listsOf } from '#lib/domain/lists/in-force.ts';
import { differencesOf } from '#lib/domain/lists/plan-list.ts';
import { PlanLog } from '#lib/domain/lists/read-groups.ts';
import type { Problem } from '#lib/domain/result.ts';
import { planHistoric } from '#lib/historic/plan-historic.ts';
import { aConfirmation, aList, listPlanOf } from '../samples/lists.ts';
import { toTheEnd } from '../samples/tables.ts';

const ROWS = 10_000;
/** The heading is read with the first row. */
const ONE_ROW = 2;

/** Counts what is done from pause to pause while `work` walks the table. */
function watched(columns: readonly Column[], cellsOf: (at: number) => readonly Cell[]) {
  const seen = { mostRows: 0, pausesAfterLastRow: 0 };
  let read = 0;
  const cells = [columns.map(({ name }) => name), ...Array.from({ length: ROWS }, (_, at) => cellsOf(at))];
  const rows = {
    length: cells.length,
    *[Symbol.iterator]() {
      for (const [at, one] of cells.entries()) {
        read++;
        yield { no: at + 1, cells: one };
      }
    }
  };
  function* watch<T, R>(work: Iterator<T, R>): Generator<T, R> {
    for (;;) {
      const before = read;
      const step = work.next();
      seen.mostRows = Math.max(seen.mostRows, read - before);
      seen.pausesAfterLastRow = read > before ? 0 : seen.pausesAfterLastRow + 1;
      if (step.done) return step.value;
      yield step.value;
    }
  }
  return { table: { rows, problems: [], is1904: false }, seen, watch };
}

test.each<[ListKind, (at: number) => readonly Cell[]]>([
  ['directory', (at) => ['CH', `Office ${at}`, '1 Quay Street', '1961', '', '']],
  ['estimate', (at) => ['AU', 2000 + (at % 2), `drug-${at}`, 'estimate', at, '']]
])(
  'INCB’s list “%s” of 10,000 rows is planned a row at a time, without a lost difference',
  (kind, cellsOf) => {
    const { table, seen, watch } = watched(COLUMNS[kind], cellsOf);
    const { problems, differences, documents } = listPlanOf(
      kind,
      table,
      { reading: { substanceOf: (name) => name } },
      watch
    );
    expect([problems, differences.length]).toEqual([[], ROWS]);
    expect(documents.flatMap(({ entries }) => entries)).toHaveLength(ROWS);
    expect(seen.mostRows).toBeLessThanOrEqual(ONE_ROW);
    // Judged, compared and divided into documents; each country and year of estimates as soon as its last row is read.
    expect(seen.pausesAfterLastRow).toBeGreaterThanOrEqual(kind === 'directory' ? 3 * ROWS : ROWS);

    const lists = documents.map((content) => aList(kind, content));
    const inForce = inForceOn(listsOf([...lists, aConfirmation(lists)]), '2026-12-01' as never);
    expect(
      listPlanOf(kind, table, { inForce, reading: { substanceOf: (name) => name } }).differences
    ).toEqual([]);
    expect([...differencesOf(lists, new Map())]).toHaveLength(ROWS);
  }
);

test('a file of 10,000 historic records is planned a row at a time, and the rest of the plan a total or a day', async () => {
  const { table, seen, watch } = watched(HISTORIC_COLUMNS, (at) => [
    `${2010 + (at % 10)}-03-${String(1 + (at % 28)).padStart(2, '0')}`,
    'import',
    at % 2 ? 'CH' : 'FR',
    'morphine',
    at + 1,
    `X ${at}`
  ]);
  const nothing = { actsOf: () => [], documents: () => [], counts: () => true };
  const desk = { ...nothing, person: { authority: 'AU' }, today: '2026-12-01' };
  const plan = async () => {
    const problems: string[] = [];
    const tell = ({ code }: Problem) => void problems.push(code);
    const log = new PlanLog(tell, tell);
    const turns = <T>(work: Iterator<unknown, T>) => Promise.resolve(toTheEnd(watch(work)));
    const { items } = await planHistoric(desk as never, table, 'old.csv', HISTORIC_COLUMNS, log, turns);
    const found = [...items].flatMap((one) => one ?? []);
    expect([problems, log.rowCount, found.length]).toEqual([[], ROWS, 10]);
    return found.map(({ document }) => document._id);
  };
  const ids = await plan();
  expect(seen.mostRows).toBeLessThanOrEqual(ONE_ROW);
  expect(seen.pausesAfterLastRow).toBeGreaterThan(ROWS);
  // The same file gives the same documents on every device.
  expect(await plan()).toEqual(ids);
});
