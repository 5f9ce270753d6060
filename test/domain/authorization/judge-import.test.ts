import { describe, expect, test } from 'vitest';
import { checksOf } from '#lib/domain/authorization/checks.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import { hasContent } from '#lib/domain/authorization/line-fields.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { formQuestionsOf, questionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import { BOARD_FORMS, NATIONAL_PRACTICE, type Problem } from '#lib/domain/result.ts';
import { CURRENT_EDITION, type EditionIndex } from '#lib/domain/goods/substance.ts';
import { aContext, aForm, METHYLPHENIDATE, MORPHINE } from '../../samples/forms.ts';

type Fields = Readonly<Record<string, string>>;

function judge(fields: Fields = {}, lines?: readonly Fields[], context: Partial<JudgeContext> = {}) {
  return judgeImport(aForm(fields, lines), aContext(context));
}

function find(problems: readonly Problem[], code: string): Problem | undefined {
  return problems.find((problem) => problem.code === code);
}

describe('a complete import authorization', () => {
  test('has no problem and particulars ready to sign, in stated quantity and in base', () => {
    const { problems, body } = judge();
    expect(problems).toEqual([]);
    expect(body).toMatchObject({
      issuer: 'AU',
      exportingCountry: 'CH',
      consignments: 1,
      purpose: 'domestic',
      edition: '2026-1',
      authority: { name: 'Office of Drug Control' },
      importer: { address: '12 Harbour Street\nSydney NSW 2000' }
    });
    expect(body?.lines).toEqual([
      {
        no: 1,
        substance: 'morphine',
        form: 'sulfate-2-1-pentahydrate',
        designation: 'morphine sulfate (2:1) pentahydrate',
        pharmaceuticalForm: 'powder',
        stated: '500000000',
        base: '376000000',
        factor: { value: '0.7520', source: 'computed', edition: '2026-1', date: '2026-11-24' }
      }
    ]);
  });

  test('covers several drugs in one authorization, each on its own line', () => {
    const codeine = { ...MORPHINE, substance: 'codeine', form: 'phosphate-hemihydrate' };
    expect(judge({}, [MORPHINE, codeine]).body?.lines.map((line) => [line.no, line.substance])).toEqual([
      [1, 'morphine'],
      [2, 'codeine']
    ]);
  });

  test('passes every check of the margin', () => {
    expect(checksOf(judge()).every((row) => row.state === 'passed')).toBe(true);
  });

  test('keeps invisible and direction-changing characters out of what is signed', () => {
    const { body } = judge({ importerName: ' Sydney\u202e  Pharma\u200b ', remarks: 'a\r\nb' });
    expect(body?.importer.name).toBe('Sydney Pharma');
    expect(body?.remarks).toBe('a\nb');
  });
});

describe('the country of a party', () => {
  const names = new Map([
    ['belgium', ['BE']],
    ['switzerland', ['CH']],
    ['new zealand', ['NZ']]
  ]) as unknown as NonNullable<JudgeContext['countryNames']>;

  test('is refused where an exporter in Belgium stands under Switzerland as the exporting country', () => {
    const { problems, body } = judge({ exporterCountry: 'BE' });
    expect(find(problems, 'exporter.country.differs')).toMatchObject({
      path: 'exporterCountry',
      weight: 'refused',
      values: { country: 'BE', exporting: 'CH' }
    });
    expect(body).toBeUndefined();
  });

  test('is refused where the importer is not in the country that imports', () => {
    const found = find(judge({ importerCountry: 'NZ' }).problems, 'importer.country.differs');
    expect(found).toMatchObject({ path: 'importerCountry', values: { country: 'NZ', importing: 'AU' } });
  });

  test('is asked for where none is chosen, and is signed with the party', () => {
    for (const role of ['importer', 'exporter'])
      expect(find(judge({ [`${role}Country`]: '' }).problems, `${role}.country.missing`)?.weight).toBe(
        'todo'
      );
    expect(judge().body).toMatchObject({ importer: { country: 'AU' }, exporter: { country: 'CH' } });
  });

  test('is asked about before issuing where an address names another country, which bars nothing', () => {
    const fields = {
      importerAddress: '1 Quay Street, Auckland, New Zealand',
      exporterAddress: 'Turnhoutseweg 30\n2340 Beerse\nBelgium'
    };
    const { problems, body } = judge(fields, undefined, { countryNames: names });
    expect(formQuestionsOf(problems)).toMatchObject([
      { code: 'importer.addressCountry', values: { country: 'NZ', importing: 'AU' } },
      { code: 'exporter.addressCountry', values: { country: 'BE', exporting: 'CH' } }
    ]);
    expect(body).toBeDefined();
    const own = { exporterAddress: 'Rheinweg 4\n4051 Basel\nSwitzerland' };
    expect(judge(own, undefined, { countryNames: names }).problems).toEqual([]);
  });

  test('of a bonded warehouse is asked about likewise', () => {
    const store = { bonded: 'yes', bondedName: 'Store', bondedAddress: 'Dock 4, Antwerp (Belgium)' };
    const { problems } = judge(store, undefined, { countryNames: names });
    expect(formQuestionsOf(problems)).toMatchObject([{ code: 'bonded.addressCountry' }]);
  });
});

