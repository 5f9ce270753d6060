/** Rule R20: a partner can reply or not; a missing reply is shown with its age, and is never consent. */
import { expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { isReminderDue, silencesOf } from '#lib/domain/dossier/silence.ts';
import { statusOn } from '#lib/domain/dossier/status-on.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { anExportAuthorization, anImportAuthorization, aReply, AU, CH } from '../../samples/acts.ts';

const ia = anImportAuthorization();
const ISSUED = ia.body.issuedOn;
const after = (days: number, acts: readonly DossierAct[], authority: AuthorityCode = AU) =>
  silencesOf(foldDossier(ia.body.dossier, acts), authority, addDays(ISSUED, days));

test('an import authorization without a reply is silent since its issue, for its issuer alone', () => {
  expect(after(12, [ia])).toEqual([{ on: ia._id, since: ISSUED, days: 12 }]);
  expect(after(12, [ia], CH)).toEqual([]);
  expect(after(12, [ia], 'FR' as AuthorityCode)).toEqual([]);
});

test('silence is never consent: the status stays, however old it is', () => {
  const dossier = foldDossier(ia.body.dossier, [ia]);
  const days = [0, 30, 60].map((age) => statusOn(dossier, addDays(ISSUED, age)));
  expect(new Set(days)).toEqual(new Set(['issued']));
});

test('a reply, an export authorization, or the end of validity ends it', () => {
  expect(after(12, [ia, aReply(ia)])).toEqual([]);
  expect(after(12, [ia, anExportAuthorization(ia)])).toEqual([]);
  expect(after(2000, [ia])).toEqual([]);
});

test('an own question waits from the day on which it was asked', () => {
  const ea = anExportAuthorization(ia);
  const query = aReply(ea, { over: { answer: 'query', text: 'Which package?' } });
  const since = query.body.at.slice(0, 10);
  const [own, ...more] = after(30, [ia, ea, query], query.body.issuer);
  expect([own?.on, own?.since, more]).toEqual([ea._id, since, []]);
  expect(after(30, [ia, ea, query], query.body.issuer === AU ? CH : AU)).toEqual([]);
});

test('a reminder is due after the chosen number of days, and never if none is chosen', () => {
  const [silence] = after(30, [ia]);
  expect([31, 30, 1, 0].map((days) => silence && isReminderDue(silence, days))).toEqual([
    false,
    true,
    true,
    false
  ]);
});
