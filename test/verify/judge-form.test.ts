/** A hundred forms, fifty of them genuine, each judged from its code alone; and what the lists on a device change. */
import { afterEach, describe, expect, test } from 'vitest';
import type { ActOf, AuthorizationAct } from '#lib/domain/act/body.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { showEdition } from '#lib/lists/edition-shown.svelte.ts';
import { codeText, readCode } from '#lib/print-code/code-text.ts';
import {
  isProven,
  judgeForm,
  type Beside,
  type FormContent,
  type FormVerdict
} from '#lib/verify/judge-form.ts';
import { particularsOf } from '#lib/verify/particulars.ts';
import {
  aCodeineLine,
  aLine,
  anExportAuthorization,
  anImportAuthorization,
  aSpecialLicence
} from '../samples/acts.ts';
import { aDevice, certify, CH } from '../crypto/sample-country.ts';
import {
  aFurtherOfficer,
  AUSTRALIA,
  entryOf,
  LISTED_AT,
  NOW,
  ROOT,
  signed,
  signedExtracts,
  SWITZERLAND,
  theLists
} from './paper-world.ts';

const ORIGIN = 'https://i2es.example.org';

const grams = (count: number): string => String(count * 1_000_000);

/** Number `n` of an authority’s year, with one to three lines. */
function form(n: number): AuthorizationAct {
  const lines = [
    aLine({ stated: grams(n + 1) }),
    aCodeineLine({ stated: grams(2 * n + 1) }),
    aLine({ no: 3 })
  ];
  const over = { lines: lines.slice(0, 1 + (n % 3)) };
  const number = `AU-I-2026-000${100 + n}`;
  const importing = anImportAuthorization({ over: { ...over, number } });
  if (n % 2 === 0) return importing;
  const cited = over.lines.map((line) => ({ ...line, importLine: line.no }));
  return anExportAuthorization(importing, { over: { lines: cited, number: `CH-E-2026-000${100 + n}` } });
}

const officerOf = (act: AuthorizationAct) => (act.body.issuer === CH ? SWITZERLAND : AUSTRALIA).officer;
const signedForm = (n: number): Promise<AuthorizationAct> => signed(form(n), officerOf(form(n)));

/** As a phone reads it: only the text of the code arrives. */
function scan(content: FormContent): FormContent {
  const read = readCode(codeText(content, ORIGIN).replace(/(.{50})/g, '$1\n'));
  if (!read.ok) throw new Error(read.problems[0]?.code);
  return read.value as FormContent;
}

const whole = (act: AuthorizationAct): FormContent => ({ as: 'act', act });
const answerOf = ({ verdict, reasons }: FormVerdict): string => `${verdict}: ${reasons[0].code}`;

async function answer(act: AuthorizationAct, lists = theLists(), beside: Beside = {}): Promise<string> {
  return answerOf(await judgeForm(scan(whole(act)), lists, NOW, beside));
}

const FIVE = [0, 1, 2, 3, 4] as const;

describe('fifty genuine forms', () => {
  test.each(Array.from({ length: 40 }, (_, n) => n))('form %i, whole in its code', async (n) => {
    expect(await answer(await signedForm(n))).toBe('genuine: good');
  });

  test.each(FIVE)('long form %i, in two codes', async (n) => {
    const act = await signedForm(3 * n + 2);
    for (const content of await signedExtracts(act, [1, act.body.lines.length - 1], officerOf(act)))
      expect(answerOf(await judgeForm(scan(content), theLists(), NOW))).toBe('genuine: good');
  });

  test.each(FIVE)('form %i, its key in no list, but certified by the second code', async (n) => {
    const act = await signedForm(n);
    const { chain } = act.body.issuer === CH ? SWITZERLAND : AUSTRALIA;
    const read = readCode(codeText({ as: 'keys', certificates: chain }, ORIGIN));
    const lists = { ...theLists(), keys: new Map() };
    const certificates = read.ok && read.value.as === 'keys' ? read.value.certificates : [];
    const verdict = await judgeForm(whole(act), lists, NOW, { chain: certificates });
    expect([answerOf(verdict), verdict.proof]).toEqual(['genuine: good', 'chain']);
  });
});