describe('a character of which nobody can say what its reader sees', () => {
  test.each([
    ['of private use', 'Alpen\uE0F1pharma', 'U+E0F1', 6],
    ['of private use on plane 16', 'A\u{10FFFD}', 'U+10FFFD', 2],
    ['that stands for one that was lost', 'Z\uFFFDrich', 'U+FFFD', 2],
    ['that is none', '\u{1F600}\u{1FFFE}x', 'U+1FFFE', 2]
  ])('%s is refused by its name and place, never taken off', (_, importerName, character, place) => {
    const found = find(judge({ importerName }).problems, 'text.unreadable');
    expect(found).toMatchObject({ path: 'importerName', weight: 'refused', values: { character, place } });
  });
});

describe('particulars that the Conventions demand', () => {
  test.each([
    ['importerName', 'importer.name.missing'],
    ['importerAddress', 'importer.address.missing'],
    ['exporterName', 'exporter.name.missing'],
    ['exporterAddress', 'exporter.address.missing'],
    ['exportingCountry', 'exportingCountry.missing'],
    ['validFrom', 'validity.from.missing'],
    ['validUntil', 'validity.until.missing'],
    ['purpose', 'purpose.missing'],
    ['consignments', 'consignments.missing']
  ])('without %s it is to do, with its article', (field, code) => {
    const { problems, body } = judge({ [field]: ' ' });
    expect(find(problems, code)).toMatchObject({
      weight: 'todo',
      path: field,
      article: field === 'purpose' ? BOARD_FORMS : expect.stringMatching(/^1961:/)
    });
    expect(body).toBeUndefined();
  });

  test.each(['-', '.', '—', '…\n-'])('%j for a name or an address says nothing and is to do', (nothing) => {
    const names = { importerName: nothing, importerAddress: nothing };
    const store = { bonded: 'yes', bondedName: nothing, bondedAddress: nothing };
    const codes = judge({ ...names, exporterName: nothing, exporterAddress: nothing, ...store }).problems.map(
      ({ code }) => code
    );
    expect(codes).toEqual(
      ['importer', 'exporter', 'bonded'].flatMap((role) => [
        `${role}.name.missing`,
        `${role}.address.missing`
      ])
    );
    const nameless = { ...METHYLPHENIDATE, preparation: nothing };
    expect(find(judge({}, [nameless]).problems, 'line.preparation.missing')).toBeDefined();
  });

  test.each([
    ['substance', 'line.substance.missing'],
    ['form', 'line.form.missing'],
    ['pharmaceuticalForm', 'line.pharmaceuticalForm.missing'],
    ['quantity', 'line.quantity.missing'],
    ['unit', 'quantity.unit.missing']
  ])('a line without %s is to do', (field, code) => {
    const { problems, body } = judge({}, [{ ...MORPHINE, [field]: '' }]);
    expect(find(problems, code)).toMatchObject({
      weight: 'todo',
      path: `lines.k1.${field}`,
      values: { line: 1 }
    });
    expect(body).toBeUndefined();
  });

  test('the name of a preparation is asked for by the 1971 Convention, not by that of 1961', () => {
    const { preparation: _, ...nameless } = METHYLPHENIDATE;
    expect(find(judge({}, [nameless]).problems, 'line.preparation.missing')?.article).toBe('1971:12.1(b)');
    const tablets = { ...MORPHINE, pharmaceuticalForm: 'tablet' };
    expect(judge({}, [tablets]).body).toBeDefined();
  });

  test('psychotropic substances alone are judged by the articles of 1971', () => {
    expect(
      find(judge({ importerName: '' }, [METHYLPHENIDATE]).problems, 'importer.name.missing')?.article
    ).toBe('1971:12.1(b)');
  });

  test('without goods it is to do, and what needs goods has not passed', () => {
    const judgement = judge({}, []);
    expect(find(judgement.problems, 'lines.missing')?.weight).toBe('todo');
    expect(checksOf(judgement).find((row) => row.name === 'quantities')?.state).toBe('todo');
  });

  test('an authority that has not stated its name and address cannot issue', () => {
    expect(find(judge({}, undefined, { settings: {} }).problems, 'authority.missing')?.weight).toBe('todo');
  });

  test('a country does not import from itself, nor from one that does not exist', () => {
    expect(find(judge({ exportingCountry: 'AU' }).problems, 'authorization.countries.same')?.article).toBe(
      '1961:1.1(m)'
    );
    expect(find(judge({ exportingCountry: 'XX' }).problems, 'country.unknown')?.weight).toBe('refused');
  });

  test('a text longer than a form holds is refused, never cut', () => {
    expect(find(judge({ importerName: 'x'.repeat(201) }).problems, 'text.tooLong')?.values).toEqual({
      most: 200
    });
  });
});

