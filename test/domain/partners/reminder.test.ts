/** Reminders to a partner about several dossiers at once (rule R20). */
import { expect, test } from 'vitest';
import { addDays } from '#lib/domain/calendar-date.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { isStillFresh, lastReminders, waitOf } from '#lib/domain/partners/reminder.ts';
import type { MessageAct } from '#lib/domain/partners/thread.ts';
import {
  anAct,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const ISSUED = ia.body.issuedOn;
const key = ia.body.dossier;
const wait = (acts: readonly Parameters<typeof foldDossier>[1][number][], by: AuthorityCode, days: number) =>
  waitOf(foldDossier(key, acts), by, { today: addDays(ISSUED, days), replyDays: 30 });

test('an import authorization without a reply waits for the partner, and is overdue after the days of the country', () => {
  expect(wait([ia], AU, 10)).toMatchObject({ silentSince: ISSUED, endorseBy: null, isOverdue: false });
  expect(wait([ia], AU, 30)).toMatchObject({ isOverdue: true });
  expect(wait([ia], CH, 30)).toBeNull();
});

test('a shipped consignment without an endorsement waits for the importing authority only', () => {
  const acts = [ia, ea, aShipment(ea)];
  expect(wait(acts, CH, 300)).toMatchObject({ silentSince: null, isOverdue: true });
  expect(wait(acts, AU, 300)).toBeNull();
});

const reminder = (at: string, over: object = {}): MessageAct =>
  anAct({
    schema: 1,
    kind: 'message',
    issuer: AU,
    to: [CH],
    seq: { AU: 1, CH: 1 },
    at: at as Instant,
    by: { person: 'au.officer', name: 'An officer', function: 'Delegate' },
    text: 'Please reply.',
    reminds: [key],
    ...over
  } as MessageAct['body']);

test('the last reminder of the sender counts for a dossier, and for as many days as a reply may take', () => {
  const [first, second] = [reminder('2026-03-01T10:00:00.000Z'), reminder('2026-04-01T10:00:00.000Z')];
  expect(lastReminders([second, first], AU).get(key)).toBe(second);
  expect(lastReminders([second, first], CH).size).toBe(0);
  const on = (day: string, replyDays: number) => isStillFresh(second, day as typeof ISSUED, replyDays);
  expect([on('2026-04-10', 10), on('2026-04-11', 10), on('2026-04-30', 0), on('2026-05-01', 0)]).toEqual([
    true,
    false,
    true,
    false
  ]);
});

test('a reminder names only dossiers of its two authorities', () => {
  const foreign = key.replace(/^AU/, 'FR');
  const problems = (reminds: readonly string[]) => {
    const parsed = parseAct(reminder('2026-03-01T10:00:00.000Z', { reminds }));
    return parsed.ok ? [] : parsed.problems.map(({ code }) => code);
  };
  expect(problems([key])).toEqual([]);
  expect(problems([key, foreign])).toContain('act.issuer.wrong');
  expect(problems([])).toContain('act.list.length');
});