describe('fifty forms that are altered, or must not be accepted', () => {
  test.each(FIVE)('one bit of code %i is another one: altered', async (n) => {
    const text = codeText(whole(await signedForm(n)), ORIGIN);
    const at = text.indexOf('I2ES1:') + 7 + 90 * n;
    const other = text[at] === '7' ? '8' : '7';
    const read = readCode(text.slice(0, at) + other + text.slice(at + 1));
    if (!read.ok) return expect(read.problems[0]?.code).toMatch(/^printCode\.(damaged|content)$/);
    const verdict = await judgeForm(read.value as FormContent, theLists(), NOW);
    expect(answerOf(verdict)).toBe('altered: content');
  });

  test.each(FIVE)('a quantity in code %i is a hundred times as much: altered', async (n) => {
    const { body, ...rest } = await signedForm(n);
    const [line, ...others] = body.lines;
    const more = { ...line!, stated: `${line!.stated}00` as never, base: `${line!.base}00` as never };
    const act = { ...rest, body: { ...body, lines: [more, ...others] } } as AuthorizationAct;
    expect(answerOf(await judgeForm(whole(act), theLists(), NOW))).toBe('altered: content');
  });

  test.each(FIVE)('two lines of form %i have changed places: altered', async (n) => {
    const { body, ...rest } = await signedForm(3 * n + 1);
    const lines = [...body.lines].reverse().map((line, index) => ({ ...line, no: index + 1 }));
    const act = { ...rest, body: { ...body, lines } } as AuthorizationAct;
    expect(answerOf(await judgeForm(whole(act), theLists(), NOW))).toBe('altered: content');
  });

  const shown = (act: AuthorizationAct): string[] =>
    particularsOf(whole(act)).map(({ id, texts }) => `${id} ${texts.join()}`);

  test('a special licence is compared by the boxes of its form, with substance and quantity', async () => {
    const licence = await signed(aSpecialLicence(anImportAuthorization()), AUSTRALIA.officer);
    const boxes = particularsOf({ as: 'act', act: licence } as FormContent).map(
      ({ id, box }) => `${id} ${box}`
    );
    expect(boxes).toEqual([
      ...['kind null', 'issuer null', 'number 1', 'issuedOn 2', 'validUntil 9'],
      ...['substance 8', 'limit 8']
    ]);
  });

  test('a substance is named by INCB’s edition if this device shows one, otherwise by the bundled edition', async () => {
    const licence = await signed(aSpecialLicence(anImportAuthorization()), AUSTRALIA.officer);
    const { substance } = licence.body;
    const named = (): string =>
      particularsOf({ as: 'act', act: licence } as FormContent).find(({ id }) => id === 'substance')!
        .texts[0]!;
    const bundled = CURRENT_EDITION.byKey.get(substance)!;
    expect(named()).toBe(bundled.name);
    const byKey = new Map(CURRENT_EDITION.byKey).set(substance, { ...bundled, name: 'Renamed by INCB' });
    showEdition({ ...CURRENT_EDITION, byKey });
    expect(named()).toBe('Renamed by INCB');
    showEdition(CURRENT_EDITION);
  });

  test.each(FIVE)('a printed figure of form %i differs from the code: altered, once compared', async (n) => {
    const act = await signedForm(n);
    const [line, ...others] = act.body.lines;
    const printed = { ...act, body: { ...act.body, lines: [{ ...line!, stated: grams(99) }, ...others] } };
    const onPaper = shown(printed as AuthorizationAct);
    const different = shown(act).filter((text) => !onPaper.includes(text));
    expect(different.map((text) => text.split(' ')[0])).toEqual(['line-1']);
    expect(await answer(act, theLists(), { differs: different.length > 0 })).toBe('altered: differs');
  });

  test.each(FIVE)('the code of another form is on form %i: altered, once compared', async (n) => {
    const [act, other] = [await signedForm(n), await signedForm(n + 6)];
    const onPaper = shown(act);
    const different = shown(other).filter((text) => !onPaper.includes(text));
    expect(different.some((text) => text.startsWith('number'))).toBe(true);
    expect(await answer(other, theLists(), { differs: different.length > 0 })).toBe('altered: differs');
  });

  test.each(FIVE)('form %i was valid until yesterday: genuine, but expired', async (n) => {
    const { body } = form(n);
    const act = await signed(
      { ...form(n), body: { ...body, validUntil: '2026-11-27' } } as never,
      officerOf(form(n))
    );
    expect(await answer(act)).toBe('genuine-but: expired');
  });

  test.each(FIVE)('form %i is cancelled', async (n) => {
    const act = await signedForm(n);
    expect(await answer(act, theLists({ cancelled: [act._id] }))).toBe('genuine-but: cancelled');
  });

  test.each(FIVE)('form %i is suspended', async (n) => {
    const act = await signedForm(n);
    expect(await answer(act, theLists({ suspended: [act._id] }))).toBe('genuine-but: suspended');
  });

  test.each([
    ['revoked before the signature', { endedFrom: '2026-09-01T00:00:00.000Z' }, 'altered: key-ended'],
    ['revoked at the signature', { endedFrom: '2026-10-01T08:00:00.000Z' }, 'altered: key-ended'],
    [
      'revoked after the signature',
      { endedFrom: '2026-11-01T00:00:00.000Z' },
      'genuine-but: key-ended-later'
    ],
    ['valid only later', { validFrom: '2026-10-02T00:00:00.000Z' }, 'altered: key-not-yet'],
    ['no longer valid', { validUntil: '2026-09-01T00:00:00.000Z' }, 'altered: key-over']
  ])('its key was %s', async (_what, over, expected) => {
    const officer = await aFurtherOfficer();
    const act = await signed(anImportAuthorization(), officer);
    expect(await answer(act, theLists({ keys: [entryOf(officer, over as never)] }))).toBe(expected);
  });

  test.each(FIVE)('form %i is by an authority that nobody certified: cannot tell', async (n) => {
    const act = await signed(form(n), await aFurtherOfficer());
    expect(await answer(act)).toBe('unknown: key-unknown');
  });
});

