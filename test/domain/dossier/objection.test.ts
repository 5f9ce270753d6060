/** An objection from its first word to its end: who has the turn, what may be replied, and what the door refuses. */
import { describe, expect, test } from 'vitest';
import type { Answer, DossierAct } from '#lib/domain/act/body.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { needsOfExport, needsOfImport } from '#lib/domain/dossier/needs.ts';
import { answersTo, openQuestions, openVerdicts } from '#lib/domain/dossier/open-question.ts';
import { exportStatusOn } from '#lib/domain/dossier/status-on.ts';
import type { AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import {
  aCancellation,
  aReply,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const TODAY = '2026-10-21' as CalendarDate;
const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const say = (on: DossierAct, answer: Answer, day: number, text = 'In words.') =>
  aReply(on, { at: `2026-10-${String(day).padStart(2, '0')}T10:00:00.000Z`, over: { answer, text } });

const fold = (acts: readonly DossierAct[]) => foldDossier(ia.body.dossier, acts);
/** Whose turn it is, and for which step. */
function turnIn(acts: readonly DossierAct[]): readonly string[] {
  const dossier = fold(acts);
  return [
    ...openQuestions(dossier).map(({ waitsFor, question }) => `${waitsFor} answers ${question.answer}`),
    ...openVerdicts(dossier).map(({ waitsFor }) => `${waitsFor} decides`)
  ];
}

describe('Australia objects to the export authorization', () => {
  const objection = say(ea, 'objection', 6);
  const answer = say(objection, 'explanation', 7);
  const withdrawn = say(answer, 'withdrawn', 8);
  const upheld = say(answer, 'upheld', 8);
  const again = say(upheld, 'explanation', 9);
  const base = [ia, ea, objection];

  test.each([
    ['it waits for Switzerland', base, ['CH answers objection'], 'objected'],
    ['answered, it waits for Australia', [...base, answer], ['AU decides'], 'objected'],
    ['withdrawn, it is over', [...base, answer, withdrawn], [], 'issued'],
    ['upheld, it waits for Switzerland', [...base, answer, upheld], ['CH answers upheld'], 'objected'],
    ['answered once more, for Australia', [...base, answer, upheld, again], ['AU decides'], 'objected'],
    ['withdrawn with no answer, it is over', [...base, say(ea, 'withdrawn', 8)], [], 'issued'],
    ['received says nothing', [...base, say(ea, 'received', 7)], ['CH answers objection'], 'objected'],
    ['nor does a question lift it', [...base, say(ea, 'query', 7)], ['CH answers query'], 'objected'],
    [
      'asked back, Australia replies',
      [...base, say(objection, 'query', 7)],
      ['AU answers query'],
      'objected'
    ],
    [
      'and then Switzerland answers',
      [...base, say(objection, 'query', 7), say(say(objection, 'query', 7), 'explanation', 8)],
      ['CH answers objection'],
      'objected'
    ],
    [
      'an older device answers it as authentic',
      [...base, say(objection, 'authentic', 7)],
      ['AU decides'],
      'objected'
    ],
    [
      'cancelled, it is over',
      [...base, aCancellation(ea, { at: '2026-10-07T10:00:00.000Z' })],
      [],
      'cancelled'
    ],
    ['shipped all the same, it stays open', [...base, aShipment(ea)], ['CH answers objection'], 'shipped'],
    ['endorsed, it is over', [...base, aShipment(ea), anEndorsement(ea)], [], 'endorsed']
  ] as const)('%s', (_what, acts, turn, status) => {
    expect(turnIn(acts)).toEqual(turn);
    const dossier = fold(acts);
    expect(exportStatusOn(dossier, dossier.exports[0]!, TODAY)).toBe(status);
  });

  test('Today asks the side that has the turn, and no other', () => {
    const needsOf = (authority: AuthorityCode, acts: readonly DossierAct[]) => {
      const dossier = fold(acts);
      const { needs } = needsOfExport(dossier, authority, { strand: dossier.exports[0]!, today: TODAY });
      return needs.filter((one) => one === 'answer' || one === 'settle');
    };
    expect([needsOf(CH, base), needsOf(AU, base)]).toEqual([['answer'], []]);
    expect([needsOf(CH, [...base, answer]), needsOf(AU, [...base, answer])]).toEqual([[], ['settle']]);
    const over = [...base, answer, withdrawn];
    expect([needsOf(CH, over), needsOf(AU, over)]).toEqual([[], []]);
  });

  test('the step upon an answered objection replies to the answer', () => {
    const { primary } = actionsOf(fold([...base, answer]), AU, { today: TODAY });
    expect(primary).toEqual({ kind: 'settle', on: answer._id });
  });

  test('each side is offered only what it may say', () => {
    expect(answersTo(fold(base), CH, objection._id)).toEqual(['explanation', 'query']);
    expect(answersTo(fold([...base, answer]), AU, answer._id)).toEqual(['withdrawn', 'upheld', 'query']);
    expect(answersTo(fold(base), AU, ea._id)).toEqual(['withdrawn', 'upheld', 'query']);
    const over = fold([...base, answer, withdrawn]);
    expect(answersTo(over, AU, ea._id)).toEqual(['received', 'authentic', 'query', 'objection']);
  });

  test('the door refuses a verdict where none is due, and an answer without words', () => {
    const codes = (acts: readonly DossierAct[], act: DossierAct) =>
      admitAct(acts, act).map(({ code }) => code);
    expect(codes([...base, answer], withdrawn)).toEqual([]);
    expect(codes([...base, answer], upheld)).toEqual([]);
    expect(codes([ia, ea], say(ea, 'withdrawn', 8))).toEqual(['reply.objection.none']);
    expect(codes([...base, answer, withdrawn], say(answer, 'upheld', 9))).toEqual(['reply.objection.none']);
    // The side that was objected to ends nothing by itself.
    expect(codes(base, say(objection, 'withdrawn', 8))).toEqual(['reply.objection.none']);
    expect(codes(base, say(objection, 'explanation', 7, '   '))).toEqual(['reply.text.missing']);
  });
});

describe('Switzerland objects to the import authorization', () => {
  const objection = say(ia, 'objection', 2);
  const answer = say(objection, 'explanation', 3);
  const needs = (acts: readonly DossierAct[]) =>
    needsOfImport(fold(acts), CH, { act: ia._id, today: '2026-10-10' as CalendarDate }).needs;

  test('after the answer it decides about its objection first, and then about the export', () => {
    expect(needs([ia, objection])).toEqual([]);
    expect(needs([ia, objection, answer])).toEqual(['settle']);
    expect(needs([ia, objection, answer, say(answer, 'withdrawn', 4)])).toEqual(['decide']);
    expect(needs([ia, objection, answer, say(answer, 'upheld', 4)])).toEqual([]);
  });

  test('while the objection is open, to issue is possible but not the first step', () => {
    const received = aReply(objection, {
      at: '2026-10-04T10:00:00.000Z',
      over: { answer: 'received', text: '' }
    });
    for (const acts of [
      [ia, objection],
      [ia, objection, received],
      [ia, objection, answer, say(answer, 'upheld', 4)]
    ]) {
      const { primary, others } = actionsOf(fold(acts), CH, { today: TODAY });
      expect(primary).toBeNull();
      expect(others).toContainEqual({ kind: 'export', on: ia._id });
      expect(needs(acts)).toEqual([]);
    }
    const over = [ia, objection, answer, say(answer, 'withdrawn', 4)];
    expect(actionsOf(fold(over), CH, { today: TODAY }).primary).toEqual({ kind: 'export', on: ia._id });
  });

  test('its export authorization upon it ends the objection', () => {
    expect(turnIn([ia, objection, ea])).toEqual([]);
  });
});

describe('a device of an older version, which knows no such answers', () => {
  const objection = say(ea, 'objection', 6);
  const answer = say(objection, 'explanation', 7);

  test('refuses what it does not know, so that to it the objection remains', () => {
    const unknown = { ...answer.body, answer: 'settled-by-phone' };
    expect(parseBody(unknown)).toMatchObject({ ok: false });
    expect(turnIn([ia, ea, objection])).toEqual(['CH answers objection']);
  });

  test('keeps a reply to what it set aside, counts it nowhere, and says that something is missing', () => {
    const dossier = fold([ia, ea, objection, say(answer, 'query', 8)]);
    expect(dossier.missing).toEqual([answer._id]);
    expect(dossier.replies).toHaveLength(1);
    expect(turnIn([ia, ea, objection, say(answer, 'query', 8)])).toEqual(['CH answers objection']);
  });
});
