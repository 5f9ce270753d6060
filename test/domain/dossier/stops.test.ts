import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { judgeShipment } from '#lib/domain/authorization/judge-actual.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { needsOfExport } from '#lib/domain/dossier/needs.ts';
import { exportStatusOn, statusOn } from '#lib/domain/dossier/status-on.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { readFindings } from '#lib/domain/matching/findings.ts';
import {
  aCancellation,
  anExportAuthorization,
  aLine,
  anEndorsement,
  anImportAuthorization,
  aReply,
  aShipment,
  aSuspension,
  AU,
  CH
} from '../../samples/acts.ts';

const ia = anImportAuthorization({ over: { consignments: 2 } });
const ea = anExportAuthorization(ia);
const TODAY = '2026-10-12' as CalendarDate;
const day = (date: string): { at: string } => ({ at: `2026-10-${date}T10:00:00.000Z` });
const objection = aReply(ea, { ...day('06'), over: { answer: 'objection', text: 'Wrong warehouse.' } });
const withdrawn = aReply(ea, { ...day('08'), over: { answer: 'withdrawn' } });
const suspended = aSuspension(ea, day('06'));
const released = aSuspension(ea, { ...day('08'), over: { state: 'released' } });
const cancelled = aCancellation(ia, day('06'));
const left = aShipment(ea, day('10'));
/** Recorded on the tenth; the goods left on the fifth, before each of the stops. */
const leftBefore = aShipment(ea, { ...day('10'), over: { shippedOn: '2026-10-05' } });

const fold = (...acts: DossierAct[]): Dossier => foldDossier(ia.body.dossier, acts);
const codesOf = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct(acts, act).map(({ code }) => code);
const findingsOf = (...acts: DossierAct[]): string[] =>
  readFindings(fold(...acts), (id) => acts.find(({ _id }) => _id === id) ?? null, TODAY).map(
    (one) => one.class
  );
const quantities = { 1: { quantity: '480', unit: 'g' }, 2: { quantity: '200', unit: 'g' } };

describe.each([
  ['an objection of the importing authority', objection, 'shipment.objected', 'matching.shipped.objected'],
  ['a suspension', suspended, 'shipment.suspended', 'matching.shipped.suspended'],
  ['a suspension by its own side', aSuspension(ea, { ...day('06'), issuer: CH }), 'shipment.suspended', null],
  ['a suspended import authorization', aSuspension(ia, day('06')), 'shipment.suspended', null],
  ['a cancelled import authorization', cancelled, 'shipment.importCancelled', null]
] as const)('%s', (_name, stop, refusal, difference) => {
  test('refuses a shipment that left on its day or later, at the door and on the form', () => {
    expect(codesOf([ia, ea, stop], left)).toEqual([refusal]);
    const form = { shippedOn: '2026-10-10', lines: quantities };
    const judge = (acts: DossierAct[]): string[] =>
      judgeShipment(form, { today: TODAY, exportAct: ea, dossier: fold(...acts) }).problems.map(
        (one) => one.code
      );
    expect(judge([ia, ea, stop])).toContain(refusal);
    expect(judge([ia, ea])).not.toContain(refusal);
  });

  test('does not refuse goods that left before its day', () => {
    expect(codesOf([ia, ea, stop], leftBefore)).toEqual([]);
    expect(fold(ia, ea, stop, leftBefore).differences.map(({ code }) => code)).not.toContain(difference);
  });

  test('does not refuse what left of goods that were endorsed', () => {
    const late = aShipment(ea, { ...day('11'), over: { shippedOn: '2026-10-08' } });
    expect(codesOf([ia, ea, stop, anEndorsement(ea, day('09'))], late)).toEqual([]);
  });

  test('leaves goods that left in spite of it counted, and is a serious finding', () => {
    const dossier = fold(ia, ea, stop, left);
    expect(dossier.exports[0]?.shipment).toBe(left._id);
    expect(dossier.lines[0]?.exported.stated).toBe(480_000_000);
    expect(findingsOf(ia, ea, stop, left)).toContain('shipped-in-spite');
  });
});

describe('a shipment in spite of a stop', () => {
  test('is no open finding any more once the objection is withdrawn or the suspension released', () => {
    expect(
      findingsOf(ia, ea, objection, left, aReply(ea, { ...day('11'), over: { answer: 'withdrawn' } }))
    ).not.toContain('shipped-in-spite');
    const lifted = aSuspension(ea, { ...day('11'), over: { state: 'released' } });
    expect(findingsOf(ia, ea, suspended, left, lifted)).not.toContain('shipped-in-spite');
    expect(fold(ia, ea, suspended, left, lifted).differences).toMatchObject([{ weight: 'notice' }]);
  });

  test('is none if the stop was lifted before', () => {
    expect(codesOf([ia, ea, suspended, released], left)).toEqual([]);
    expect(codesOf([ia, ea, objection, withdrawn], left)).toEqual([]);
    expect(findingsOf(ia, ea, suspended, released, left)).toEqual([]);
  });
});

