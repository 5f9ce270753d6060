import { describe, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import { checksOf } from '#lib/domain/authorization/checks.ts';
import { judgeExport } from '#lib/domain/authorization/judge-export.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import { draftFromImport } from '#lib/domain/authorization/new-form.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { NATIONAL_PRACTICE, type Problem } from '#lib/domain/result.ts';
import { asExport } from '#lib/domain/act/stand-in.ts';
import { exportContext } from '#lib/domain/authorization/judge-form.ts';
import { wordsOfOwnPaper } from '#lib/authorization/replacement-form.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { readRest } from '#lib/domain/dossier/import-use.ts';
import { aLine, anImportAuthorization } from '../../samples/acts.ts';
import { aPaperExport } from '../../samples/papers.ts';
import { aContext, anEmergencyForm, METHYLPHENIDATE, MORPHINE } from '../../samples/forms.ts';

type Fields = Readonly<Record<string, string>>;
const AU = 'AU' as CountryCode;
const CH = 'CH' as CountryCode;

function swiss(over: Partial<ExportContext> = {}): ExportContext {
  return { ...aContext({ country: CH }), ...over };
}

function find(problems: readonly Problem[], code: string): Problem | undefined {
  return problems.find((problem) => problem.code === code);
}

function change(form: DraftFields, fields: Fields, line: Fields = {}): DraftFields {
  const [first, ...rest] = form.lines;
  const lines = first ? [{ ...first, fields: { ...first.fields, ...line } }, ...rest] : [];
  return { fields: { ...form.fields, ...fields }, lines };
}

describe('an export authorization on an import authorization in the system', () => {
  const importAct = anImportAuthorization() as ActOf<'import-authorization'>;
  const context = swiss({ importAct });
  const carried = draftFromImport(importAct, context);
  const judge = (fields: Fields = {}, line: Fields = {}, over: Partial<ExportContext> = {}) =>
    judgeExport(change(carried, fields, line), { ...context, ...over });

  test('carries everything over and is ready to sign as it stands', () => {
    const { problems, body } = judge();
    expect(problems.map((problem) => problem.code)).toEqual(['export.copies']);
    expect(body).toMatchObject({
      issuer: 'CH',
      importingCountry: 'AU',
      importAuthorization: {
        number: importAct.body.number,
        issuedOn: importAct.body.issuedOn,
        act: importAct._id
      },
      importer: importAct.body.importer,
      exporter: importAct.body.exporter
    });
    expect(body?.lines.map((line) => line.importLine)).toEqual(importAct.body.lines.map((line) => line.no));
    expect(body?.lines.map((line) => line.stated)).toEqual(importAct.body.lines.map((line) => line.stated));
  });

  test('one microgram more than what remains is over-shipment, without tolerance', () => {
    const remaining = { 1: { stated: 400_000_000, base: 300_800_000 } };
    const exact = { quantity: '400', unit: 'g' };
    expect(find(judge({}, exact, { remaining }).problems, 'export.line.exceedsImport')).toBeUndefined();
    const over = judge({}, { quantity: '400.000001', unit: 'g' }, { remaining });
    expect(find(over.problems, 'export.line.exceedsImport')).toMatchObject({
      weight: 'refused',
      values: { asked: 400_000_001, remaining: 400_000_000, importLine: 1 }
    });
  });

  test('another salt of the same substance is told, and bounded by its base', () => {
    const anhydrous = { form: 'sulfate-2-1-anhydrous', quantity: '440', unit: 'g' };
    const fits = judge({}, anhydrous);
    expect(find(fits.problems, 'line.form.differs')?.weight).toBe('notice');
    expect(find(fits.problems, 'export.line.exceedsImport')).toBeUndefined();
    expect(
      find(judge({}, { ...anhydrous, quantity: '441' }).problems, 'export.line.exceedsImport')
    ).toBeDefined();
  });

  test('tablets in place of ampoules are told with both forms, under the Convention that asks for them', () => {
    const changed = judge({}, { pharmaceuticalForm: 'tablet' });
    expect(find(changed.problems, 'line.pharmaceuticalForm.differs')).toMatchObject({
      weight: 'notice',
      article: NATIONAL_PRACTICE,
      values: { line: 1, pharmaceuticalForm: 'tablet', authorizedForm: 'ampoule' }
    });
    expect(changed.body?.lines[0]?.pharmaceuticalForm).toBe('tablet');
    const psychotropic = anImportAuthorization({
      over: {
        lines: [aLine({ substance: 'methylphenidate', form: 'hydrochloride', pharmaceuticalForm: 'ampoule' })]
      }
    });
    const form = change(draftFromImport(psychotropic, context), {}, { pharmaceuticalForm: 'tablet' });
    const { problems } = judgeExport(form, { ...context, importAct: psychotropic });
    expect(find(problems, 'line.pharmaceuticalForm.differs')?.article).toBe('1971:12.1(b)');
  });

  test('a line that names none draws on the line in its own pharmaceutical form, where there are two', () => {
    const lines = [aLine(), aLine({ no: 2, pharmaceuticalForm: 'powder', stated: '100000000' })];
    const twice = anImportAuthorization({ over: { lines } });
    const form = change(
      draftFromImport(twice, context),
      {},
      {
        pharmaceuticalForm: 'powder',
        importLine: '',
        quantity: '100'
      }
    );
    const { body, problems } = judgeExport(
      { ...form, lines: form.lines.slice(0, 1) },
      { ...context, importAct: twice }
    );
    expect(find(problems, 'line.pharmaceuticalForm.differs')).toBeUndefined();
    expect(body?.lines[0]?.importLine).toBe(2);
  });

  test('goods that the import authorization does not name are refused', () => {
    const fentanyl = { substance: 'fentanyl', form: 'citrate-1-1', importLine: '' };
    expect(find(judge({}, fentanyl).problems, 'export.line.notInImport')?.weight).toBe('refused');
  });

  test('a single consignment is used up by the first export authorization', () => {
    const single = { ...importAct, body: { ...importAct.body, consignments: 1 } };
    const { problems } = judge({}, {}, { importAct: single, consignmentsUsed: 1 });
    expect(find(problems, 'export.consignments.exceeded')?.article).toBe('1961:31.4(d)');
  });

  test('neither a cancelled nor an expired import authorization can be drawn on', () => {
    expect(find(judge({}, {}, { importCancelled: true }).problems, 'export.importCancelled')).toBeDefined();
    const later = { today: '2027-01-05' as CalendarDate };
    expect(find(judge({}, {}, later).problems, 'validity.importExpired')?.article).toBe('1961:31.5');
  });

  test('the period never outlives the import authorization', () => {
    expect(carried.fields['validUntil']).toBe('2026-12-31');
    expect(find(judge({ validUntil: '2027-01-01' }).problems, 'validity.pastImport')?.weight).toBe('refused');
  });

  test('the parties are those whom the importing authority named, in whatever spelling', () => {
    expect(find(judge({ importerName: 'Another Hospital' }).problems, 'importer.differs')?.weight).toBe(
      'refused'
    );
    const { problems } = judge({ exporterName: 'ALPENPHARMA', exporterAddress: 'Rheinweg 5, Basel' });
    expect(find(problems, 'exporter.differs')).toBeUndefined();
    expect(find(problems, 'exporter.addressDiffers')?.weight).toBe('notice');
  });

  test('each party is in its own country of the two, as on an import authorization', () => {
    for (const [box, code] of [
      ['exporterCountry', 'exporter.country.differs'],
      ['importerCountry', 'importer.country.differs']
    ] as const) {
      const { problems, body } = judge({ [box]: 'BE' });
      expect(find(problems, code)).toMatchObject({ path: box, weight: 'refused' });
      expect(body).toBeUndefined();
    }
    expect(judge().body).toMatchObject({ importer: { country: 'AU' }, exporter: { country: 'CH' } });
  });

  test('of an import authorization from before countries were asked for, each party’s is asked for', () => {
    const before = ({ name, address }: typeof importAct.body.importer): object => ({ name, address });
    const { importer, exporter } = importAct.body;
    const old = {
      ...importAct,
      body: { ...importAct.body, importer: before(importer), exporter: before(exporter) }
    } as typeof importAct;
    const codes = judgeExport(draftFromImport(old, context), { ...context, importAct: old }).problems.map(
      ({ code }) => code
    );
    expect(codes).toEqual(expect.arrayContaining(['importer.country.missing', 'exporter.country.missing']));
  });

  test('a bonded warehouse only if the import authorization says so, and then always', () => {
    const bonded = { bonded: 'yes', bondedName: 'Store', bondedAddress: 'Dock 4' };
    expect(find(judge(bonded).problems, 'bonded.notOnImport')?.article).toBe('1961:31.9');
    const stated = {
      ...importAct,
      body: { ...importAct.body, bondedWarehouse: { name: 'Store', address: 'Dock 4' } }
    };
    expect(find(judge({}, {}, { importAct: stated }).problems, 'bonded.unstated')).toBeDefined();
    expect(judge(bonded, {}, { importAct: stated }).body?.bondedWarehouse?.name).toBe('Store');
    const other = judge({ ...bonded, bondedName: 'Warehouse 9' }, {}, { importAct: stated });
    expect(find(other.problems, 'bonded.differs')?.weight).toBe('notice');
  });

  test('an import authorization addressed to another country is none for us', () => {
    expect(
      find(judge({}, {}, { country: 'DE' as CountryCode }).problems, 'importReference.otherCountry')
    ).toBeDefined();
  });

  test('what is used up is not carried over', () => {
    expect(
      draftFromImport(importAct, { ...context, remaining: { 1: { stated: 0, base: 0 } } }).lines
    ).toHaveLength(importAct.body.lines.length - 1);
  });

  test('a reference to an act that is not on this device is refused', () => {
    expect(find(judge({}, {}, { importAct: null }).problems, 'importReference.absent')?.weight).toBe(
      'refused'
    );
  });
});

describe('an export authorization that this authority issued on paper before it joined', () => {
  const upon = anImportAuthorization({ over: { lines: [aLine()], consignments: 1 } });
  const record = aPaperExport(upon, { stated: '500000000', at: '2026-11-06T08:00:00.000Z' });
  const ownPaper = asExport(record)!;
  const dossier = foldDossier(upon.body.dossier, [upon, record]);
  const context = { ...exportContext(aContext({ country: CH }), upon, dossier, '', record._id), ownPaper };
  const judge = (line: Fields = {}) =>
    judgeExport(change(wordsOfOwnPaper(ownPaper, context), {}, line), context);

  test('is issued again with the same goods, parties and period, and takes the place of its record', () => {
    const { problems, body } = judge();
    expect(problems.filter(({ weight }) => weight !== 'notice')).toEqual([]);
    const { validFrom, validUntil } = ownPaper.body;
    expect(body).toMatchObject({ validFrom, validUntil, importAuthorization: { act: upon._id } });
    expect(
      find(
        judgeExport(wordsOfOwnPaper(ownPaper, context), swiss({ importAct: upon, ...readRest(dossier) }))
          .problems,
        'export.consignments.exceeded'
      )
    ).toBeDefined();
  });

  test('is refused for other goods', () => {
    expect(find(judge({ quantity: '400' }).problems, 'export.ownPaper.differs')).toMatchObject({
      weight: 'refused',
      values: { number: ownPaper.body.number }
    });
  });
});

describe('an emergency export', () => {
  const judge = (fields: Fields = {}, lines?: readonly Fields[], over: Partial<ExportContext> = {}) =>
    judgeExport(anEmergencyForm(fields, lines), swiss(over));

  test('cites nothing, gives its reason, and is flagged', () => {
    expect(find(judge({ emergencyReason: '' }).problems, 'export.emergency.reason.missing')?.weight).toBe(
      'todo'
    );
    const { problems, body } = judge();
    expect(problems.map(({ code }) => code)).toEqual(['export.emergency', 'export.copies']);
    expect(body).toMatchObject({ emergency: { reason: 'Earthquake' } });
    expect(body).not.toHaveProperty('importAuthorization');
    expect(find(problems, 'export.emergency')?.article).toBe('WHO/PSA/96.17');
  });

  test('is the only export without an import authorization: a draft that typed one from paper is refused', () => {
    const typed = judge({ emergency: '', importNumber: 'MA-2026/77', importIssuedOn: '2026-10-01' });
    expect(find(typed.problems, 'importReference.absent')?.weight).toBe('refused');
    expect(typed.body).toBeUndefined();
  });

  test('a prohibition under article 13 stops it unless a special import licence is recorded', () => {
    const prohibitions = [{ country: AU, substance: 'methylphenidate', since: '2020-01-01' as CalendarDate }];
    const line = METHYLPHENIDATE;
    expect(find(judge({}, [line], { prohibitions }).problems, 'line.prohibited')).toMatchObject({
      weight: 'refused',
      article: '1971:13.2'
    });
    const licence = { specialLicence: 'SIL 4/2026', specialLicenceOn: '2026-11-01' };
    const undated = judge({}, [{ ...line, specialLicence: 'SIL 4/2026' }], { prohibitions });
    expect(find(undated.problems, 'line.licence.date.missing')?.weight).toBe('todo');
    const specialLicenceCopy = `${'A'.repeat(43)} 1200 application/pdf`;
    const licensed = judge({}, [{ ...line, ...licence, specialLicenceCopy }], { prohibitions });
    expect(find(licensed.problems, 'line.prohibited.licensed')?.article).toBe('1971:13.3');
    expect(licensed.body?.specialLicences).toEqual([
      {
        line: 1,
        number: 'SIL 4/2026',
        issuedOn: '2026-11-01',
        copy: { sha256: 'A'.repeat(43), bytes: 1200, type: 'application/pdf' }
      }
    ]);
  });
});

describe('what nobody has told this system', () => {
  const diazepam = { ...MORPHINE, substance: 'diazepam', form: 'base' };
  const judge = (lines: readonly Fields[], over: Partial<ExportContext> = {}) =>
    judgeExport(anEmergencyForm({}, lines), swiss(over));
  const prohibition = (lines: readonly Fields[], over: Partial<ExportContext> = {}) =>
    checksOf(judge(lines, over)).find(({ name }) => name === 'prohibition');

  test('whether the importing country prohibits a 1971 substance is not shown as passed', () => {
    expect(prohibition([diazepam])).toMatchObject({
      state: 'notice',
      problems: [{ code: 'prohibition.unknown', article: '1971:13.1', values: { country: 'AU' } }]
    });
  });

  test('once a list is there, or where article 13 does not speak of the substance, it is', () => {
    expect(prohibition([diazepam], { prohibitions: [] })?.state).toBe('passed');
    expect(prohibition([MORPHINE])?.state).toBe('passed');
    expect(prohibition([{ ...diazepam, substance: 'mdma', form: 'hydrochloride' }])?.state).not.toBe(
      'notice'
    );
  });

  test('whether the partner asks for more than the treaty is told once, until it is known', () => {
    const lines = [diazepam, { ...diazepam, substance: 'buprenorphine' }];
    const told = (extended: Partial<Record<'AU' | 'CH', readonly ('III' | 'IV')[]>>): readonly Problem[] => {
      const settings = Object.entries(extended).map(([country, extendedSchedules]) => [
        country,
        { ...aContext().settings[country as CountryCode], extendedSchedules }
      ]);
      const context = { settings: { ...aContext().settings, ...Object.fromEntries(settings) } };
      return judge(lines, context).problems.filter(({ code }) => code === 'regime.partnerUnknown');
    };
    expect(told({})).toMatchObject([{ weight: 'notice', values: { country: 'AU' } }]);
    expect(told({ AU: [] })).toEqual([]);
    expect(told({ CH: ['III'] })).toHaveLength(1);
    expect(told({ CH: ['III', 'IV'] })).toEqual([]);
  });
});
