import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { statedAs } from '#lib/domain/act/stated-as.ts';
import { judgeCorrection } from '#lib/domain/authorization/judge-correction.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { correctableActs } from '#lib/domain/dossier/corrections.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { needsOfExport } from '#lib/domain/dossier/needs.ts';
import type { AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { readFindings } from '#lib/domain/matching/findings.ts';
import {
  aCorrection,
  aMatchDecision,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const shipment = aShipment(ea);
const endorsement = anEndorsement(ea);
const TODAY = '2026-11-05' as CalendarDate;
const on = (date: string): { at: string } => ({ at: `2026-10-${date}T10:00:00.000Z` });
const shippedLess = aCorrection(shipment, ea, on('12'));
const arrivedLess = aCorrection(endorsement, ea, on('25'));

const fold = (...acts: DossierAct[]): Dossier => foldDossier(ia.body.dossier, acts);
const codesOf = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct(acts, act).map(({ code }) => code);
const findingsOf = (...acts: DossierAct[]): string[] =>
  readFindings(fold(...acts), (id) => acts.find(({ _id }) => _id === id) ?? null, TODAY).map(
    (one) => one.class
  );
/** The same correction by the other authority. */
function byPartner(act: ActOf<'correction'>): ActOf<'correction'> {
  const { issuer, to, seq, ...rest } = act.body;
  return anAct({ ...rest, issuer: to[0] as AuthorityCode, to: [issuer], seq }) as ActOf<'correction'>;
}

describe('a correction', () => {
  test('counts in place of the corrected figures, and both stay in the dossier', () => {
    const dossier = fold(ia, ea, shipment, shippedLess);
    expect(dossier.lines[0]?.exported.stated).toBe(470_000_000);
    expect(dossier.exports[0]?.shipment).toBe(shippedLess._id);
    expect(dossier.timeline).toEqual([ia._id, ea._id, shipment._id, shippedLess._id]);
    expect(dossier.setAside).toEqual([]);
  });

  test('closes the finding of a mistyped endorsement, and opens one if it is wrong itself', () => {
    const mistyped = anEndorsement(ea, { stated: ['408000000', '200000000'] });
    const put = aCorrection(mistyped, ea, { ...on('25'), stated: ['480000000', '200000000'] });
    expect(findingsOf(ia, ea, shipment, mistyped)).toEqual(['arrived-less']);
    expect(findingsOf(ia, ea, shipment, mistyped, put)).toEqual([]);
    expect(findingsOf(ia, ea, shipment, endorsement, arrivedLess)).toEqual(['arrived-less']);
  });

  test('is itself corrected by naming the newest link', () => {
    const again = aCorrection(shippedLess, ea, { ...on('14'), stated: ['475000000', '200000000'] });
    const acts = [ia, ea, shipment, shippedLess];
    expect(codesOf(acts, again)).toEqual([]);
    expect(fold(...acts, again).lines[0]?.exported.stated).toBe(475_000_000);
    const older = aCorrection(shipment, ea, { ...on('14'), stated: ['475000000', '200000000'] });
    expect(codesOf(acts, older)).toEqual(['correction.notNewest']);
  });

  test('is stated by the author only', () => {
    expect(codesOf([ia, ea, shipment], byPartner(shippedLess))).toEqual(['correction.notAuthor']);
    expect(codesOf([ia, ea, shipment, endorsement], byPartner(arrivedLess))).toEqual([
      'correction.notAuthor'
    ]);
  });

  test('obeys the rules of the first figures', () => {
    const acts = [ia, ea, shipment, endorsement];
    const more = aCorrection(shipment, ea, { ...on('12'), stated: ['600000000', '200000000'] });
    expect(codesOf(acts, more)).toEqual(['shipment.line.exceedsAuthorization']);
    const nothing = aCorrection(shipment, ea, { ...on('12'), stated: ['0', '0'] });
    expect(codesOf(acts, nothing)).toEqual(['shipment.nothing']);
    const { lines } = shippedLess.body.shipment!;
    const late = aCorrection(shipment, ea, {
      ...on('12'),
      over: { shipment: { lines, shippedOn: '2027-02-01' } }
    });
    expect(codesOf(acts, late)).toEqual(['shipment.date.future', 'shipment.date.outsideValidity']);
    const nil = {
      lines: arrivedLess.body.endorsement!.lines,
      outcome: 'not-imported',
      receivedOn: '2026-10-20'
    };
    expect(codesOf(acts, aCorrection(endorsement, ea, { over: { endorsement: nil } }))).toEqual([
      'endorsement.nil.withQuantity'
    ]);
  });

  test('needs a reason, and changes something', () => {
    const acts = [ia, ea, shipment];
    expect(codesOf(acts, aCorrection(shipment, ea, { ...on('12'), over: { reason: '…' } }))).toEqual([
      'correction.reason.missing'
    ]);
    const same = aCorrection(shipment, ea, { ...on('12'), stated: ['480000000', '200000000'] });
    expect(codesOf(acts, same)).toEqual(['correction.same']);
    const judge = (particulars: object): string[] =>
      judgeCorrection('Typed wrong.', {
        of: shipment,
        kind: 'shipment',
        particulars,
        upon: ea._id
      }).problems.map(({ code }) => code);
    expect(judge(shipment.body)).toEqual(['correction.same']);
    expect(judge({ ...shipment.body, shippedOn: '2026-10-09' })).toEqual([]);
  });

  test('of an act of another dossier, or of an authorization, is refused', () => {
    const other = anImportAuthorization({ over: { number: 'AU-I-2026-000102-69' } });
    const otherExport = anExportAuthorization(other, { over: { number: 'CH-E-2026-000078-11' } });
    const theirs = aShipment(otherExport);
    const stray = aCorrection(theirs, ea, on('12'));
    expect(codesOf([ia, ea, shipment, other, otherExport, theirs], stray)).toEqual([
      'dossier.reference.missing'
    ]);
    expect(
      codesOf([ia, ea, shipment], aCorrection(shipment, ea, { ...on('12'), over: { of: ea._id } }))
    ).toEqual(['correction.other']);
  });

  test('moves with a linked export authorization', () => {
    const strange = anExportAuthorization(ia, { over: { dossier: 'AU.CH.20261001.999' } });
    const sent = aShipment(strange);
    const acts = [
      ia,
      strange,
      sent,
      aCorrection(sent, strange, on('12')),
      aMatchDecision(strange, ia.body.dossier)
    ];
    const group = routeActs(acts).get(ia.body.dossier);
    expect(foldDossier(ia.body.dossier, group!).lines[0]?.exported.stated).toBe(470_000_000);
  });
});

describe('two corrections of one act', () => {
  const rival = aCorrection(shipment, ea, { ...on('13'), stated: ['460000000', '200000000'] });

  test('the later counts, and the fork is a finding until the one that counts is corrected', () => {
    const acts = [ia, ea, shipment, rival, shippedLess];
    expect(fold(...acts).lines[0]?.exported.stated).toBe(460_000_000);
    expect(findingsOf(...acts)).toContain('particulars-differ');
    const settled = aCorrection(rival, ea, { ...on('14'), stated: ['465000000', '200000000'] });
    expect(fold(...acts, settled).differences.map(({ weight }) => weight)).toEqual(['notice']);
  });

  test('every order of the acts gives one dossier and one total', () => {
    const further = aCorrection(shippedLess, ea, { ...on('15'), stated: ['450000000', '200000000'] });
    const reply = aReply(shippedLess, { ...on('16'), over: { answer: 'received' } });
    const acts = [ia, ea, shipment, shippedLess, rival, further, endorsement, arrivedLess, reply];
    const whole = canonicalJson(fold(...acts));
    fc.assert(
      fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), (shuffled) => {
        const dossier = fold(...shuffled);
        expect(canonicalJson(dossier)).toBe(whole);
        expect(dossier.lines[0]?.exported.stated).toBe(460_000_000);
      })
    );
  });
});

