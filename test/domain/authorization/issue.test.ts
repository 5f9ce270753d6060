import { describe, expect, test } from 'vitest';
import { aLine, anAct, anImportAuthorization } from '../../samples/acts.ts';
import { aContext, aForm, TODAY } from '../../samples/forms.ts';
import type { ActOf, ExportAuthorizationBody, BodyOf } from '#lib/domain/act/body.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { issue, toBody, type IssueStamp, type Stamp } from '#lib/domain/authorization/issue.ts';
import { judgeCancellation, judgeReply } from '#lib/domain/authorization/judge-answers.ts';
import { judgeEndorsement, judgeShipment } from '#lib/domain/authorization/judge-actual.ts';
import { judgeExport } from '#lib/domain/authorization/judge-export.ts';
import { draftFromImport } from '#lib/domain/authorization/new-form.ts';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/act/number.ts';
import type { CalendarDate, CountryCode, DraftId, Instant } from '#lib/domain/ids.ts';
import { unwrap, type Problem } from '#lib/domain/result.ts';

const AU = 'AU' as CountryCode;
const CH = 'CH' as CountryCode;
const day = (text: string): CalendarDate => text as CalendarDate;
const codes = (problems: readonly Problem[]): string[] => problems.map((problem) => problem.code);

function aStamp(issuer: CountryCode, to: CountryCode): Stamp {
  const by = { person: 'xx.officer', name: 'An Officer', function: 'Delegate' };
  return { issuer, to: [to], seq: { [issuer]: 1, [to]: 1 }, at: '2026-11-24T09:00:00.000Z' as Instant, by };
}

function anIssueStamp(
  country: CountryCode,
  to: CountryCode,
  kind: AuthorizationKind,
  year = 2026
): IssueStamp {
  const { issuer: _, ...stamp } = aStamp(country, to);
  return { ...stamp, number: formatNumber({ country, kind, year, serial: 101 }), issuedOn: TODAY };
}

const importParticulars = judgeImport(aForm(), aContext()).body!;
const importAct = anImportAuthorization({ over: { lines: [aLine()] } });
const swiss = { ...aContext({ country: CH }), importAct };
const exportParticulars = judgeExport(draftFromImport(importAct, swiss), swiss).body!;
const importStamp = anIssueStamp(AU, CH, 'import-authorization');
const exportStamp = anIssueStamp(CH, AU, 'export-authorization');
const exportAct = anAct<ExportAuthorizationBody>(
  unwrap(issue('export-authorization', exportParticulars, exportStamp))
);

describe('issuing', () => {
  test('makes an import authorization that the partner’s door accepts', () => {
    const draft = 'draft:0f8fad5b-d9cb-469f-a165-70867728950e' as DraftId;
    const body = unwrap(
      issue('import-authorization', importParticulars, { ...importStamp, draft, demonstration: true })
    );
    expect(parseBody(body)).toEqual({ ok: true, value: body });
    expect(body).toMatchObject({ issuer: 'AU', draft, demonstration: true, issuedOn: TODAY });
  });

  test('makes an export authorization in the dossier of the import authorization that it cites', () => {
    const { body } = exportAct;
    expect(parseBody(body)).toEqual({ ok: true, value: body });
    expect(body.dossier.startsWith('AU.CH.20261001.')).toBe(true);
  });

  test.each([
    [
      'another country',
      { number: formatNumber({ country: CH, kind: 'import-authorization', year: 2026, serial: 1 }) }
    ],
    [
      'the other kind',
      { number: formatNumber({ country: AU, kind: 'export-authorization', year: 2026, serial: 1 }) }
    ],
    [
      'another year',
      { number: formatNumber({ country: AU, kind: 'import-authorization', year: 2025, serial: 1 }) }
    ]
  ])('refuses a number of %s', (_, over) => {
    const result = issue('import-authorization', importParticulars, { ...importStamp, ...over });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'authorization.number.foreign' }] });
  });

  test('refuses what was judged on an earlier day and no longer holds', () => {
    const late = (issuedOn: string) =>
      issue('import-authorization', importParticulars, { ...importStamp, issuedOn: day(issuedOn) });
    expect(late('2026-11-25')).toMatchObject({ ok: false, problems: [{ code: 'validity.beforeIssue' }] });
    const nextYear = { ...anIssueStamp(AU, CH, 'import-authorization', 2027), issuedOn: day('2027-03-01') };
    expect(issue('import-authorization', importParticulars, nextYear)).toMatchObject({
      ok: false,
      problems: [{ code: 'validity.past' }]
    });
  });
});

