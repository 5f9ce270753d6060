import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import { mostInAYear, readHistory } from '#lib/domain/authorization/authorized-history.ts';
import { aLine, anExportAuthorization, anImportAuthorization, AU, CH } from '../../samples/acts.ts';

type ImportAct = ActOf<'import-authorization'>;

function imported(no: number, issuedOn: string, bases: readonly number[], substance = 'morphine'): ImportAct {
  const act = anImportAuthorization();
  const lines = bases.map((base, index) => ({
    ...aLine(),
    no: index + 1,
    substance: substance as never,
    base: String(base) as never
  }));
  return {
    ...act,
    _id: `${act._id}${no}` as never,
    body: { ...act.body, issuedOn: issuedOn as never, lines }
  };
}

const read = (acts: Parameters<typeof readHistory>[2], isVoid = (_: string) => false) =>
  readHistory('import-authorization', AU as never, acts, isVoid);

describe('what an authority has authorized so far', () => {
  test('is the most at once, several lines of one authorization taken together, and the sum of each year', () => {
    const acts = [
      imported(1, '2025-02-01', [3, 4]),
      imported(2, '2025-09-01', [5]),
      imported(3, '2026-01-01', [6])
    ];
    const known = read(acts).bySubstance.get('morphine');
    expect(known?.atOnce).toBe(7);
    expect([...(known?.byYear ?? [])]).toEqual([
      [2025, 12],
      [2026, 6]
    ]);
    expect(known && mostInAYear(known)).toBe(12);
  });

  test('leaves out what was cancelled: a slip of yesterday does not make the next one usual', () => {
    const slip = imported(1, '2026-01-01', [9e14]);
    const usual = imported(2, '2026-01-02', [5]);
    const history = read([slip, usual], (id) => id === slip._id);
    expect(history.bySubstance.get('morphine')?.atOnce).toBe(5);
    expect(history.median).toBe(5);
  });

  test('is one’s own: the partner’s authorizations do not count, and the other kind only for the median', () => {
    const own = imported(1, '2026-01-01', [5]);
    const theirs = anExportAuthorization(anImportAuthorization());
    expect(read([own, theirs]).median).toBe(5);
    const ofExports = readHistory('export-authorization', AU as never, [own], () => false);
    expect([ofExports.bySubstance.size, ofExports.median]).toEqual([0, 5]);
    const ofTheirs = readHistory('export-authorization', CH as never, [own, theirs], () => false);
    expect([...ofTheirs.bySubstance.keys()]).toEqual(theirs.body.lines.map(({ substance }) => substance));
  });

  test('is the same in whatever order the acts arrive, and every year is at least the most at once of it', () => {
    const act = fc.tuple(
      fc.integer({ min: 2020, max: 2026 }),
      fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 3 })
    );
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 12 }), (rows) => {
        const acts = rows.map(([year, bases], index) => imported(index, `${year}-05-05`, bases));
        const [one, other] = [read(acts), read([...acts].reverse())];
        const [known, again] = [one.bySubstance.get('morphine'), other.bySubstance.get('morphine')];
        expect(one.median).toBe(other.median);
        expect(known?.atOnce).toBe(again?.atOnce);
        expect(new Map([...(known?.byYear ?? [])].sort())).toEqual(
          new Map([...(again?.byYear ?? [])].sort())
        );
        expect(known && mostInAYear(known) >= known.atOnce).toBe(true);
      })
    );
  });
});