describe('a partner that acted on the corrected figures', () => {
  const acts = [ia, ea, shipment, endorsement, aCorrection(shipment, ea, on('25'))];
  const correction = acts[4]!;

  test('is asked to confirm, and a reply confirms', () => {
    const dossier = fold(...acts);
    const strand = dossier.exports[0]!;
    expect(actionsOf(dossier, AU, { today: TODAY }).primary).toEqual({ kind: 'confirm', on: correction._id });
    expect(needsOfExport(dossier, AU, { strand, today: TODAY }).needs).toContain('confirm');
    expect(needsOfExport(dossier, CH, { strand, today: TODAY }).needs).not.toContain('confirm');
    expect(findingsOf(...acts)).toContain('answer-outstanding');
    const confirmed = aReply(correction, { ...on('26'), over: { answer: 'received' } });
    expect(codesOf(acts, confirmed)).toEqual([]);
    const after = fold(...acts, confirmed);
    expect(needsOfExport(after, AU, { strand: after.exports[0]!, today: TODAY }).needs).not.toContain(
      'confirm'
    );
  });

  test('may correct its own figures instead', () => {
    const own = aCorrection(endorsement, ea, on('26'));
    const dossier = fold(...acts, own);
    expect(actionsOf(dossier, AU, { today: TODAY }).primary?.kind).not.toBe('confirm');
    expect(actionsOf(dossier, CH, { today: TODAY }).primary).toEqual({ kind: 'confirm', on: own._id });
  });

  test('is not asked if it had not acted yet', () => {
    expect(actionsOf(fold(ia, ea, shipment, shippedLess), AU, { today: TODAY }).primary?.kind).toBe(
      'endorse'
    );
  });
});

describe('a corrected reply', () => {
  const query = aReply(ea, { ...on('06'), over: { answer: 'query', text: 'Which warehouse?' } });
  const { on: _on, answer: _answer, text: _text, ...head } = query.body;
  const correct = (over: object, at = '07'): ActOf<'correction'> =>
    anAct({
      ...head,
      ...on(at),
      kind: 'correction',
      of: query._id,
      exportAuthorization: ea._id,
      reason: 'Wrong word.',
      reply: { on: ea._id, answer: 'objection', text: 'Wrong warehouse.', ...over }
    } as never) as unknown as ActOf<'correction'>;
  const objected = correct({});

  test('counts with its new answer from its own time on', () => {
    expect(codesOf([ia, ea, query], objected)).toEqual([]);
    const { replies } = fold(ia, ea, query, objected);
    expect(replies).toMatchObject([{ act: objected._id, on: ea._id, answer: 'objection' }]);
    expect(statedAs(objected, 'reply')?.body.text).toBe('Wrong warehouse.');
    expect(codesOf([ia, ea, query, objected], aShipment(ea))).toEqual(['shipment.objected']);
  });

  test('is the last reply on its authorization; an earlier one is overtaken', () => {
    const received = aReply(ea, { ...on('08'), over: { answer: 'received' } });
    expect(codesOf([ia, ea, query, received], correct({}, '09'))).toEqual(['correction.notNewest']);
    expect(correctableActs(fold(ia, ea, query, received), AU)).toEqual([received._id]);
  });

  test('replies to the same document', () => {
    expect(codesOf([ia, ea, query], correct({ on: ia._id }))).toEqual(['correction.other']);
  });
});
