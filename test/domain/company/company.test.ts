/** The register of companies: 1961 art. 30(1)(a) and 31(3)(a), 1971 art. 8(1). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openBook, leftCompanies, quotaLeft, useOf } from '#lib/domain/company/company-book.ts';
import {
  nextStatuses,
  parseCompany,
  statusOf,
  withoutDuePerson,
  withStatus,
  type Company
} from '#lib/domain/company/company.ts';
import { covers } from '#lib/domain/company/coverage.ts';
import { expiringLicences } from '#lib/domain/company/expiring-licences.ts';
import { judgeCompany, judgeCompanyDocument } from '#lib/domain/company/judge-company.ts';
import {
  askAboutName,
  dateChange,
  Doubles,
  keepName,
  mergeCompanies
} from '#lib/domain/company/merge-companies.ts';
import { checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import { findSubstance } from '#lib/domain/goods/substance.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { anExportAuthorization, anImportAuthorization } from '../../samples/acts.ts';
import { aCompany, aLicence } from '../../samples/companies.ts';

const TODAY = '2026-11-30' as CalendarDate;
const SCAN = { sha256: 'A'.repeat(43), bytes: 60, type: 'image/png' };
const codesOf = (over: object): string[] => judgeCompany(aCompany(1, over)).map(({ code }) => code);

describe('a company', () => {
  test('as version 0.2.0 wrote it is read and kept, whatever its texts', () => {
    const old = { _id: aCompany(1)._id, schema: 1, name: ' X', address: '', licence: 'L-1', retired: true };
    expect(statusOf(unwrap(parseCompany(old)))).toBe('ended');
    expect(checkCountryDocument(old, null).ok).toBe(true);
  });

  test('keeps the members of a later version', () => {
    expect(parseCompany({ ...aCompany(1), later: { any: 1 } })).toMatchObject({
      value: { later: { any: 1 } }
    });
  });

  test.each([
    [{ name: ' . ' }, 'company.name.missing'],
    [{ address: '' }, 'company.address.missing'],
    [{ country: 'XX' }, 'company.country.missing'],
    [{ name: 'x'.repeat(201) }, 'company.text.unreadable'],
    [{ licences: [aLicence(), aLicence()] }, 'company.licence.twice'],
    [{ licences: [aLicence({ substances: [] })] }, 'company.licence.scope.missing'],
    [{ licences: [aLicence({ validUntil: '2025-12-31' })] }, 'company.licence.period'],
    [{ licences: [aLicence({ premises: 'Depot' })] }, 'company.licence.premises'],
    [{ mergedInto: aCompany(1)._id }, 'company.merge.self'],
    [
      {
        history: [
          { status: 'ended', on: TODAY },
          { status: 'suspended', on: TODAY }
        ]
      },
      'company.status.order'
    ]
  ])('with %j is refused on the form and at the door', (over, code) => {
    expect(codesOf(over)).toEqual([code]);
    expect(checkCountryDocument(aCompany(1, over), null)).toMatchObject({ ok: false, problems: [{ code }] });
  });

  test('names the scan of a licence by its hash, and nothing that runs', () => {
    const withScan = (scan: object) =>
      judgeCompanyDocument(aCompany(1, { licences: [aLicence({ scan })] })).ok;
    expect(withScan(SCAN)).toBe(true);
    for (const wrong of [
      { type: 'text/html' },
      { bytes: 6_000_000 },
      { sha256: '../accounts' },
      { data: 'x' }
    ])
      expect(withScan({ ...SCAN, ...wrong }), JSON.stringify(wrong)).toBe(false);
  });

  test('without a history has only what version 0.2.0 wrote', () => {
    const { history: _none, ...bare } = aCompany(1);
    expect(checkCountryDocument(bare, null)).toMatchObject({
      problems: [{ code: 'company.history.missing' }]
    });
    const { licences: _no, ...first } = bare;
    expect(checkCountryDocument(first, null).ok).toBe(true);
  });

  test('with a member of another kind is refused at the door', () => {
    expect(judgeCompanyDocument({ ...aCompany(1), licences: 'all' }).ok).toBe(false);
  });

  test('goes from one status to the next with its history', () => {
    const suspended = withStatus(aCompany(1), 'suspended', TODAY, 'Inspection');
    expect([statusOf(suspended), suspended.retired, nextStatuses(suspended)]).toEqual([
      'suspended',
      true,
      ['active', 'ended']
    ]);
    const again = withStatus(suspended, 'active', TODAY, 'Inspected');
    expect(again.history?.map(({ status }) => status)).toEqual(['active', 'suspended', 'active']);
    expect(judgeCompany(again)).toEqual([]);
  });

  test('loses the name of its responsible person and the scans of its licences a year after it ended, and not a day earlier', () => {
    const held = { responsible: { name: 'Ada North' }, licences: [aLicence({ scan: SCAN })] };
    const ended = withStatus(aCompany(1, held), 'ended', TODAY, 'Closed');
    expect(withoutDuePerson(ended, '2027-11-29' as CalendarDate)).toBe(ended);
    const { responsible: _name, ...rest } = ended;
    expect(withoutDuePerson(ended, '2027-11-30' as CalendarDate)).toEqual({
      ...rest,
      licences: [aLicence()]
    });
    expect(
      withoutDuePerson(aCompany(1, { responsible: { name: 'A' } }), '2099-01-01' as CalendarDate)
    ).toHaveProperty('responsible');
  });
});

describe('a licence', () => {
  const morphine = findSubstance('morphine')!;
  const diazepam = findSubstance('diazepam')!;
  const of = (
    licences: object[],
    operation: 'import' | 'export',
    date: string,
    substance = morphine,
    over: object = {}
  ): string => {
    const company = aCompany(1, { licences, ...over });
    const { address } = company;
    return covers(company, { substance, operation, date: date as CalendarDate, address }).state;
  };

  test('covers its substance and operation from its first day to its last', () => {
    const one = [aLicence({ validFrom: '2026-03-01', validUntil: '2026-05-31' })];
    expect(
      ['2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01'].map((date) => of(one, 'import', date))
    ).toEqual(['notYet', 'covered', 'covered', 'expired']);
    expect(of(one, 'export', '2026-04-01')).toBe('none');
    expect(of(one, 'import', '2026-04-01', diazepam)).toBe('none');
  });

  test('of a Schedule covers every substance of this Schedule and Convention', () => {
    const one = [aLicence({ substances: [], schedules: ['1971-IV'] })];
    expect(of(one, 'import', '2026-04-01', diazepam)).toBe('covered');
    expect(of(one, 'import', '2026-04-01')).toBe('none');
  });

  test('of a company that is not active covers nothing', () => {
    const one = withStatus(aCompany(1), 'suspended', TODAY, 'x');
    const on = (date: string) =>
      covers(one, { substance: morphine, operation: 'import', date: date as CalendarDate, address: '' })
        .state;
    // The day before its suspension it could trade.
    expect([on('2026-11-29'), on(TODAY)]).toEqual(['covered', 'inactive']);
  });

  test('for premises covers trade from their address only', () => {
    const depot = [{ name: 'Depot', address: '9 Quay  Street' }];
    const one = [aLicence({ premises: 'Depot' })];
    expect(of(one, 'import', '2026-04-01', morphine, { premises: depot })).toBe('elsewhere');
    expect(of(one, 'import', '2026-04-01', morphine, { premises: depot, address: '9 QUAY Street' })).toBe(
      'covered'
    );
  });

  test('that ends within 60 days is named, unless the next one follows', () => {
    const ending = aLicence({ validUntil: '2027-01-29' });
    const later = aLicence({ number: 'L-2', validFrom: '2027-01-30', validUntil: '2028-01-29' });
    const found = expiringLicences(
      [aCompany(1, { licences: [ending] }), aCompany(2, { licences: [ending, later] }), aCompany(3)],
      TODAY
    );
    expect(found.map(({ company }) => company.name)).toEqual(['Company 1']);
    expect(expiringLicences([aCompany(1, { licences: [ending] })], '2026-11-29' as CalendarDate)).toEqual([]);
  });

  test('is limited by the quota of the year, which the authorizations of the company use', () => {
    const act = anImportAuthorization();
    const [{ substance, base }] = act.body.lines as unknown as [{ substance: string; base: string }];
    const company = aCompany(1, {
      name: act.body.importer.name,
      quotas: [
        { substance, operation: 'import', year: Number(act.body.issuedOn.slice(0, 4)), base: '900000000' }
      ]
    });
    const [quota] = company.quotas!;
    expect(quotaLeft(company, quota!, openBook([company], useOf([act])))).toBe(900000000 - Number(base));
    expect(
      quotaLeft(company, { ...quota!, operation: 'export' }, openBook([company], useOf([act])))
    ).toBeNull();
    expect(quotaLeft(company, quota!, openBook([company], useOf([anExportAuthorization()])))).toBe(900000000);
    // The year of the number counts, as for a balance.
    const early = anImportAuthorization({ over: { issuedOn: '2025-12-31', validFrom: '2025-12-31' } });
    expect(quotaLeft(company, quota!, openBook([company], useOf([early])))).toBe(900000000 - Number(base));
    const use = useOf([act, early]);
    expect(quotaLeft(company, quota!, openBook([company], use))).toBe(900000000 - 2 * Number(base));
    // A form that replaces one, or its cancellation, gives its quantity back.
    expect(quotaLeft(company, quota!, openBook([company], use, early))).toBe(900000000 - Number(base));
    use.remove(early._id);
    expect(quotaLeft(company, quota!, openBook([company], use))).toBe(900000000 - Number(base));
    expect(quotaLeft(company, quota!, openBook([company], use, early))).toBe(900000000 - Number(base));
  });
});

describe('companies that are one', () => {
  const named = fc.record({
    name: fc.constantFrom('Alpen AG', 'ALPEN AG', 'Tasman Ltd', 'Coral', 'Padma', 'Meghna'),
    address: fc.constantFrom('1 A Street', '2 B Street'),
    country: fc.constantFrom('AU', 'CH'),
    earlierNames: fc.constantFrom([], ['Coral'], ['Old name'])
  });

  test('no authorization loses its company by merging, renaming, or two devices that merge apart', () => {
    fc.assert(
      fc.property(
        fc.array(named, { minLength: 2, maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.boolean()), { maxLength: 8 }),
        (rows, merges) => {
          const before = rows.map((row, no) => aCompany(no, row));
          const after = [...before];
          for (const [to, from, isApart] of merges) {
            const [kept, gone] = [to % after.length, from % after.length];
            if (kept === gone) continue;
            // The other device has not yet heard of the merges of this one.
            const source = isApart ? before : after;
            const [one, other] = mergeCompanies(source[kept]!, source[gone]!, TODAY);
            after[kept] = {
              ...one,
              ...(after[kept]!.mergedInto ? { mergedInto: after[kept]!.mergedInto } : {})
            };
            after[gone] = other;
          }
          const left = leftCompanies(after);
          expect(left.length).toBeGreaterThan(0);
          for (const { name, address, country } of before) {
            const found = openBook(after).companyOf({ name, address, country } as never);
            expect(left).toContain(found);
          }
        }
      )
    );
    const renamed = keepName(aCompany(1), aCompany(1, { name: 'Another name' }));
    expect(openBook([renamed]).companyOf({ name: 'Company 1' })).toBe(renamed);
  });

  test('say on which day their licences changed, and not when only a name did', () => {
    const dated = (over: object) => dateChange(aCompany(1), aCompany(1, over), TODAY).changedOn;
    expect([dated({ name: 'Another' }), dated({ licences: [] })]).toEqual([undefined, TODAY]);
    expect(dateChange(undefined, aCompany(1), TODAY).changedOn).toBe(TODAY);
  });

  test('keep the licences, roles, addresses and quotas of both', () => {
    const [kept, gone] = mergeCompanies(
      aCompany(1, { roles: ['importer'] }),
      aCompany(2, {
        roles: ['exporter'],
        licences: [aLicence({ number: 'L-9' })],
        responsible: { name: 'Ada' }
      }),
      TODAY
    );
    expect(kept).toMatchObject({
      roles: ['importer', 'exporter'],
      earlierNames: ['Company 2'],
      premises: [{ name: 'Company 2', address: '2 Example Street' }],
      responsible: { name: 'Ada' }
    });
    expect(kept.licences?.map(({ number }) => number)).toEqual(['L-0012', 'L-9']);
    expect(gone).toMatchObject({ retired: true, mergedInto: kept._id });
    expect(gone).not.toHaveProperty('responsible');
    expect([...judgeCompany(kept), ...judgeCompany(gone)]).toEqual([]);
  });

  test('are found by number, by name, and by letters that look the same', () => {
    const all: Company[] = [
      aCompany(1, { name: 'Padma Ltd' }),
      aCompany(2, { name: 'Раdma Ltd' }),
      aCompany(3, { name: 'Coral', nationalNumber: '77' }),
      aCompany(4, { name: 'Coral Sea', nationalNumber: '77' }),
      aCompany(5, { name: 'Alone' })
    ];
    const doubles = new Doubles(all);
    const found = all.map((one) => doubles.of(one).map(({ name }) => name));
    expect(found).toEqual([['Раdma Ltd'], ['Padma Ltd'], ['Coral Sea'], ['Coral'], []]);
    // As it is typed, before it has a number.
    const typed = { name: 'PADMA LTD', country: 'AU' } as never;
    expect(doubles.of(typed)).toHaveLength(2);
    expect(askAboutName(typed, doubles.of(typed))).toMatchObject({ kind: 'imitates', known: 'Раdma Ltd' });
    expect(askAboutName({ name: 'Раdma' } as never, [])).toMatchObject({ kind: 'mixed', word: 'Раdma' });
    expect(askAboutName({ name: 'Alone', country: 'AU' } as never, [])).toBeNull();
    expect(doubles.of({ name: ' ', country: 'AU' } as never)).toEqual([]);
  });
});

describe('the company that an authorization surely names', () => {
  const [one, two] = [
    aCompany(1, { name: 'Alpen AG', address: '1 Lake Road' }),
    aCompany(2, { name: 'ALPEN AG', address: '2 Hill Road' })
  ];

  test('is the one at the address, or the only one of the name', () => {
    const book = openBook([one, two]);
    expect(book.surelyOf({ name: 'alpen ag', address: '2 hill road' })).toBe(two);
    expect(book.surelyOf({ name: 'Alpen AG', address: 'Elsewhere' })).toBeNull();
    expect(book.companyOf({ name: 'Alpen AG', address: 'Elsewhere' })).not.toBeNull();
    expect(openBook([one]).surelyOf({ name: 'Alpen AG', address: 'Elsewhere' })).toBe(one);
    expect(openBook([one]).surelyOf({ name: 'Alpen', address: '1 Lake Road' })).toBeNull();
  });

  test('is the one that is left of two that were merged', () => {
    const book = openBook([one, { ...two, mergedInto: one._id }]);
    expect(book.surelyOf({ name: 'Alpen AG', address: 'Elsewhere' })).toEqual(one);
    expect(book.left(two._id)).toEqual(one);
    expect(book.left('company:none')).toBeNull();
  });
});