test('details are compared with the paper only if the authority signed them', async () => {
  const act = await signedForm(0);
  const changed = { ...act, body: { ...act.body, remarks: 'More' } } as AuthorizationAct;
  const unlisted = await signed(form(0), await aFurtherOfficer());
  const proven = async (one: AuthorizationAct, lists = theLists(), beside: Beside = {}): Promise<boolean> =>
    isProven(await judgeForm(whole(one), lists, NOW, beside));
  expect(await proven(act)).toBe(true);
  expect(await proven(act, theLists({ cancelled: [act._id] }))).toBe(true);
  expect(await proven(act, theLists({ demonstration: true }))).toBe(true);
  expect(await proven(act, theLists(), { differs: true })).toBe(true);
  for (const one of [changed, unlisted]) expect(await proven(one)).toBe(false);
});

describe('the key', () => {
  test('of one authority signs no form of another', async () => {
    expect(await answer(await signed(anImportAuthorization(), SWITZERLAND.officer))).toBe(
      'altered: not-entitled'
    );
  });

  test('of INCB signs no form', async () => {
    const board = await aFurtherOfficer('INCB' as CountryCode);
    const act = await signed(anImportAuthorization(), board);
    const listed = entryOf(board, { authority: 'AU' as CountryCode, role: 'exchange' });
    expect(await answer(act, theLists({ keys: [listed] }))).toBe('altered: not-entitled');
  });

  test('is not believed by a chain that leads to a foreign root', async () => {
    const root = await aDevice('INCB', 'incb.root', 'root');
    const administrator = await aDevice('AU' as CountryCode, 'au.administrator', 'administrator');
    const officer = await aDevice('AU' as CountryCode, 'au.officer', 'officer');
    const chain = [await certify(root, administrator), await certify(administrator, officer)];
    expect(await answer(await signed(anImportAuthorization(), officer), theLists(), { chain })).toBe(
      'unknown: key-unknown'
    );
  });

  test('is not believed if an administrator’s key that certified it was revoked, whatever date it wrote', async () => {
    const administrator = await aFurtherOfficer();
    const officer = await aDevice('AU' as CountryCode, 'au.officer', 'officer');
    const head = { ...administrator, role: 'administrator' } as const;
    const chain = [
      await certify(ROOT, head),
      await certify(head, officer, { at: '2026-05-01T09:00:00.000Z' as Instant })
    ];
    const act = await signed(anImportAuthorization(), officer);
    const ended = entryOf(administrator, { endedFrom: '2026-04-01T00:00:00.000Z' as Instant });
    expect(await answer(act, theLists({ keys: [ended] }), { chain })).toBe('unknown: key-unknown');
    const later = entryOf(administrator, { endedFrom: '2026-06-01T00:00:00.000Z' as Instant });
    expect(await answer(act, theLists({ keys: [later] }), { chain })).toBe('unknown: key-unknown');
    const never = entryOf(administrator);
    expect(await answer(act, theLists({ keys: [never] }), { chain })).toBe('genuine: good');
  });

  test('is not believed by a chain so old that the lists no longer name a revoked key of it', async () => {
    const { body } = form(0);
    const act = await signed(
      { ...form(0), body: { ...body, validUntil: '2031-01-01' } } as never,
      AUSTRALIA.officer
    );
    const lists = (at: string) => ({ ...theLists({ at: at as Instant }), keys: new Map() });
    const verdict = async (at: string): Promise<string> =>
      answerOf(await judgeForm(whole(act), lists(at), at as Instant, { chain: AUSTRALIA.chain }));
    const { validUntil } = AUSTRALIA.chain[1]!.body;
    const year = Number(validUntil.slice(0, 4));
    expect(await verdict(`${year + 2}${validUntil.slice(4)}`)).toBe('genuine: good');
    expect(await verdict(`${year + 3}${validUntil.slice(4)}`)).toBe('unknown: key-unknown');
  });
});

