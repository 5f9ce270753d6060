/** Form and door refuse the same quantities against the same published figure (rule R12). */
import { expect, test } from 'vitest';
import type { Act, ActOf, Exceeding, Line } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import { draftFromImport } from '#lib/domain/authorization/new-form.ts';
import { judgeExport } from '#lib/domain/authorization/judge-export.ts';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import { Balance, type PublishedFigures } from '#lib/domain/balance/balance.ts';
import type { Estimates } from '#lib/domain/balance/judge-balance.ts';
import { Admission } from '#lib/domain/door/admission.ts';
import { BlockShelf } from '#lib/domain/door/blocks.ts';
import { RelatedActs } from '#lib/domain/door/related-acts.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { CalendarDate, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { anExportAuthorization, anImportAuthorization, aLine, AU, CH } from '../../samples/acts.ts';
import { aContext, aForm, MORPHINE } from '../../samples/forms.ts';

const DEVICE = 'K'.repeat(43) as KeyId;
const today = '2026-11-24' as CalendarDate;
const now = '2026-11-24T08:00:00.000Z' as Instant;

/** 20 kg of morphine for Australia in 2026. */
const figures: PublishedFigures = (country, substance, year) =>
  country === 'AU' && substance === 'morphine' && year === 2026 ? { total: '20000000000' as never } : null;
const noFigures: PublishedFigures = () => null;

const grams = (count: number): string => String(count * 1_000_000);
const large = [{ question: 'quantity', line: 1, reason: 'Year’s supply of all hospitals' }];

function blocks(): BlockShelf {
  const shelf = new BlockShelf();
  for (const kind of ['import-authorization', 'export-authorization'])
    shelf.take({
      _id: `block:${kind}:2026:000001`,
      ...{ schema: 1, kind, year: 2026, first: 1, last: 150, device: DEVICE, office: 'Desk 1' },
      ...{ claimedAt: '2026-01-01T08:00:00.000Z', claimedBy: 'au.officer' }
    });
  return shelf;
}

/** `held`: the partner’s import authorizations, which the exchange service has written. */
function aDoor(
  own: CountryCode,
  published = figures,
  held: readonly ImportAct[] = []
): (act: Act) => string[] {
  const balance = {
    ...{ balance: holding(own, held), figures: published, today },
    isRevoked: () => false
  };
  const dossiers = new RelatedActs();
  for (const ia of held) dossiers.add(ia);
  const admission = new Admission({
    now,
    demonstration: false,
    blocks: blocks(),
    holders: new Map(),
    dossiers,
    balance
  });
  return (act) => admission.admit(act, { verdict: 'good' }).map(({ code }) => code);
}

type ImportAct = ActOf<'import-authorization'>;

function holding(own: CountryCode, held: readonly ImportAct[]): Balance {
  const balance = new Balance(own);
  for (const ia of held) balance.ledger.put(ia.body.dossier, foldDossier(ia.body.dossier, [ia]));
  return balance;
}

let serial = 0;

function importOf(count: number, over: object = {}) {
  const number = formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial: ++serial });
  const lines: Line[] = [aLine({ stated: grams(count) })];
  return anImportAuthorization({ over: { number, lines, confirmed: large, ...over } });
}

function formCodes(count: number, fields: object = {}, published = figures): string[] {
  const { problems } = judgeImport(
    aForm({ ...fields }, [{ ...MORPHINE, quantity: String(count), unit: 'g' }]),
    aContext({ balance: roomsOf(AU, published) })
  );
  return refusedIn(problems);
}

function roomsOf(own: CountryCode, published: PublishedFigures) {
  return roomsIn(new Balance(own), published);
}

function roomsIn(balance: Balance, published = figures): Estimates {
  const asking = { today, device: DEVICE, figures: published, isRevoked: () => false };
  return { roomOf: (of, upon) => balance.roomOf(of, asking, upon) };
}

function refusedIn(problems: readonly { readonly code: string; readonly weight?: string }[]): string[] {
  return problems.filter(({ weight }) => weight !== 'notice').map(({ code }) => code);
}

/** INCB counts 75 percent: 26,666 g of the salt are 19,999.5 g of base. */
test.each([1, 26_666, 26_667, 500_000, 500_000_000])('%i g: form and door say the same', (count) => {
  const expected = count <= 26_666 ? [] : ['balance.exceeded'];
  expect(formCodes(count)).toEqual(expected);
  expect(aDoor(AU)(importOf(count))).toEqual(expected);
});

test('500 tonnes are refused by form and door alike, and never where no figure is published', () => {
  expect(formCodes(500_000_000)).toEqual(['balance.exceeded']);
  expect(aDoor(AU)(importOf(500_000_000))).toEqual(['balance.exceeded']);
  expect(formCodes(500_000_000, {}, noFigures)).toEqual([]);
  expect(aDoor(AU, noFigures)(importOf(500_000_000))).toEqual([]);
});

