/** A country's own rules as an act: which one counts, what its form and its partners' forms make of it, and the door. */
import { describe, expect, test } from 'vitest';
import { asKind, type DossierAct } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { kindOf } from '#lib/domain/act/kinds.ts';
import { judgeExport } from '#lib/domain/authorization/judge-export.ts';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import { judgeIssued } from '#lib/domain/authorization/judge-issued.ts';
import { draftFromImport } from '#lib/domain/authorization/new-form.ts';
import { withPractices } from '#lib/domain/authorization/judge-context.ts';
import {
  practiceOn,
  practicesCited,
  replacedOn,
  type PracticeAct
} from '#lib/domain/authorization/practice-in-force.ts';
import { parsePractice, practiceToTyped } from '#lib/domain/authorization/typed-practice.ts';
import { DEFAULT_SETTINGS } from '#lib/domain/authorization/country-settings.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { judgeAct, type ActContext } from '#lib/domain/door/door.ts';
import { inCausalOrder } from '#lib/domain/dossier/causal-order.ts';
import { mayBecomeAcceptable } from '#lib/domain/exchange/central-refusal.ts';
import { countryOfNational, nationalKey, withNational } from '#lib/domain/goods/national-substance.ts';
import { searchSubstances } from '#lib/domain/goods/substance-search.ts';
import { CURRENT_EDITION, findSubstance, regimeOf } from '#lib/domain/goods/substance.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { NATIONAL_PRACTICE, type Problem } from '#lib/domain/result.ts';
import { aLine, anExportAuthorization, anImportAuthorization, AU, CH } from '../../samples/acts.ts';
import { aContext, aForm, MORPHINE } from '../../samples/forms.ts';
import { aPaperImport } from '../../samples/papers.ts';
import { aPracticeAct, TRAMADOL, TRAMADOL_LINE } from '../../samples/practice.ts';

const codesOf = (problems: readonly Problem[]): readonly string[] => problems.map(({ code }) => code);
const day = (text: string): CalendarDate => text as CalendarDate;
const OURS = aPracticeAct();
const THEIRS = aPracticeAct({ extendedSchedules: [], substances: [], importMonthsBySea: 4 }, 'CH');

describe('the practice that counts', () => {
  const next = aPracticeAct({ effectiveFrom: '2027-03-01' }, 'AU', '2027-01-10T08:00:00.000Z');
  const amended = aPracticeAct({ importMonths: 2 }, 'AU', '2026-11-21T08:00:00.000Z');

  test('is the latest one in force of that country', () => {
    const acts = [next, OURS, THEIRS];
    expect(practiceOn(acts, 'AU', day('2026-11-30'))).toBe(null);
    expect(practiceOn(acts, 'AU', day('2026-12-01'))).toBe(OURS);
    expect(practiceOn(acts, 'AU', day('2027-03-01'))).toBe(next);
    expect(practiceOn(acts, 'NZ', day('2027-03-01'))).toBe(null);
  });

  test('is the later signed of two for one day, in whatever order they arrive', () => {
    for (const acts of [
      [OURS, amended],
      [amended, OURS]
    ])
      expect(practiceOn(acts, 'AU', day('2026-12-01'))).toBe(amended);
  });

  test('is replaced from the day on which the next one counts, and never before that one was signed', () => {
    expect(replacedOn([OURS, next], OURS)).toBe('2027-03-01');
    expect(replacedOn([OURS, next, THEIRS], next)).toBe(null);
    const late = aPracticeAct({ importMonths: 2 }, 'AU', '2026-12-20T08:00:00.000Z');
    expect(replacedOn([OURS, late], OURS)).toBe('2026-12-20');
  });
});