describe('a suspension', () => {
  test('refuses a further export authorization on the import authorization, and offers none', () => {
    const acts = [ia, aSuspension(ia, { at: '2026-10-02T10:00:00.000Z', issuer: AU })];
    expect(codesOf(acts, ea)).toEqual(['export.importSuspended']);
    const { primary, others } = actionsOf(fold(...acts), CH, { today: TODAY });
    expect([primary, ...others].map((one) => one?.kind)).not.toContain('export');
  });

  test.each([AU, CH])('is released only by the authority that suspended: %s', (issuer) => {
    const other = issuer === AU ? CH : AU;
    const stop = aSuspension(ea, { ...day('06'), issuer });
    expect(
      codesOf([ia, ea, stop], aSuspension(ea, { ...day('07'), issuer: other, over: { state: 'released' } }))
    ).toEqual(['suspension.none']);
    const own = aSuspension(ea, { ...day('07'), issuer, over: { state: 'released' } });
    expect(codesOf([ia, ea, stop], own)).toEqual([]);
    const offered = (authority: typeof AU): unknown[] => {
      const { primary, others } = actionsOf(fold(ia, ea, stop), authority, { today: TODAY });
      return [primary, ...others].filter((one) => one?.kind === 'release');
    };
    expect(offered(issuer)).toHaveLength(1);
    expect(offered(other)).toEqual([]);
  });

  test('is stated once; a second by the same authority does not count, one by the partner does', () => {
    expect(codesOf([ia, ea, suspended], aSuspension(ea, day('07')))).toEqual(['suspension.twice']);
    const both = [ia, ea, suspended, aSuspension(ea, { ...day('07'), issuer: CH })];
    expect(codesOf([ia, ea, suspended], both[3]!)).toEqual([]);
    expect(codesOf([...both, released], left)).toEqual(['shipment.suspended']);
  });

  test('needs a reason that says something, and an authorization that is not used up', () => {
    expect(codesOf([ia, ea], aSuspension(ea, { ...day('06'), over: { reason: '…' } }))).toEqual([
      'suspension.reason.missing'
    ]);
    expect(codesOf([ia, ea, left], aSuspension(ea, day('11')))).toEqual(['suspension.tooLate']);
    expect(codesOf([ia, cancelled], aSuspension(ia, { ...day('07') }))).toEqual(['suspension.tooLate']);
  });

  test('is not offered for an import authorization whose goods have all left or arrived, and is refused', () => {
    const whole = anImportAuthorization({ over: { lines: [aLine()], consignments: 0 } });
    const goods = anExportAuthorization(whole, { over: { lines: [aLine({ importLine: 1 })] } });
    const stopped = (...acts: DossierAct[]): [boolean, string[]] => {
      const dossier = foldDossier(whole.body.dossier, [whole, ...acts]);
      const { primary, others } = actionsOf(dossier, AU, { today: TODAY });
      const isOffered = [primary, ...others].some((one) => one?.kind === 'suspend' && one.on === whole._id);
      return [isOffered, codesOf([whole, ...acts], aSuspension(whole, day('12')))];
    };
    const all = aShipment(goods, { ...day('08'), stated: ['500000000'] });
    const some = aShipment(goods, { ...day('08'), stated: ['480000000'] });
    expect(stopped()).toEqual([true, []]);
    expect(stopped(goods)).toEqual([true, []]);
    expect(stopped(goods, all)).toEqual([false, ['suspension.tooLate']]);
    expect(stopped(goods, some)).toEqual([true, []]);
    const arrived = anEndorsement(goods, { ...day('10'), stated: ['500000000'] });
    expect(stopped(goods, all, arrived)).toEqual([false, ['suspension.tooLate']]);
  });

  test('is red for both sides until it is released', () => {
    for (const authority of [AU, CH]) {
      const dossier = fold(ia, ea, suspended);
      const strand = dossier.exports[0]!;
      expect(needsOfExport(dossier, authority, { strand, today: TODAY }).needs).toContain('suspended');
      expect(exportStatusOn(dossier, strand, TODAY)).toBe('suspended');
    }
    expect(statusOn(fold(ia, aSuspension(ia, day('06'))), TODAY)).toBe('suspended');
    expect(findingsOf(ia, ea, suspended)).toEqual(['suspended']);
    expect(findingsOf(ia, ea, suspended, released)).toEqual([]);
  });

  test('every order of arrival gives the same dossier', () => {
    const acts = [ia, ea, objection, suspended, left, released, withdrawn, anEndorsement(ea), cancelled];
    const whole = canonicalJson(fold(...acts));
    fc.assert(
      fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), (shuffled) => {
        expect(canonicalJson(fold(...shuffled))).toBe(whole);
      })
    );
  });
});