test('form and door refuse the same export beyond the importing country’s figure', () => {
  const ia = importOf(500_000_000);
  const admit = aDoor(CH);
  admit(ia);
  const number = formatNumber({ country: CH, kind: 'export-authorization', year: 2026, serial: 7 });
  const ea = (over: object = {}) =>
    anExportAuthorization(ia, { over: { number, confirmed: large, ...over } });
  expect(admit(ea())).toEqual(['balance.exceeded']);
  const exceeding: Exceeding = { ground: 'decision', reason: 'INCB/DEC/7 of 3 November 2026' };
  expect(admit(ea({ exceeding }))).toEqual([]);
  const form = (fields: object) =>
    refusedIn(
      judgeExport(
        aForm({ importingCountry: 'AU', ...fields }, [{ ...MORPHINE, quantity: '500000', unit: 'kg' }]),
        { ...aContext({ country: CH, balance: roomsOf(CH, figures) }), importAct: ia }
      ).problems
    ).filter((code) => code.startsWith('balance.'));
  expect(form({})).toEqual(['balance.exceeded']);
  expect(form({ exceeding: 'decision', exceedingReason: exceeding.reason })).toEqual([]);
});

test('form and door refuse an export for which earlier import authorizations of the partner leave no room', () => {
  const [first, second] = [importOf(20_000), importOf(10_000, { validUntil: '2026-12-31' })];
  const number = formatNumber({ country: CH, kind: 'export-authorization', year: 2026, serial: 8 });
  const exported = (ia: ImportAct) => anExportAuthorization(ia, { over: { number, confirmed: large } });
  for (const [held, importAct, expected] of [
    [[second], second, []],
    [[first, second], second, ['balance.exceeded']],
    [[first, second], first, []]
  ] as const) {
    expect(aDoor(CH, figures, held)(exported(importAct))).toEqual(expected);
    const context = { ...aContext({ country: CH, balance: roomsIn(holding(CH, held)) }), importAct };
    const { problems } = judgeExport(draftFromImport(importAct, context), context);
    expect(refusedIn(problems)).toEqual(expected);
  }
});

test('the documented ways out are signed with the act, each with its reason', () => {
  const reason = 'Letter 12 to INCB of 20 November 2026';
  for (const ground of ['treatment', 'supplement', 'decision'] as const) {
    expect(formCodes(500_000, { exceeding: ground })).toEqual(['balance.exceeded', 'balance.reason.missing']);
    expect(formCodes(500_000, { exceeding: ground, exceedingReason: reason })).toEqual([]);
    expect(aDoor(AU)(importOf(500_000, { exceeding: { ground, reason } }))).toEqual([]);
  }
  expect(formCodes(500_000, { purpose: 'essential-treatment', remarks: 'Epidemic' })).toEqual([]);
  const treated = importOf(500_000, { purpose: 'essential-treatment', remarks: 'Epidemic' });
  expect(aDoor(AU)(treated)).toEqual([]);
});

test('a purpose that excuses is signed as a ground, and an export repeats the ground of its import authorization', () => {
  const remarks = 'Epidemic in three provinces';
  const form = aForm({ purpose: 'essential-treatment', remarks }, [
    { ...MORPHINE, quantity: '500000', unit: 'g' }
  ]);
  const exceeding = { ground: 'treatment', reason: remarks };
  expect(judgeImport(form, aContext({ balance: roomsOf(AU, figures) })).body).toMatchObject({ exceeding });
  const decided: Exceeding = { ground: 'decision', reason: 'INCB/DEC/7 of 3 November 2026' };
  const importAct = importOf(500_000, { exceeding: decided, validUntil: '2026-12-31' });
  const context = { ...aContext({ country: CH, balance: roomsOf(CH, figures) }), importAct };
  const { body, problems } = judgeExport(draftFromImport(importAct, context), context);
  expect(refusedIn(problems)).toEqual([]);
  expect(body).toMatchObject({ exceeding: decided });
});

test('without a connection, an import needs a reserved quantity, and an export only its import authorization', () => {
  const offline = (own: CountryCode) => ({ ...roomsOf(own, figures), isOffline: true });
  const form = aForm({}, [{ ...MORPHINE, quantity: '100', unit: 'g' }]);
  expect(refusedIn(judgeImport(form, aContext({ balance: offline(AU) })).problems)).toEqual([
    'balance.offline'
  ]);
  const importAct = importOf(100, { validUntil: '2026-12-31' });
  const context = { ...aContext({ country: CH, balance: offline(CH) }), importAct };
  expect(refusedIn(judgeExport(draftFromImport(importAct, context), context).problems)).toEqual([]);
});

test('a ground that is not needed is not signed', () => {
  const form = aForm({ exceeding: 'supplement', exceedingReason: 'Letter 12' });
  expect(judgeImport(form, aContext({ balance: roomsOf(AU, figures) })).body).not.toHaveProperty('exceeding');
});

test('what the door accepts leaves less for what follows in the same request', () => {
  const admit = aDoor(AU);
  expect(admit(importOf(20_000))).toEqual([]);
  expect(admit(importOf(6_000))).toEqual([]);
  expect(admit(importOf(1_000))).toEqual(['balance.exceeded']);
});