describe('where goods may not go', () => {
  test('a post office box is refused under 31(8), for psychotropic substances under 12(3)(b)', () => {
    const fields = { importerAddress: 'PO Box 12\nSuva' };
    expect(find(judge(fields).problems, 'importer.postBox')).toMatchObject({
      weight: 'refused',
      article: '1961:31.8'
    });
    expect(find(judge(fields, [METHYLPHENIDATE]).problems, 'importer.postBox')?.article).toBe('1971:12.3(b)');
  });

  test.each([
    ['amobarbital', '1971:12.2(a)', NATIONAL_PRACTICE],
    ['diazepam', NATIONAL_PRACTICE, NATIONAL_PRACTICE]
  ])(
    'for %s no article is cited that covers only Schedules I and II, and the rules remain',
    (substance, ofPreparation, ofPostBox) => {
      const { preparation: _, ...nameless } = METHYLPHENIDATE;
      const tablets = { ...nameless, substance, form: 'base' };
      const { problems } = judge(
        { importerAddress: 'PO Box 12\nSuva', importerName: 'First National Bank' },
        [tablets]
      );
      expect(find(problems, 'line.preparation.missing')?.article).toBe(ofPreparation);
      expect(find(problems, 'importer.postBox')).toMatchObject({ weight: 'refused', article: ofPostBox });
      expect(find(problems, 'importer.bank')).toMatchObject({ weight: 'notice', article: ofPostBox });
    }
  );

  test('a bank as importer is a question, whose answer the officer signs', () => {
    const judged = judge({ importerName: 'First National Bank' });
    expect(find(judged.problems, 'importer.bank')?.weight).toBe('notice');
    expect(questionsOf(judged.problems)).toMatchObject([{ question: 'bank' }]);
    expect(judged.body).toBeDefined();
  });

  test('a bonded warehouse needs name and address, and is closed to 1971 Schedule I', () => {
    const { problems } = judge({ bonded: 'yes' });
    expect(find(problems, 'bonded.name.missing')?.article).toBe('1961:31.9');
    const mdma = { ...MORPHINE, substance: 'mdma', form: 'hydrochloride' };
    const bonded = { bonded: 'yes', bondedName: 'Store', bondedAddress: 'Dock 4' };
    expect(find(judge(bonded, [mdma]).problems, 'bonded.scheduleOne')).toMatchObject({
      weight: 'refused',
      article: '1971:12.3(c)'
    });
    expect(judge(bonded).body?.bondedWarehouse).toEqual({ name: 'Store', address: 'Dock 4' });
  });
});

