/** One answer of the fold, the door, the form and the buttons to what is left of an import authorization. */
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { judgeExport } from '#lib/domain/authorization/judge-export.ts';
import { draftFromImport } from '#lib/domain/authorization/new-form.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { readUse, statusOn } from '#lib/domain/dossier/status-on.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { mayExportUpon, readRest } from '#lib/domain/dossier/import-use.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import {
  aCancellation,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  CH
} from '../../samples/acts.ts';
import { aContext } from '../../samples/forms.ts';

const TODAY = '2026-11-24' as CalendarDate;
const AFTER = '2027-01-05' as CalendarDate;

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia, { over: { validUntil: '2026-10-31' } });
const nil = anEndorsement(ea, {
  at: '2026-11-03T10:00:00.000Z',
  stated: ['0', '0'],
  over: { outcome: 'not-imported' }
});
const again = anExportAuthorization(ia, {
  at: '2026-11-24T09:00:00.000Z',
  over: { number: 'CH-E-2026-000078-10' }
});

/** What the fold, the door, the form and the buttons say of one more export authorization. */
function saidOf(acts: readonly DossierAct[], next: ActOf<'export-authorization'>, today = TODAY): unknown {
  const dossier = foldDossier(ia.body.dossier, acts);
  const context = { ...aContext({ country: CH, today }), importAct: ia };
  const typed = draftFromImport(ia, context);
  const codes = judgeExport(typed, { ...context, ...readRest(dossier) })
    .problems.filter(({ weight }) => weight === 'refused')
    .map(({ code }) => code);
  const after = foldDossier(ia.body.dossier, [...acts, next]);
  return {
    fold: after.setAside.map(({ problem }) => problem.code),
    door: admitAct(acts, next).map(({ code }) => code),
    form: codes,
    button: mayExportUpon(dossier, today)
  };
}

describe('of one consignment that is authorized', () => {
  test('an export authorization that was returned unused has taken nothing: it may be exported anew', () => {
    expect(saidOf([ia, ea, nil], again)).toEqual({ fold: [], door: [], form: [], button: true });
    expect(foldDossier(ia.body.dossier, [ia, ea, nil]).status).toBe('issued');
  });

  test('but not once the import authorization has expired; then the dossier is closed', () => {
    const late = anExportAuthorization(ia, {
      at: '2027-01-05T09:00:00.000Z',
      over: { number: 'CH-E-2027-000001-10', validUntil: '2027-01-20' }
    });
    expect(saidOf([ia, ea, nil], late, AFTER)).toMatchObject({
      fold: ['validity.importExpired'],
      door: ['validity.importExpired'],
      button: false
    });
    expect(statusOn(foldDossier(ia.body.dossier, [ia, ea, nil]), AFTER)).toBe('closed');
    expect(statusOn(foldDossier(ia.body.dossier, [ia]), AFTER)).toBe('expired');
  });

  test('goods that had left have taken it, although none of them arrived', () => {
    const lost = [ia, ea, aShipment(ea), nil];
    const refused = ['export.consignments.exceeded'];
    expect(saidOf(lost, again)).toMatchObject({
      fold: refused,
      door: [...refused, 'export.import.used'],
      button: false
    });
    const { form } = saidOf(lost, again) as { form: string[] };
    expect(form).toContain('export.consignments.exceeded');
    const dossier = foldDossier(ia.body.dossier, lost);
    expect(dossier).toMatchObject({ status: 'closed', lines: [{ taken: { stated: 480_000_000 } }, {}] });
    expect(readUse(dossier, ia._id).isShipped).toBe(true);
  });

  test('one that is issued has taken it, and all of its quantity', () => {
    const dossier = foldDossier(ia.body.dossier, [ia, ea]);
    expect(readRest(dossier)).toMatchObject({ consignmentsUsed: 1, remaining: { 1: { stated: 0 } } });
    expect(readRest(dossier, ea._id)).toMatchObject({
      consignmentsUsed: 0,
      remaining: { 1: { stated: 500_000_000 } }
    });
  });
});

test('what was exported whole in another form of the substance leaves nothing', () => {
  const salt = anImportAuthorization({ over: { lines: [aLine()], consignments: 0 } });
  const factor = { value: '1', source: 'computed', edition: '2026-1', date: '2026-11-24' };
  const base = aLine({ form: 'base', stated: '376000000', importLine: 1, factor });
  const upon = anExportAuthorization(salt, { over: { lines: [base] } });
  const shipment = aShipment(upon, { stated: ['376000000'] });
  const received = anEndorsement(upon, { stated: ['376000000'] });
  const dossier = foldDossier(salt.body.dossier, [salt, upon, shipment, received]);
  expect(dossier).toMatchObject({ status: 'closed', differences: [] });
  expect(mayExportUpon(dossier, TODAY)).toBe(false);
});

describe('of 100 g of morphine base, 100 g of the sulfate is 75.2 g', () => {
  const factor = { value: '1', source: 'computed', edition: '2026-1', date: '2026-11-24' };
  const aBase = (stated: string, over = {}) => aLine({ form: 'base', stated, factor, ...over });
  const authorized = anImportAuthorization({ over: { lines: [aBase('100000000')], consignments: 0 } });
  const sulfate = anExportAuthorization(authorized, {
    over: { lines: [aLine({ stated: '100000000', importLine: 1 })] }
  });
  const used = [
    authorized,
    sulfate,
    aShipment(sulfate, { stated: ['100000000'] }),
    anEndorsement(sulfate, { stated: ['100000000'] })
  ];
  const upon = (stated: string) =>
    anExportAuthorization(authorized, {
      at: '2026-11-24T09:00:00.000Z',
      over: { number: 'CH-E-2026-000078-10', lines: [aBase(stated, { importLine: 1 })] }
    });

  test('so 24.8 g of the base may still be exported, and not a microgram more', () => {
    const dossier = foldDossier(authorized.body.dossier, used);
    expect(dossier.status).toBe('partly-used');
    expect(mayExportUpon(dossier, TODAY)).toBe(true);
    expect(admitAct(used, upon('24800000'))).toEqual([]);
    expect(admitAct(used, upon('24800001'))).toMatchObject([
      { code: 'export.line.exceedsImport', values: { asked: 24_800_001, remaining: 24_800_000 } },
      { code: 'export.import.used', values: { act: used[1]!._id } }
    ]);
  });

  test('which the form offers, and judges alike', () => {
    const rest = readRest(foldDossier(authorized.body.dossier, used));
    const context = { ...aContext({ country: CH, today: TODAY }), importAct: authorized, ...rest };
    const typed = draftFromImport(authorized, context);
    expect(typed.lines[0]?.fields).toMatchObject({ quantity: '24.8', unit: 'g' });
    const codesOf = (form: typeof typed) => judgeExport(form, context).problems.map(({ code }) => code);
    expect(codesOf(typed)).not.toContain('export.line.exceedsImport');
    const [line] = typed.lines;
    const more = { ...typed, lines: [{ ...line!, fields: { ...line!.fields, quantity: '24.800001' } }] };
    expect(codesOf(more)).toContain('export.line.exceedsImport');
  });

  test('and is all free again when the sulfate is cancelled', () => {
    const acts = [authorized, sulfate, aCancellation(sulfate)];
    expect(readRest(foldDossier(authorized.body.dossier, acts)).remaining[1]).toMatchObject({
      stated: 100_000_000,
      basis: 'stated'
    });
  });
});