describe('the dates of a form are read by the calendar', () => {
  const { TZ } = process.env;
  afterEach(() => {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  });

  test.each([
    ['America/Los_Angeles', '2026-11-29T04:00:00.000Z', 'genuine: good'],
    ['UTC', '2026-11-29T04:00:00.000Z', 'genuine-but: expired'],
    ['Pacific/Auckland', '2026-11-28T10:30:00.000Z', 'genuine: good'],
    ['Pacific/Auckland', '2026-11-28T11:30:00.000Z', 'genuine-but: expired']
  ])(
    'of the place where it is verified: valid until 28 November, in %s at %s',
    async (zone, at, expected) => {
      process.env['TZ'] = zone;
      const body = { ...form(0).body, validUntil: '2026-11-28' };
      const act = await signed({ ...form(0), body } as ActOf<'import-authorization'>, AUSTRALIA.officer);
      const lists = theLists({ at: '2026-11-28T09:00:00.000Z' as Instant });
      expect(answerOf(await judgeForm(whole(act), lists, at as Instant))).toBe(expected);
    }
  );

  test.each([
    ['2026-11-27T20:00:00.000Z', 'genuine: good'],
    ['2026-11-27T09:00:00.000Z', 'genuine-but: not-yet-valid']
  ])('of the earliest place: valid from 28 November, at %s', async (at, expected) => {
    process.env['TZ'] = 'America/Los_Angeles';
    const body = { ...form(0).body, validFrom: '2026-11-28' };
    const act = await signed({ ...form(0), body } as ActOf<'import-authorization'>, AUSTRALIA.officer);
    const lists = theLists({ at: '2026-11-27T08:00:00.000Z' as Instant });
    expect(answerOf(await judgeForm(whole(act), lists, at as Instant))).toBe(expected);
  });
});

describe('the age of the lists', () => {
  const at = (day: string): Instant => `2026-${day}T08:00:00.000Z` as Instant;

  test.each([
    ['of today', at('11-28'), 'genuine: good'],
    ['a week old', at('11-21'), 'genuine-but: lists-old'],
    ['five weeks old', at('10-20'), 'unknown: lists-too-old']
  ])('lists %s', async (_age, listed, expected) => {
    expect(await answer(await signedForm(0), theLists({ at: listed }))).toBe(expected);
  });

  test('a cancellation stays known, however old the lists are', async () => {
    const act = await signedForm(0);
    const verdict = await judgeForm(whole(act), theLists({ at: at('10-20'), cancelled: [act._id] }), NOW);
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['cancelled', 'lists-old']);
  });

  test('without lists, nobody can tell', async () => {
    expect(await answer(await signedForm(0), null as never)).toBe('unknown: no-lists');
  });

  test('a clock that is behind makes no expired form valid', async () => {
    const body = { ...form(0).body, validUntil: '2026-11-27' };
    const act = await signed({ ...form(0), body } as ActOf<'import-authorization'>, AUSTRALIA.officer);
    const verdict = await judgeForm(whole(act), theLists(), '2026-01-01T00:00:00.000Z' as Instant);
    expect(answerOf(verdict)).toBe('genuine-but: expired');
    expect(LISTED_AT > '2026-11-27').toBe(true);
  });
});

describe('a form of practice or of a demonstration', () => {
  test.each([true, 'practice'])('says so (%s), and is never called genuine', async (demonstration) => {
    const act = await signed(anImportAuthorization({ over: { demonstration } }), AUSTRALIA.officer);
    const verdict = await judgeForm(whole(act), theLists(), NOW);
    expect(verdict.verdict).toBe('practice');
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['practice', 'good']);
  });

  test('and so is every form by the lists of a demonstration', async () => {
    expect(await answer(await signedForm(0), theLists({ demonstration: true }))).toBe('practice: practice');
  });
});