describe('the period', () => {
  test('a date that is not complete is still to be done', () => {
    expect(find(judge({ validUntil: '2026-02-' }).problems, 'date.incomplete')?.weight).toBe('todo');
  });

  test.each([
    [{ validFrom: '2026-13-01' }, 'date.month'],
    [{ validFrom: '2026-12-1' }, 'date.malformed'],
    [{ validUntil: '2026-02-31' }, 'date.dayOfMonth'],
    [{ validUntil: '2026-11-23' }, 'validity.past'],
    [{ validFrom: '2026-12-10', validUntil: '2026-12-01' }, 'authorization.validity.reversed'],
    [{ validFrom: '2026-11-23' }, 'validity.beforeIssue'],
    [{ validUntil: '2027-02-25' }, 'validity.tooLong'],
    [{ validFrom: '2099-01-01', validUntil: '2099-03-01' }, 'validity.tooFarAhead']
  ])('%j is refused', (fields, code) => {
    expect(find(judge(fields as Fields).problems, code)?.weight).toBe('refused');
  });

  test('by sea it may run six months, and a country may set its own', () => {
    expect(judge({ transport: 'sea', validUntil: '2027-05-24' }).body).toBeDefined();
    expect(
      find(judge({ transport: 'sea', validUntil: '2027-05-25' }).problems, 'validity.tooLong')
    ).toBeDefined();
    const { settings } = aContext();
    const own = { ...settings, AU: { ...settings['AU' as CountryCode], importMonths: 12 } };
    expect(judge({ validUntil: '2027-11-24' }, undefined, { settings: own }).body).toBeDefined();
  });
});

describe('quantities', () => {
  test('the content of a preparation gives the quantity where none is typed', () => {
    const { body, lines } = judge({}, [METHYLPHENIDATE]);
    expect(body?.lines[0]).toMatchObject({ stated: '300000000', base: '259440000' });
    expect(body?.lines[0]?.content).toEqual({
      strength: '10000',
      per: '1',
      unit: 'unit',
      unitSize: '1',
      unitsPerPack: 30,
      packs: 1000
    });
    expect(lines[0]?.contentTotal).toBe('300000000');
  });

  test('230,000 ampoules of 1 ml at 50 mg/ml are 11.5 kg', () => {
    const ampoules = {
      strength: '50',
      strengthUnit: 'mg',
      per: '1',
      perUnit: 'ml',
      unitSize: '1',
      unitsPerPack: '10',
      packs: '23 000'
    };
    const line = { ...MORPHINE, ...ampoules, pharmaceuticalForm: 'ampoule', quantity: '11,5', unit: 'kg' };
    expect(judge({}, [line]).body?.lines[0]?.stated).toBe('11500000000');
    const wrong = judge({}, [{ ...line, quantity: '1,15' }]);
    expect(find(wrong.problems, 'line.content.differs')).toMatchObject({
      weight: 'refused',
      values: { line: 1, quantity: '1150000000', content: '11500000000' }
    });
    expect(wrong.body).toBeUndefined();
  });

  test('what is refused of a content left from another pharmaceutical form is known to be there', () => {
    const form = aForm({}, [{ ...MORPHINE, pharmaceuticalForm: 'powder', packs: '0' }]);
    const codes = judgeImport(form, aContext()).problems.map(({ path }) => path);
    expect(codes).toContain('lines.k1.packs');
    expect(form.lines.map(hasContent)).toEqual([true]);
    expect(aForm({}, [MORPHINE]).lines.map(hasContent)).toEqual([false]);
  });

  test('a half-typed content is to do, an impossible one is refused', () => {
    const half = find(judge({}, [{ ...METHYLPHENIDATE, packs: '' }]).problems, 'line.content.packs.missing');
    expect(half).toMatchObject({ path: 'lines.k1.packs', weight: 'todo' });
    const paste = { ...METHYLPHENIDATE, perUnit: 'g', strength: '2', strengthUnit: 'g', unitSize: '5' };
    expect(find(judge({}, [paste]).problems, 'line.content.impossible')?.weight).toBe('refused');
    expect(
      find(judge({}, [{ ...METHYLPHENIDATE, packs: '0' }]).problems, 'line.content.malformed')
    ).toBeDefined();
  });

  test('each part that is missing of a content is named, and no two findings of a line say the same', () => {
    const bare = {
      ...METHYLPHENIDATE,
      perUnit: 'ml',
      strength: '',
      unitSize: '',
      unitsPerPack: '',
      packs: ''
    };
    const codes = judge({}, [{ ...bare, per: '5' }]).problems.map(({ code }) => code);
    const missing = codes.filter((code) => code.startsWith('line.content.'));
    expect(missing).toEqual([
      'line.content.strength.missing',
      'line.content.unitSize.missing',
      'line.content.unitsPerPack.missing',
      'line.content.packs.missing'
    ]);
  });

  test('a figure with two readings is refused on its line, with its article', () => {
    expect(find(judge({}, [{ ...MORPHINE, quantity: '1,234' }]).problems, 'quantity.ambiguous')).toEqual({
      code: 'quantity.ambiguous',
      path: 'lines.k1.quantity',
      values: { line: 1, typed: '1,234', one: '1.234', second: '1234' },
      article: '1961:31.4(b)',
      weight: 'refused'
    });
  });

  test('nothing cannot be authorized', () => {
    expect(find(judge({}, [{ ...MORPHINE, quantity: '0' }]).problems, 'quantity.zero')?.weight).toBe(
      'refused'
    );
  });
});