describe('a practice as it is signed', () => {
  const consistency = (over: object): readonly string[] => {
    const { body } = aPracticeAct(over as Record<string, unknown>);
    return codesOf(kindOf(body).consistency(body));
  };
  const [tramadol] = OURS.body.substances;

  test('takes effect on the day of its signature or later, wherever that day is', () => {
    expect(consistency({})).toEqual([]);
    expect(consistency({ effectiveFrom: '2026-11-19' })).toEqual([]);
    expect(consistency({ effectiveFrom: '2026-11-18' })).toEqual(['practice.effective.past']);
  });

  test('allows no less time by sea, and lists substances of its own country once in each form', () => {
    expect(consistency({ importMonths: 7 })).toEqual(['practice.months.seaShorter']);
    expect(consistency({ substances: [{ ...tramadol, key: 'national-ch-tramadol' }] })).toEqual([
      'practice.substance.foreign'
    ]);
    expect(consistency({ substances: [tramadol, tramadol] })).toEqual(['practice.substance.twice']);
    expect(
      consistency({ substances: [tramadol, { ...tramadol, form: 'base', schedule: 'S8', factor: '1' }] })
    ).toEqual(['practice.substance.differs']);
    for (const wrong of [{ factor: '0' }, { factor: '1.2' }, { form: 'base', factor: '0.9' }])
      expect(consistency({ substances: [{ ...tramadol, ...wrong }] })).toEqual(['practice.substance.factor']);
  });

  test('cannot call a substance as a Convention or another country would', () => {
    const named = (key: string): boolean =>
      parseBody(aPracticeAct({ substances: [{ ...tramadol, key }] }).body).ok;
    expect(named('national-au-tramadol')).toBe(true);
    expect(named('morphine')).toBe(false);
    expect(named('national-au-')).toBe(false);
  });
});

describe('what an administrator types', () => {
  const about = { country: AU, today: day('2026-11-24') };
  const typed = practiceToTyped(OURS.body, day('2026-12-01'));

  test('becomes the particulars, the same as they were read from', () => {
    const parsed = parsePractice(typed, about);
    const { schema: _s, kind: _k, issuer: _i, to: _t, seq: _q, at: _a, by: _b, ...particulars } = OURS.body;
    expect(parsed).toEqual({ ok: true, value: particulars });
  });

  test('begins with the settings of a country that has published none', () => {
    expect(practiceToTyped({ ...DEFAULT_SETTINGS, exportMonths: 2 }, about.today)).toMatchObject({
      ...{ exportMonths: '2', electronicSince: '', acceptsElectronic: false, substances: [] }
    });
  });

  test('is refused box by box', () => {
    const substances = [{ name: 'трамадол', form: '盐', schedule: ' ', factor: '2' }];
    const wrong = { exportMonths: '', effectiveFrom: '2026-11-23', electronicSince: '2026-1', substances };
    const parsed = parsePractice({ ...typed, ...wrong }, about);
    expect(parsed.ok ? [] : parsed.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'practice.months.outOfRange exportMonths',
      'practice.effective.past effectiveFrom',
      'date.incomplete electronicSince',
      'practice.substance.name substances.0.name',
      'practice.substance.form substances.0.form',
      'practice.substance.schedule substances.0.schedule',
      'practice.substance.factor substances.0.factor'
    ]);
  });
});

describe('a national substance', () => {
  const { edition } = withPractices(aContext(), [OURS]);

  test('is found beside those of the Conventions, and belongs to no Convention', () => {
    const [hit] = searchSubstances('tramadol', edition);
    expect(hit?.substance).toMatchObject({ convention: null, schedules: [] });
    expect(hit?.substance.national).toEqual({ country: 'AU', schedule: 'Schedule 4' });
    expect(regimeOf(hit!.substance)).toEqual({ instrument: 'records', article: NATIONAL_PRACTICE });
    expect(searchSubstances('tramadol')).toEqual([]);
    expect(searchSubstances('morphine', edition)).toEqual(searchSubstances('morphine'));
  });

  test('of an unknown practice keeps its name and country, and no new line can use it', () => {
    const unknown = findSubstance('national-ke-ketamine');
    expect(unknown).toMatchObject({ name: 'ketamine', convention: null, forms: [] });
    expect(unknown?.national).toEqual({ country: 'KE', schedule: null });
    expect(findSubstance('national-xx-ketamine')).toBe(null);
    expect(findSubstance('tramadol')).toBe(null);
  });

  test('has a key that names its country and Latin letters of its name', () => {
    expect(nationalKey('KE' as CountryCode, 'Kétamine (S)')).toBe('national-ke-ketamine-s');
    expect(nationalKey(AU, `(${'a'.repeat(59)} acid)`)).toBe(`national-au-${'a'.repeat(59)}`);
    expect(nationalKey(AU, '氯胺酮')).toBe(null);
    expect(countryOfNational('national-ke-ketamine-s')).toBe('KE');
    expect(countryOfNational('morphine')).toBe(null);
    expect(withNational(CURRENT_EDITION, [])).toBe(CURRENT_EDITION);
  });
});

