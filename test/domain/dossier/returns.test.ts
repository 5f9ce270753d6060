/** What must be returned: 1961 art. 31(7)(a) and 1971 art. 12(1)(e) differ (domain.md R6). */
import { describe, expect, test } from 'vitest';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { endorsementsDue } from '#lib/domain/dossier/status-on.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { aLine, anExportAuthorization, anImportAuthorization, aShipment } from '../../samples/acts.ts';

const EXPIRED = '2027-06-01' as CalendarDate;
const methylphenidate = aLine({ substance: 'methylphenidate', form: 'hydrochloride' });

function dueOf(lines: readonly unknown[], isShipped: boolean): number {
  const numbered = lines.map((line, index) => ({ ...(line as object), no: index + 1 }));
  const ia = anImportAuthorization({ over: { lines: numbered } });
  const ea = anExportAuthorization(ia);
  const acts = isShipped ? [ia, ea, aShipment(ea, { stated: ['1000000', '1000000'] })] : [ia, ea];
  return endorsementsDue(foldDossier(ia.body.dossier, acts), EXPIRED).length;
}

describe('an export authorization is returned', () => {
  test('of 1961 goods when the import has been effected, and when the period has expired', () => {
    expect(dueOf([aLine()], true)).toBe(1);
    expect(dueOf([aLine()], false)).toBe(1);
  });

  test('of 1971 goods when the import has been effected, and not on expiry', () => {
    expect(dueOf([methylphenidate], true)).toBe(1);
    expect(dueOf([methylphenidate], false)).toBe(0);
  });

  test('of preparations of 1961 Schedule III neither after the import nor on expiry (art. 31(16))', () => {
    const exempt = { ...aLine(), scheduleThree: {} };
    expect(dueOf([exempt], true)).toBe(0);
    expect(dueOf([exempt], false)).toBe(0);
    expect(dueOf([exempt, aLine()], true)).toBe(1);
  });

  test('of goods of both on expiry too, because one line of 1961 needs it', () => {
    expect(dueOf([methylphenidate, aLine()], false)).toBe(1);
  });
});