describe('the factor to anhydrous base', () => {
  const opium = {
    substance: 'opium',
    form: 'as-is',
    pharmaceuticalForm: 'raw-material',
    quantity: '10',
    unit: 'kg'
  };

  test('of plant material is not known, and the way out is the content that the authority states', () => {
    expect(find(judge({}, [opium]).problems, 'line.factor.unknown')?.weight).toBe('refused');
    const stated = judge({}, [{ ...opium, nationalFactor: '12,5 %' }]);
    expect(stated.body?.lines[0]).toMatchObject({
      base: '1250000000',
      factor: { value: '0.125', source: 'national', edition: 'AU 2026', date: '2026-11-24' }
    });
    expect(find(stated.problems, 'line.factor.national')?.weight).toBe('notice');
  });

  test('is a share: above one, or other than one for the base itself, it is refused', () => {
    expect(
      find(judge({}, [{ ...opium, nationalFactor: '12' }]).problems, 'line.factor.malformed')
    ).toBeDefined();
    const base = { ...MORPHINE, form: 'base', nationalFactor: '0.9' };
    expect(find(judge({}, [base]).problems, 'line.factor.malformed')).toBeDefined();
  });
});

describe('what the treaty asks by schedule', () => {
  const line = (substance: string, form = 'base'): Fields => ({ ...MORPHINE, substance, form });

  test('1971 Schedule I passes only to a person specially authorized, whom the act names with the decision', () => {
    const mdma = line('mdma', 'hydrochloride');
    for (const code of ['specialPerson.name.missing', 'specialPerson.decision.missing'])
      expect(find(judge({}, [mdma]).problems, code)).toMatchObject({ weight: 'todo', article: '1971:7(f)' });
    const person = { specialPersonName: 'Institute of Forensics', specialPersonDecision: '7 of 3 May 2026' };
    expect(judge(person, [mdma]).body?.specialPerson).toEqual({
      name: 'Institute of Forensics',
      decision: '7 of 3 May 2026'
    });
    expect(judge({}).body).not.toHaveProperty('specialPerson');
  });

  test('Schedule III needs a declaration and IV only records: told, not refused', () => {
    expect(find(judge({}, [line('buprenorphine')]).problems, 'line.regime.declaration')?.article).toBe(
      '1971:12.2'
    );
    const diazepam = judge({}, [line('diazepam')]);
    expect(find(diazepam.problems, 'line.regime.records')?.article).toBe('1971:11.5');
    expect(diazepam.body).toBeDefined();
  });

  test('a country that asks for authorizations of Schedule III or IV is respected by both sides', () => {
    const settings = { ...aContext().settings, CH: { extendedSchedules: ['IV' as const] } };
    const { problems } = judge({}, [line('diazepam')], { settings });
    expect(find(problems, 'line.regime.extended')?.article).toBe('ECOSOC 1985/15');
    expect(find(problems, 'line.regime.records')).toBeUndefined();
  });

  test('without its own practice a partner requires what INCB was notified of, for its side of the trade', () => {
    const both = { country: 'CH', imports: 'authorization', exports: 'none' } as const;
    const codesBy = (notified: readonly object[], own = {}): string[] => {
      const { settings } = aContext();
      const edition = { ...CURRENT_EDITION, notified: notified as EditionIndex['notified'] } as EditionIndex;
      const context = { edition, settings: { ...settings, ...own } };
      return judge({}, [line('diazepam')], context).problems.map(({ code }) => code);
    };
    const [third, fourth] = [
      { ...both, schedule: 'III' },
      { ...both, schedule: 'IV' }
    ];
    expect(codesBy([])).toContain('regime.partnerUnknown');
    // Switzerland exports here: what it requires for its imports does not count.
    expect(codesBy([third, fourth])).toEqual(['line.regime.records']);
    expect(codesBy([third])).toContain('regime.partnerUnknown');
    expect(codesBy([{ ...fourth, exports: 'authorization' }])).toEqual(['line.regime.extended']);
    const own = { CH: { extendedSchedules: [] } };
    expect(codesBy([{ ...fourth, exports: 'authorization' }], own)).toEqual(['line.regime.records']);
  });

  test('a codeine preparation of at most 100 mg a unit may fall under 1961 Schedule III', () => {
    const tablets = (strength: string): Fields => ({
      ...line('codeine'),
      quantity: '',
      pharmaceuticalForm: 'tablet',
      strength,
      unitsPerPack: '20',
      packs: '10'
    });
    expect(find(judge({}, [tablets('30')]).problems, 'line.preparation.scheduleThree')?.article).toBe(
      '1961:31.16'
    );
    expect(find(judge({}, [tablets('101')]).problems, 'line.preparation.scheduleThree')).toBeUndefined();
    expect(
      find(
        judge({}, [{ ...tablets('30'), substance: 'morphine' }]).problems,
        'line.preparation.scheduleThree'
      )
    ).toBeUndefined();
  });

  test('an extended practice speaks only for goods that are marked as Schedule III', () => {
    const settings = { ...aContext().settings, CH: { extendedSchedules: ['preparations' as const] } };
    const { problems } = judge({}, [{ ...line('codeine'), strength: '30', pharmaceuticalForm: 'tablet' }], {
      settings
    });
    expect(find(problems, 'line.regime.extended')).toBeUndefined();
  });

  test('goods that its own country prohibits need a special import licence afterwards (1971 art. 13)', () => {
    const prohibitions = [
      { country: 'AU' as CountryCode, substance: 'methylphenidate', since: '2020-01-01' as CalendarDate }
    ];
    const { problems, body } = judge({}, [METHYLPHENIDATE, MORPHINE], { prohibitions });
    expect(problems.filter(({ code }) => code === 'line.prohibited.own')).toMatchObject([
      { weight: 'notice', article: '1971:13.3', values: { line: 1, since: '2020-01-01' } }
    ]);
    expect(body).toBeDefined();
  });

  test('both Conventions on one form, and the same goods twice, are told', () => {
    expect(find(judge({}, [MORPHINE, METHYLPHENIDATE]).problems, 'lines.mixedConventions')?.weight).toBe(
      'notice'
    );
    expect(find(judge({}, [MORPHINE, MORPHINE]).problems, 'line.duplicate')?.values).toEqual({
      line: 2,
      first: 1
    });
    expect(
      find(judge({}, [MORPHINE, { ...MORPHINE, preparation: 'Other' }]).problems, 'line.duplicate')
    ).toBeUndefined();
  });
});