describe('the form', () => {
  const today = day('2026-12-01');
  const context = (practices: readonly PracticeAct[]): ReturnType<typeof aContext> =>
    withPractices(aContext({ today }), practices);
  const dated = { validFrom: '2026-12-01', validUntil: '2027-02-01' };

  test('names both practices that it used, and neither of a third country', () => {
    const practices = [OURS, THEIRS, aPracticeAct({ substances: [] }, 'NZ')];
    expect(judgeImport(aForm(dated), context(practices)).body?.practices).toEqual([OURS._id, THEIRS._id]);
    expect(judgeImport(aForm(dated), context([])).body).not.toHaveProperty('practices');
  });

  test('takes a national substance with the schedule and the factor of its practice', () => {
    const judged = judgeImport(aForm(dated, [{ ...TRAMADOL, nationalFactor: '0.5' }]), context([OURS]));
    expect(codesOf(judged.problems.filter(({ weight }) => weight !== 'notice'))).toEqual([]);
    expect(judged.problems.find(({ code }) => code === 'line.regime.national')).toMatchObject({
      ...{ article: NATIONAL_PRACTICE, values: { substance: 'tramadol', country: 'AU' } }
    });
    expect(judged.body?.lines[0]).toMatchObject(TRAMADOL_LINE);
  });

  test('requires an authorization where one of the two practices does', () => {
    const diazepam = [{ ...MORPHINE, substance: 'diazepam', form: 'base' }];
    const judged = (practices: readonly PracticeAct[]): readonly string[] =>
      codesOf(judgeImport(aForm(dated, diazepam), context(practices)).problems);
    expect(judged([])).toContain('regime.partnerUnknown');
    expect(judged([THEIRS])).toContain('line.regime.records');
    expect(judged([THEIRS])).not.toContain('regime.partnerUnknown');
    expect(judged([OURS, THEIRS])).toContain('line.regime.extended');
  });

  test('asks about a paper that is valid for longer than its country allows', () => {
    const judged = (practices: readonly PracticeAct[], validUntil: string): readonly string[] => {
      const over = { lines: [aLine()], issuedOn: '2026-10-01', validFrom: '2026-10-01', validUntil };
      const importAct = asKind(readAuthorization(aPaperImport({ over })), 'import-authorization');
      const context = { ...withPractices(aContext({ today, country: CH }), practices), importAct };
      return codesOf(judgeExport(draftFromImport(importAct!, context), context).problems);
    };
    expect(judged([OURS], '2027-04-01')).not.toContain('importReference.longerThanPractice');
    expect(judged([OURS], '2027-04-02')).toContain('importReference.longerThanPractice');
    expect(judged([], '2027-04-02')).not.toContain('importReference.longerThanPractice');
  });
});