describe('a shipment', () => {
  const judge = (quantity: string, shippedOn = '2026-12-01', today = '2026-12-02') =>
    judgeShipment({ shippedOn, lines: { 1: { quantity, unit: 'g' } } }, { today: day(today), exportAct });

  test('of the authorized quantity is stated as it is', () => {
    const { problems, body } = judge('500');
    expect(problems).toEqual([]);
    const shipment = toBody('shipment', body!, aStamp(CH, AU));
    expect(parseBody(shipment)).toEqual({ ok: true, value: shipment });
    expect(shipment.lines).toEqual([{ no: 1, stated: '500000000', base: '376000000' }]);
  });

  test('of less is allowed and stated; of more never', () => {
    const less = judge('480');
    expect(less.problems[0]).toMatchObject({
      code: 'shipment.line.less',
      weight: 'notice',
      article: '1961:31.7(c)',
      values: { line: 1, quantity: '480000000', authorized: '500000000' }
    });
    expect(less.body).toBeDefined();
    const more = judge('500.000001');
    expect(codes(more.problems)).toEqual(['shipment.line.exceedsAuthorization']);
    expect(more.body).toBeUndefined();
  });

  test('of nothing is no shipment', () => {
    expect(codes(judge('0').problems)).toContain('shipment.nothing');
  });

  test('lies within the period and not in the future', () => {
    expect(codes(judge('500', '2027-01-01', '2027-01-02').problems)).toEqual([
      'shipment.date.outsideValidity'
    ]);
    expect(codes(judge('500', '2026-12-03').problems)).toEqual(['shipment.date.future']);
    expect(codes(judge('500', '').problems)).toEqual(['shipment.date.missing']);
    expect(codes(judge('500', 'soon').problems)).toEqual(['date.malformed']);
  });

  test('with a figure that is missing or has two readings cannot be stated', () => {
    expect(codes(judge('').problems)).toEqual(['actual.quantity.missing']);
    expect(judge('1,234').problems[0]).toMatchObject({
      code: 'quantity.ambiguous',
      path: 'lines.1.quantity',
      values: { line: 1 }
    });
  });
});

