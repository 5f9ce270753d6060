/** Export declarations for 1971 Schedule III (art. 12(2)), from the form and the door to the copy that comes back. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { formatNumber, parseNumber } from '#lib/domain/act/number.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { checksOf } from '#lib/domain/authorization/checks.ts';
import { issue } from '#lib/domain/authorization/issue.ts';
import { judgeCopySent } from '#lib/domain/authorization/judge-answers.ts';
import { judgeDeclaration } from '#lib/domain/authorization/judge-declaration.ts';
import { judgeIssued } from '#lib/domain/authorization/judge-issued.ts';
import { judgePaperForm } from '#lib/domain/authorization/judge-paper-form.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { needsOfExport } from '#lib/domain/dossier/needs.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { isOnlyIssued } from '#lib/domain/dossier/status-on.ts';
import { PROHIBITIONS } from '#lib/domain/goods/prohibitions.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { AuthorityCode, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { readComparisons } from '#lib/domain/matching/comparisons.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import { factsOf } from '#lib/domain/partners/dossier-facts.ts';
import { countMonth } from '#lib/domain/usage/count-month.ts';
import { usageRows } from '#lib/domain/usage/usage-rows.ts';
import { aCancellation, aLine, anAct, anExportAuthorization, AU, CH } from '../../samples/acts.ts';
import {
  aBuprenorphineLine,
  aCopySent,
  aDeclaration,
  aDeclarationReturned
} from '../../samples/declarations.ts';
import { aContext, aForm, METHYLPHENIDATE, TODAY } from '../../samples/forms.ts';
import { aPracticeAct } from '../../samples/practice.ts';

const declaration = aDeclaration();
const copy = aCopySent(declaration);
const returned = aDeclarationReturned(declaration);
const fold = (...acts: readonly DossierAct[]): Dossier => foldDossier(declaration.body.dossier, acts);

const BUPRENORPHINE = {
  substance: 'buprenorphine',
  form: 'base',
  pharmaceuticalForm: 'ampoule',
  preparation: 'Buprenorphine 0.3 mg/ml',
  quantity: '20',
  unit: 'g'
};
type Typed = Readonly<Record<string, string>>;
const context = aContext({ country: CH });
const typed = (fields: object = {}, lines: readonly Typed[] = [BUPRENORPHINE]) => {
  const { exportingCountry: _own, validFrom: _from, validUntil: _until, ...form } = aForm({}, lines).fields;
  return { ...aForm({}, lines), fields: { ...form, importingCountry: 'AU', despatchedOn: TODAY, ...fields } };
};
const judged = (fields?: object, lines?: readonly Typed[], over: object = {}) =>
  judgeDeclaration(typed(fields, lines), { ...context, prohibitions: PROHIBITIONS, ...over });
const codes = ({ problems }: { problems: readonly { code: string; weight?: string }[] }): string[] =>
  problems.filter(({ weight }) => weight !== 'notice').map(({ code }) => code);
const atTheDoor = (over: Record<string, unknown>, practices: Parameters<typeof judgeIssued>[2] = []) =>
  judgeIssued(aDeclaration({ over }).body, CURRENT_EDITION, practices).map(({ code }) => code);

describe('the declaration of a Schedule III export (1971 art. 12(2))', () => {
  test('names parties, substance, quantity, form, preparation and date of despatch, under a number with D', () => {
    const { body, problems } = judged();
    expect(problems.filter(({ weight }) => weight !== 'notice')).toEqual([]);
    const number = formatNumber({ country: CH, kind: 'export-declaration', year: 2026, serial: 7 });
    expect(parseNumber(number)).toMatchObject({ ok: true, value: { kind: 'export-declaration', serial: 7 } });
    const { seq, at, by } = declaration.body;
    const issued = issue('export-declaration', body!, { number, issuedOn: TODAY, to: [AU], seq, at, by });
    if (!issued.ok) expect.fail();
    expect(issued.value).toMatchObject({ despatchedOn: TODAY, importingCountry: 'AU', number });
    expect(issued.value.dossier).toBe(`AU.CH.${TODAY.replaceAll('-', '')}.${number.replace(/-0+/, '-')}`);
    expect(parseBody(issued.value)).toMatchObject({ ok: true });
    for (const missing of ['importerName', 'exporterAddress', 'despatchedOn'])
      expect(judged({ [missing]: '' }).body).toBeUndefined();
    expect(judged({}, [{ ...BUPRENORPHINE, preparation: '' }]).body).toBeUndefined();
  });

  test('is checked by the 1971 Convention alone, before and after it is typed', () => {
    const empty = judgeDeclaration({ ...typed(), fields: {}, lines: [] }, context);
    for (const one of [empty, judged()])
      expect(checksOf(one).filter(({ article }) => article.startsWith('1961'))).toEqual([]);
    const impossible = checksOf(judged({ despatchedOn: '2026-13-01' })).flatMap(({ problems }) => problems);
    expect(impossible).toContainEqual(
      expect.objectContaining({ path: 'despatchedOn', weight: 'refused', article: '1971:12.2(a)' })
    );
  });

  test('is only for Schedule III, on the form and at the door', () => {
    expect(codes(judged({}, [METHYLPHENIDATE]))).toEqual(['declaration.line.other']);
    expect(atTheDoor({})).toEqual([]);
    expect(atTheDoor({ lines: [aLine()] })).toEqual(['declaration.line.other']);
  });

  test('states a day of despatch that is near, on the form and at the door', () => {
    expect(codes(judged({ despatchedOn: '2027-11-24' }))).toEqual(['despatch.tooFarAhead']);
    expect(atTheDoor({ despatchedOn: '2027-10-05' })).toEqual(['despatch.tooFarAhead']);
    const late = judged({ despatchedOn: '2026-06-01' }).problems.map(({ code }) => code);
    expect(late).toContain('declaration.copies.late');
  });

  test('is refused where a country requires an authorization (ECOSOC 1985/15), on the form and at the door', () => {
    const practice = aPracticeAct({ extendedSchedules: ['III'], effectiveFrom: '2026-01-01' });
    const settings = { ...context.settings, AU: { extendedSchedules: ['III'] } };
    expect(codes(judged({}, undefined, { settings }))).toEqual(['declaration.authorizationNeeded']);
    expect(atTheDoor({}, [practice])).toEqual(['declaration.authorizationNeeded']);
  });

  test('is refused where the importing country prohibits the substance (1971 art. 13), without a special licence', () => {
    const [country, substance] = ['PK', 'flunitrazepam'];
    const lines = [aBuprenorphineLine({ substance, designation: 'flunitrazepam (anhydrous base)' })];
    const importer = { name: 'Clinic', address: '1 Street', country };
    const to = { to: [country], importingCountry: country, importer, lines };
    expect(atTheDoor(to)).toEqual(['line.prohibited']);
    const licence = { line: 1, number: 'SIL 1', issuedOn: '2026-09-01' };
    expect(atTheDoor({ ...to, specialLicences: [licence] })).toEqual([]);
    const fields = { importingCountry: country, importerCountry: country };
    expect(codes(judged(fields, [{ ...BUPRENORPHINE, substance }]))).toContain('line.prohibited');
  });

  test('opens a dossier of its own, in which goods have left and nothing is wrong', () => {
    const dossier = fold(declaration);
    expect(dossier).toMatchObject({ status: 'shipped', match: 'none', importAuthorization: null });
    expect(isOnlyIssued(dossier, declaration._id, TODAY)).toBe(true);
    const board = new MatchingIndex((id) => (id === declaration._id ? declaration : null));
    expect(board.read([dossier], '2027-06-01' as CalendarDate)).toMatchObject({
      findings: [],
      proposals: []
    });
    expect(readComparisons(dossier, () => declaration, '2027-06-01' as CalendarDate)).toEqual([]);
    expect(admitAct([], declaration)).toEqual([]);
  });

  test('shares its number and day with no second document', () => {
    const second = aDeclaration({ at: '2026-10-05T10:00:00.000Z' });
    expect(admitAct([declaration], second)).toMatchObject([{ code: 'dossier.declaration.duplicate' }]);
    const linked = { ...anExportAuthorization().body, dossier: declaration.body.dossier };
    const { setAside } = fold(declaration, anAct(linked));
    expect(setAside).toMatchObject([{ problem: { code: 'dossier.declaration.duplicate' } }]);
  });

  test('is cancelled by its issuer until its copy came back', () => {
    const cancelled = aCancellation(declaration as never, { at: '2026-10-06T10:00:00.000Z' });
    expect(admitAct([declaration], cancelled)).toEqual([]);
    expect(fold(declaration, cancelled).status).toBe('cancelled');
    const late = aCancellation(declaration as never, { at: '2026-11-06T10:00:00.000Z' });
    expect(admitAct([declaration, returned], late)).toMatchObject([{ code: 'cancellation.afterShipment' }]);
  });

  test('is no authorization: neither the partner’s figures nor those for INCB count it', () => {
    expect(factsOf(fold(declaration), CH)).toMatchObject({ authorizations: [], steps: [] });
    const counted = countMonth(CH, '2026-10', usageRows(declaration));
    expect(counted).toMatchObject({ imports: 0, exports: 0, firstActive: '2026-10-05' });
  });
});

describe('the copy for the importing authority (1971 art. 12(2)(c))', () => {
  const needs = (today: string, over: object = {}, ...acts: readonly DossierAct[]) => {
    const dossier = fold(declaration, ...acts);
    const stated = { strand: dossier.exports[0]!, today: today as CalendarDate, ...over };
    return needsOfExport(dossier, CH, stated);
  };
  const due = '2027-01-03';

  test('is due 90 days after despatch, until a partner on paper was sent it', () => {
    const off = { isOff: true };
    expect(needs('2026-10-06', off)).toEqual({ needs: ['copy'], due: { due, overdue: false } });
    expect(needs('2027-01-04', off)).toEqual({ needs: ['copy'], due: { due, overdue: true } });
    expect(needs('2027-01-04', off, copy)).toEqual({ needs: [], due: null });
    expect(needs('2027-01-04', off, returned)).toEqual({ needs: [], due: null });
  });

  test('to a partner on I2ES is sent by its delivery, and presses only if that fails', () => {
    expect(needs('2026-10-06').needs).toEqual([]);
    expect(needs('2026-12-28').needs).toEqual(['copy']);
    expect(needs('2027-01-04', { isDelivered: true })).toEqual({ needs: [], due: null });
  });

  test('is owed by the exporting authority alone, which records the sending', () => {
    const steps = (authority: AuthorityCode, isOff: boolean, ...acts: readonly DossierAct[]) => {
      const { primary } = actionsOf(fold(declaration, ...acts), authority, { today: TODAY, isOff });
      return primary;
    };
    expect(steps(CH, true)).toEqual({ kind: 'copy', on: declaration._id });
    expect(steps(CH, true, copy)).toBeNull();
    expect(steps(CH, false)).toBeNull();
    expect(steps(AU, false)).toBeNull();
    const { body } = judgeCopySent({ sentOn: TODAY, registeredMail: 'RR 1' }, declaration, TODAY);
    expect(body).toMatchObject({ of: declaration._id, sentOn: TODAY, registeredMail: 'RR 1' });
    for (const sentOn of ['', '2027-01-01'])
      expect(judgeCopySent({ sentOn, registeredMail: '' }, declaration, TODAY).body).toBeUndefined();
    expect(admitAct([declaration], copy)).toEqual([]);
    const ahead = aCopySent(declaration, { over: { sentOn: '2026-10-20' } });
    expect(admitAct([declaration], ahead)).toMatchObject([{ code: 'copy.sentOn.future' }]);
    const foreign = aCopySent(declaration, { over: { issuer: AU, to: [CH] } });
    expect(admitAct([declaration], foreign)).toMatchObject([{ code: 'dossier.issuer.wrongSide' }]);
  });

  test('comes back with the quantity received, which closes the declaration in every order of arrival', () => {
    const step = actionsOf(fold(declaration), AU, { today: TODAY }).others.map(({ kind }) => kind);
    expect(step).toContain('endorse');
    expect(admitAct([declaration, copy], returned)).toEqual([]);
    const closed = fold(declaration, copy, returned);
    expect(closed).toMatchObject({ status: 'closed', match: 'matched' });
    expect(fold(returned, copy, declaration)).toEqual(closed);
    const less = aDeclarationReturned(declaration, { stated: '15000000' });
    expect(fold(declaration, less)).toMatchObject({ status: 'closed', match: 'differs' });
    expect(actionsOf(closed, CH, { today: TODAY }).primary).toBeNull();
  });
});

test('a declaration on paper is recorded by the importing authority and counts until the partner’s own arrives', () => {
  const paper = typed({
    ...{ importingCountry: '', exportingCountry: 'CH', paper: 'yes', number: 'D 17/26', issuedOn: TODAY },
    ...{ authorityName: 'Swissmedic', authorityAddress: 'Bern', comparedBy: 'A. Person', comparedOn: TODAY }
  });
  const { body } = judgePaperForm('export-declaration', paper, aContext({ country: 'AU' as CountryCode }));
  if (!body) expect.fail();
  const { seq, by } = returned.body;
  const head = { schema: 1, kind: 'paper-record', issuer: AU, to: [CH], seq, by } as const;
  const record = anAct({ ...head, at: '2026-11-24T08:00:00.000Z', ...body } as never) as DossierAct;
  expect(parseBody(record.body)).toMatchObject({ ok: true });
  expect(admitAct([], record)).toEqual([]);
  const alone = foldDossier(body.dossier, [record]);
  expect(alone).toMatchObject({ status: 'shipped', number: 'D 17/26', exports: [{ act: record._id }] });
  const own = aDeclaration({
    at: '2026-11-25T08:00:00.000Z',
    over: { number: 'D 17/26', despatchedOn: TODAY }
  });
  const both = foldDossier(body.dossier, [record, own]);
  expect(both.exports.map(({ act }) => act)).toEqual([own._id]);
  expect(both).toMatchObject({ setAside: [], beside: [{ act: record._id, by: own._id }] });
});