describe('the door', () => {
  const at = '2026-12-05T08:00:00.000Z';
  const refused = (
    over: Record<string, unknown>,
    acts: readonly PracticeAct[] = [OURS, THEIRS],
    when = at
  ): readonly string[] =>
    codesOf(judgeIssued(anImportAuthorization({ at: when, over }).body, CURRENT_EDITION, acts));
  const named = { practices: [OURS._id], validUntil: '2027-03-05' };

  test('holds an authorization to the validity of the practice that it names', () => {
    expect(refused(named)).toEqual([]);
    expect(refused({ ...named, validUntil: '2027-03-06' })).toEqual(['validity.tooLong']);
    expect(refused({ ...named, validUntil: '2027-06-05', transport: 'sea' })).toEqual([]);
    expect(refused({ ...named, validUntil: '2027-06-06', transport: 'sea' })).toEqual(['validity.tooLong']);
  });

  test('is not avoided by naming no practice, once it has been in force for thirty days', () => {
    const long = { validUntil: '2027-06-05' };
    expect(refused(long)).toEqual([]);
    expect(refused({ validUntil: '2027-06-05' }, [OURS], '2026-12-31T08:00:00.000Z')).toEqual([
      'validity.tooLong'
    ]);
  });

  test('refuses a practice that is unknown, not yet in force, or replaced more than thirty days ago', () => {
    expect(refused(named, [THEIRS])).toEqual(['authorization.practice.unknown']);
    expect(refused(named, [OURS], '2026-11-25T08:00:00.000Z')).toEqual(['authorization.practice.notYet']);
    const next = aPracticeAct({ effectiveFrom: '2027-01-01' }, 'AU', '2026-12-20T08:00:00.000Z');
    const on = (when: string): readonly string[] =>
      refused({ ...named, validUntil: '2027-03-05' }, [OURS, next], when);
    expect(on('2027-01-31T08:00:00.000Z')).toEqual([]);
    expect(on('2027-02-01T08:00:00.000Z')).toEqual(['authorization.practice.superseded']);
  });

  test('accepts an old practice for an export whose import authorization names it', () => {
    const imported = anImportAuthorization({ at, over: named });
    const next = aPracticeAct({ effectiveFrom: '2027-01-01' }, 'AU', '2026-12-20T08:00:00.000Z');
    const over = { practices: [OURS._id], validUntil: '2027-03-05' };
    const exported = anExportAuthorization(imported, { at: '2027-02-10T08:00:00.000Z', over });
    const judged = (dossier: readonly DossierAct[]): readonly string[] =>
      codesOf(judgeIssued(exported.body, CURRENT_EDITION, [OURS, next], practicesCited(exported, dossier)));
    expect(judged([imported])).toEqual([]);
    expect(judged([])).toEqual(['authorization.practice.superseded']);
  });

  test('compares a national substance with the practice that lists it', () => {
    const line = (over: object): Record<string, unknown> => {
      const { preparation: _preparation, ...one } = aLine({ ...TRAMADOL_LINE, ...over });
      return { ...named, lines: [one] };
    };
    const { factor } = TRAMADOL_LINE;
    expect(refused(line({}))).toEqual([]);
    expect(refused(line({ factor: { ...factor, value: '0.9' } }))).toEqual(['line.factor.malformed']);
    expect(refused(line({ factor: { ...factor, source: 'computed' } }))).toEqual(['line.factor.malformed']);
    expect(refused(line({ factor: { ...factor, edition: 'AU 2020' } }))).toEqual(['line.factor.malformed']);
    expect(refused(line({ designation: 'morphine' }))).toEqual(['line.form.unknown']);
    expect(refused(line({ substance: 'national-au-ketamine' }))).toEqual(['line.form.unknown']);
  });

  test('refuses a body that does not name the practice of its national substance, or names a third country’s', () => {
    const parsed = (over: Record<string, unknown>): readonly string[] => {
      const result = parseBody(anImportAuthorization({ at, over }).body);
      return result.ok ? [] : codesOf(result.problems);
    };
    const { preparation: _preparation, ...line } = aLine(TRAMADOL_LINE);
    expect(parsed({ lines: [line], practices: [OURS._id] })).toEqual([]);
    expect(parsed({ lines: [line], practices: [THEIRS._id] })).toEqual(['act.practice.unnamed']);
    expect(parsed({ lines: [line] })).toEqual(['act.practice.unnamed']);
    expect(parsed({ practices: [aPracticeAct({ substances: [] }, 'NZ')._id] })).toEqual([
      'act.practice.foreign'
    ]);
    expect(parsed({ practices: [OURS._id, OURS._id] })).toEqual(['act.practice.foreign']);
  });

  test('accepts a practice after a month without a link, and refuses one that is backdated further', () => {
    const judged = (now: string): readonly string[] =>
      codesOf(judgeAct(OURS, { now, demonstration: false, verification: { verdict: 'good' } } as ActContext));
    expect(judged('2026-12-30T23:00:00.000Z')).toEqual([]);
    expect(judged('2026-12-31T01:00:00.000Z')).toEqual(['practice.effective.late']);
  });

  test('accepts twenty practices of one country signed within thirty days, in whatever order they arrive', () => {
    const judged = (day: string, practices: readonly PracticeAct[]): readonly string[] => {
      const act = aPracticeAct({}, 'AU', `2026-11-${day}T08:00:00.000Z`);
      const [now, verification] = ['2026-12-05T08:00:00.000Z', { verdict: 'good' }];
      return codesOf(judgeAct(act, { now, verification, demonstration: false, practices } as ActContext));
    };
    const published = (count: number, issuer: string): PracticeAct[] =>
      Array.from({ length: count }, (_, no) =>
        aPracticeAct({ substances: [] }, issuer, `2026-11-01T08:00:${10 + no}.000Z`)
      );
    expect(judged('20', [...published(19, 'AU'), ...published(20, 'CH')])).toEqual([]);
    expect(judged('20', published(20, 'AU'))).toEqual(['practice.tooMany']);
    expect(judged('01', published(20, 'AU'))).toEqual(['practice.tooMany']);
    const early = published(20, 'AU').map((act) => {
      return { ...act, body: { ...act.body, at: '2026-10-21T08:00:00.000Z' } } as PracticeAct;
    });
    expect(judged('20', early)).toEqual([]);
  });

  test('judges an authorization after its practice, and again when the practice can still arrive', () => {
    const early = anImportAuthorization({ at: '2026-11-20T07:00:00.000Z', over: named });
    expect(inCausalOrder([early, OURS])).toEqual([OURS, early]);
    expect(mayBecomeAcceptable([{ code: 'authorization.practice.unknown' }])).toBe(true);
  });
});