describe('terms', () => {
  test('several consignments are the 1961 rule; under 1971 the officer is told', () => {
    expect(judge({ consignments: '3' }).problems).toEqual([]);
    expect(
      find(judge({ consignments: '3' }, [METHYLPHENIDATE]).problems, 'consignments.several1971')?.weight
    ).toBe('notice');
    expect(find(judge({ consignments: '0' }).problems, 'consignments.unlimited')?.weight).toBe('notice');
    expect(find(judge({ consignments: '1.5' }).problems, 'consignments.malformed')?.weight).toBe('refused');
  });

  test('essential for the treatment of the sick asks for the reason', () => {
    const essential = { purpose: 'essential-treatment' };
    expect(find(judge(essential).problems, 'purpose.reason.missing')?.article).toBe('1961:21.4(b)');
    expect(judge({ ...essential, remarks: 'Cholera ward, Suva' }).body?.purpose).toBe('essential-treatment');
  });

  test('a first-aid kit of a ship is no import', () => {
    expect(
      find(judge({ remarks: 'First-aid kit of MV Aurora' }).problems, 'consignment.aidKit')?.article
    ).toBe('1961:32');
  });

  test('no authorization is issued for goods that the officer calls a first-aid kit (1961 art. 32)', () => {
    const told = judge({ aidKit: 'yes' });
    expect(find(told.problems, 'consignment.notTrade')).toMatchObject({
      weight: 'refused',
      article: '1961:32'
    });
    expect(find(judge({ aidKit: 'yes' }, [METHYLPHENIDATE]).problems, 'consignment.notTrade')?.article).toBe(
      '1971:14'
    );
    expect(told.body).toBeUndefined();
  });

  test('a check shows its heaviest problem first', () => {
    const row = checksOf(judge({ importerName: '', importerAddress: '' })).find(
      (one) => one.name === 'parties'
    );
    expect(row?.state).toBe('todo');
    expect(row?.problems).toHaveLength(2);
    expect(row?.code).toBe('authorization.check.parties');
  });
});
