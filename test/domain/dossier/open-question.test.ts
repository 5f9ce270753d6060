/** When a partner's import authorization has been answered, and when it waits again. */
import { expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { isUndecided } from '#lib/domain/dossier/needs.ts';
import {
  isAnswered,
  isObjected,
  openQuestion,
  openQuestions,
  subjectOf
} from '#lib/domain/dossier/open-question.ts';
import { exportStatusOn, isOnlyIssued, statusOn } from '#lib/domain/dossier/status-on.ts';
import type { DossierReply } from '#lib/domain/dossier/dossier.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import {
  aCancellation,
  anImportAuthorization,
  anExportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const ia = anImportAuthorization();
const say = (on: DossierAct, answer: string, day: string) =>
  aReply(on, { at: `2026-10-${day}T10:00:00.000Z`, over: { answer, text: 'Which port?' } });
const query = say(ia, 'query', '02');
const answer = say(query, 'authentic', '03');

const inDossier = (...acts: readonly DossierAct[]) => foldDossier(ia.body.dossier, [ia, ...acts]);
const answered = (...acts: readonly DossierAct[]): boolean => isAnswered(inDossier(...acts), CH);

test('an import authorization waits for an answer; that it was received is none', () => {
  expect(answered()).toBe(false);
  expect(answered(say(ia, 'received', '02'))).toBe(false);
  expect(answered(say(ia, 'authentic', '02'))).toBe(true);
});

test.each(['query', 'objection'])('a %s is an answer until the partner has spoken', (doubt) => {
  const asked = say(ia, doubt, '02');
  expect(answered(asked)).toBe(true);
  expect(answered(asked, say(asked, 'authentic', '03'))).toBe(false);
});

test('called authentic after that, it is answered for good', () => {
  const confirmed = say(ia, 'authentic', '04');
  expect(answered(query, answer, confirmed)).toBe(true);
  expect(answered(query, confirmed, answer)).toBe(true);
});

test('a question back is answered first, and leaves the import authorization to be decided upon', () => {
  const back = say(query, 'query', '03');
  expect(openQuestion(inDossier(query, back), CH, ia._id)?.act).toBe(back._id);
  const told = say(back, 'authentic', '04');
  expect(answered(query, back, told)).toBe(true);
  expect(answered(query, back, told, say(told, 'authentic', '05'))).toBe(false);
});

test('of each open question it is known which side is to answer it, and about which document', () => {
  const openIn = (...acts: readonly DossierAct[]) =>
    openQuestions(inDossier(...acts)).map(({ question, upon, waitsFor }) => [question.act, upon, waitsFor]);
  expect(openIn()).toEqual([]);
  expect(openIn(query)).toEqual([[query._id, ia._id, AU]]);
  expect(openIn(query, answer)).toEqual([]);
  const back = say(query, 'objection', '03');
  expect(openIn(query, back)).toContainEqual([back._id, ia._id, CH]);
  expect(openIn(query, back)).toHaveLength(1);
  const ea = anExportAuthorization(ia);
  const doubt = say(ea, 'objection', '20');
  expect(openIn(ea, doubt)).toEqual([[doubt._id, ea._id, CH]]);
});

const TODAY = '2026-10-21' as CalendarDate;
const AFTER = '2027-12-31' as CalendarDate;

test('an import authorization that the partner objected to stands as objected, answered or not', () => {
  const objection = say(ia, 'objection', '02');
  expect(inDossier().status).toBe('issued');
  expect(inDossier(say(ia, 'query', '02')).status).toBe('issued');
  expect(inDossier(objection).status).toBe('objected');
  const told = say(objection, 'authentic', '03');
  expect(inDossier(objection, told).status).toBe('objected');
  expect(isUndecided(inDossier(objection, told), TODAY)).toBe(true);
  expect(statusOn(inDossier(objection), AFTER)).toBe('expired');
});

test('an objection is lifted by the partner, by its export authorization, or with what it is about', () => {
  const objection = say(ia, 'objection', '02');
  expect(inDossier(objection, say(ia, 'received', '03')).status).toBe('objected');
  expect(inDossier(objection, say(ia, 'authentic', '03')).status).toBe('issued');
  const ea = anExportAuthorization(ia);
  expect(inDossier(objection, ea).status).toBe('exporting');
  const cancelled = aCancellation(ia, { at: '2026-10-03T10:00:00.000Z' });
  expect(inDossier(objection, cancelled).status).toBe('cancelled');
});

test('an export authorization stands as objected until its goods have left', () => {
  const ea = anExportAuthorization(ia);
  const objection = say(ea, 'objection', '20');
  const standing = (day: CalendarDate, ...acts: readonly DossierAct[]) => {
    const dossier = inDossier(ea, ...acts);
    return exportStatusOn(dossier, dossier.exports[0]!, day);
  };
  expect(standing(TODAY)).toBe('issued');
  expect(standing(TODAY, objection)).toBe('objected');
  expect(standing(AFTER, objection)).toBe('expired');
  expect(standing(TODAY, objection, aShipment(ea))).toBe('shipped');
  expect(inDossier(ea, objection).status).toBe('exporting');
});

test('however long a chain of answers a partner makes, what it is about is found', () => {
  const LENGTH = 20_000;
  const id = (no: number) => `act:20261002:CH:reply:${String(no).padStart(43, '0')}` as ActId;
  const replies = Array.from({ length: LENGTH }, (_, no) => ({
    act: id(no),
    on: no === 0 ? ia._id : id(no - 1),
    issuer: no % 2 === 0 ? CH : AU,
    answer: 'objection' as const
  })) as unknown as readonly DossierReply[];
  expect(subjectOf({ replies }, id(LENGTH - 1))).toBe(ia._id);
  expect(isObjected({ replies }, ia._id)).toBe(true);
  expect(isObjected({ replies }, id(LENGTH))).toBe(false);
});

test('an authorization is only issued until anything has become of it', () => {
  const ea = anExportAuthorization(ia);
  const only = (of: ActId, ...acts: readonly DossierAct[]) => isOnlyIssued(inDossier(...acts), of, TODAY);
  expect(only(ia._id)).toBe(true);
  expect(only(ia._id, say(ia, 'authentic', '02'))).toBe(true);
  expect(only(ia._id, say(ia, 'objection', '02'))).toBe(false);
  expect(only(ia._id, ea)).toBe(false);
  expect(only(ea._id, ea)).toBe(true);
  expect(only(ea._id, ea, aShipment(ea))).toBe(false);
  expect(only(ea._id, ea, aCancellation(ea))).toBe(false);
  // Refused by the server, it is in no dossier any more.
  expect(only(ea._id)).toBe(false);
});