describe('an endorsement', () => {
  const shipped: Partial<BodyOf<'shipment'>> = {
    shippedOn: day('2026-12-01'),
    lines: judgeShipment(
      { shippedOn: '2026-12-01', lines: { 1: { quantity: '480', unit: 'g' } } },
      { today: day('2026-12-02'), exportAct }
    ).body!.lines
  };
  const shipment = { body: shipped } as ActOf<'shipment'>;
  const judge = (quantity: string, over: Readonly<Record<string, string>> = {}, today = '2026-12-10') =>
    judgeEndorsement(
      { outcome: 'imported', receivedOn: '2026-12-08', lines: { 1: { quantity, unit: 'g' } }, ...over },
      { today: day(today), exportAct, shipment }
    );

  test('states the quantity actually imported', () => {
    const { problems, body } = judge('480');
    expect(problems).toEqual([]);
    const endorsement = toBody('endorsement', body!, aStamp(AU, CH));
    expect(parseBody(endorsement)).toEqual({ ok: true, value: endorsement });
  });

  test('more than exported or authorized is a fact: flagged and stated', () => {
    const { problems, body } = judge('510');
    expect(codes(problems)).toEqual([
      'endorsement.line.moreThanExported',
      'endorsement.line.moreThanAuthorized'
    ]);
    expect(body?.lines[0]?.stated).toBe('510000000');
    expect(codes(judge('470').problems)).toEqual(['endorsement.line.less']);
  });

  test('is nil only when the period has expired', () => {
    const nil = (today: string) => judge('', { outcome: 'not-imported', receivedOn: today }, today);
    expect(codes(nil('2026-12-31').problems)).toEqual(['endorsement.notExpired']);
    expect(nil('2027-01-01').body?.lines).toEqual([{ no: 1, stated: '0', base: '0' }]);
  });

  test('"imported" with nothing on every line contradicts itself', () => {
    expect(codes(judge('0').problems)).toContain('endorsement.imported.nothing');
  });

  test('dated before the despatch that the partner states is told, and can be signed', () => {
    const { problems, body } = judge('480', { receivedOn: '2026-11-30' });
    expect(problems).toMatchObject([{ code: 'endorsement.date.beforeShipment', weight: 'notice' }]);
    expect(body?.receivedOn).toBe('2026-11-30');
  });

  test('is not dated before the issue or in the future, and has an outcome', () => {
    expect(codes(judge('480', { receivedOn: '2026-01-01' }).problems)).toEqual([
      'endorsement.date.beforeIssue'
    ]);
    expect(codes(judge('480', { receivedOn: '2026-12-11' }).problems)).toEqual(['endorsement.date.future']);
    expect(codes(judge('480', { receivedOn: '2027-06-01', outcome: 'not-imported' }).problems)).toEqual([
      'endorsement.nil.future'
    ]);
    expect(codes(judge('480', { outcome: '' }).problems)).toEqual(['endorsement.outcome.missing']);
  });
});

describe('replies, cancellations and receipts', () => {
  test('a query and an objection say why; "authentic" needs no words', () => {
    const reply = (answer: string, text = '') => judgeReply({ answer, text }, { on: exportAct, country: AU });
    expect(codes(reply('query').problems)).toEqual(['reply.text.missing']);
    expect(codes(reply('objection', ' ').problems)).toEqual(['reply.text.missing']);
    expect(codes(reply('query', '-').problems)).toEqual(['reply.text.missing']);
    expect(codes(reply('maybe').problems)).toEqual(['reply.answer.missing']);
    const body = toBody('reply', reply('authentic').body!, aStamp(AU, CH));
    expect(parseBody(body)).toEqual({ ok: true, value: body });
  });

  test('nobody answers an act of their own', () => {
    expect(
      codes(judgeReply({ answer: 'authentic', text: '' }, { on: exportAct, country: CH }).problems)
    ).toEqual(['reply.ownAct']);
  });

  test('only the issuer cancels, once, with a reason, and not after shipment', () => {
    const context = { of: exportAct, country: CH, isCancelled: false, isShipped: false };
    const judge = (over: Partial<typeof context>, reason = 'Order withdrawn') =>
      codes(judgeCancellation({ reason }, { ...context, ...over }).problems);
    expect(judge({ isShipped: true })).toEqual(['cancellation.afterShipment']);
    expect(judge({ country: AU })).toEqual(['cancellation.notIssuer']);
    expect(judge({ isCancelled: true })).toEqual(['cancellation.twice']);
    expect(judge({}, '')).toEqual(['cancellation.reason.missing']);
    expect(judge({}, '-')).toEqual(['cancellation.reason.missing']);
    const particulars = judgeCancellation({ reason: 'Order withdrawn' }, context).body!;
    for (const replaced of [{}, { replacedBy: exportAct._id }]) {
      const body = toBody('cancellation', { ...particulars, ...replaced }, aStamp(CH, AU));
      expect(parseBody(body)).toEqual({ ok: true, value: body });
    }
  });

  test('an opened receipt says who opened what', () => {
    const opened = { stage: 'opened', of: [exportAct._id], where: AU } as const;
    const body = toBody('receipt', opened, aStamp(AU, CH));
    expect(parseBody(body)).toEqual({ ok: true, value: body });
    expect(body.where).toBe('AU');
  });
});
