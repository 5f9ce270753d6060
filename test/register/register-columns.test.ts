import { describe, expect, test } from 'vitest';
import { columnsOf, parseColumnChoice, USUAL_COLUMNS, usualColumns } from '#lib/register/register-columns.ts';
import { sortRows } from '#lib/ui/table/table-column.ts';
import { aRow } from './sample-rows.ts';

describe('the columns of the register', () => {
  test('whoever never chose sees the usual ones, and so does whoever stored nonsense', () => {
    expect(parseColumnChoice(null)).toBeNull();
    expect(parseColumnChoice('colour,shape')).toBeNull();
    expect(usualColumns(1014)).toEqual(USUAL_COLUMNS);
  });

  test('quantity and parties stand among the usual ones where the table has room for them', () => {
    expect(usualColumns(0)).toEqual(USUAL_COLUMNS);
    expect(usualColumns(1174)).toContain('base');
    expect(usualColumns(1174)).not.toContain('companies');
    expect(usualColumns(1340)).toEqual(expect.arrayContaining(['base', 'companies']));
    expect(usualColumns(1340, 32)).toEqual(USUAL_COLUMNS);
  });

  test('the number stays whatever is chosen, and the order is the register’s', () => {
    expect(parseColumnChoice('status,partner')).toEqual(['number', 'partner', 'status']);
  });

  test('the usual ones fit beside the shell on a screen of 1280 pixels', () => {
    const INSIDE = (1014 - 16) / 16;
    const least = columnsOf(USUAL_COLUMNS).map(({ width }) => Number(/[\d.]+(?=rem)/.exec(width ?? '')?.[0]));
    expect(least.reduce((sum, rem) => sum + rem, 0)).toBeLessThanOrEqual(INSIDE);
  });

  test('partners are ordered by the name that is read, not by their code', () => {
    const swiss = aRow({ partner: 'CH' as never });
    const chilean = aRow({ partner: 'CL' as never });
    const sorted = sortRows([swiss, chilean], columnsOf(['partner']), {
      key: 'partner',
      direction: 'ascending'
    });
    expect(sorted).toEqual([chilean, swiss]);
  });

  test('quantities are ordered by mass and dates by day', () => {
    const [small, large] = [
      aRow({ totals: [{ substance: 'morphine', base: 9_000 }] }),
      aRow({ totals: [{ substance: 'morphine', base: 10_000 }] })
    ];
    expect(sortRows([large, small], columnsOf(['base']), { key: 'base', direction: 'ascending' })).toEqual([
      small,
      large
    ]);
    const [early, late] = [
      aRow({ validUntil: '2026-12-31' as never }),
      aRow({ validUntil: '2027-01-02' as never })
    ];
    const byEnd = sortRows([early, late], columnsOf(['validUntil']), {
      key: 'validUntil',
      direction: 'descending'
    });
    expect(byEnd).toEqual([late, early]);
  });
});
