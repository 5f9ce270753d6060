/** What the Board may announce, to whom it is shown, and what becomes of it afterwards. */
import { describe, expect, it } from 'vitest';
import { ANNOUNCEMENT_ROLES, MAX_TEXT_LENGTH, MAX_TITLE_LENGTH } from '#lib/domain/act/kinds/announcement.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { MAX_PUBLIC_FILE_BYTES } from '#lib/domain/file/public-file.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import type { AuthorityCode, CalendarDate, CountryCode, DraftId, Instant } from '#lib/domain/ids.ts';
import {
  countriesOf,
  findReceiverProblem,
  isAddressed,
  receiversOf,
  type Audience
} from '#lib/domain/outreach/audience.ts';
import { draftAudience, draftTexts, judgeLetter, progressIn } from '#lib/domain/outreach/draft-letter.ts';
import {
  foldLetters,
  lettersOfBoard,
  lettersTo,
  textFor,
  unreadOf,
  toParagraphs,
  toPieces
} from '#lib/domain/outreach/letters.ts';
import { isSubRegion, parseRegion, REGION_CODES } from '#lib/domain/region-codes.ts';
import { countriesOfRegion } from '#lib/domain/region.ts';
import { fitsAuthority, may, PERSON_ROLES, signsIn } from '#lib/domain/registration/rights.ts';
import { audienceWords } from '#lib/outreach/letter-words.ts';
import { anAnnouncement, anAnnouncementAct, LETTER_IN_ENGLISH } from '../../samples/announcement.ts';

const A_FILE = {
  name: 'Form C',
  content: { sha256: 'f'.repeat(43), bytes: MAX_PUBLIC_FILE_BYTES, type: 'application/pdf' }
};
const filesOf = (...hashes: readonly string[]): object[] =>
  hashes.map((one) => ({ ...A_FILE, content: { ...A_FILE.content, sha256: one.repeat(43) } }));
const AN_ACT = `act:20261124:INCB:announcement:${'h'.repeat(43)}`;

function problemsOf(over: Record<string, unknown>): string[] {
  const read = parseBody({ ...anAnnouncement(), ...over });
  return read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
}

describe('an announcement', () => {
  it.each([
    ['to everybody', {}],
    ['to a region', { audience: { region: '002' } }],
    [
      'to a group, its administrators who read French',
      {
        audience: {
          group: { name: 'West Africa', countries: ['SN', 'ML'] },
          roles: ['administrator'],
          languages: ['fr']
        }
      }
    ],
    ['in Arabic and no English', { texts: { ar: { title: 'إعلان', text: 'نص' } } }],
    ['with three attachments', { files: filesOf('a', 'b', 'c') }],
    ['that takes an earlier one back', { supersedes: { act: AN_ACT, as: 'withdrawn' } }]
  ])('is taken: %s', (_what, over) => expect(problemsOf(over)).toEqual([]));

  it.each([
    ['with four attachments', { files: filesOf('a', 'b', 'c', 'd') }, 'act.list.length body.files'],
    ['with one attachment twice', { files: filesOf('a', 'a') }, 'announcement.file.twice body.files'],
    [
      'with an attachment without a name',
      { files: [{ ...A_FILE, name: '' }] },
      'act.text.missing body.files.0.name'
    ],
    [
      'with an attachment of more than 2 MB',
      { files: [{ ...A_FILE, content: { ...A_FILE.content, bytes: MAX_PUBLIC_FILE_BYTES + 1 } }] },
      'act.value.notAnInteger body.files.0.content.bytes'
    ],
    [
      'with an attachment that is not a PDF',
      { files: [{ ...A_FILE, content: { ...A_FILE.content, type: 'image/png' } }] },
      'act.value.notInList body.files.0.content.type'
    ],
    ['in no language', { texts: {} }, 'announcement.text.missing body.texts'],
    [
      'in a language that is none of the six',
      { texts: { de: LETTER_IN_ENGLISH } },
      'act.key.unknown body.texts.de'
    ],
    ['without a title', { texts: { en: { title: '', text: 'x' } } }, 'act.text.missing body.texts.en.title'],
    [
      'of a title of two lines',
      { texts: { en: { title: 'a\nb', text: 'x' } } },
      'act.text.control body.texts.en.title'
    ],
    [
      'too long',
      { texts: { en: { title: 'a', text: 'x'.repeat(MAX_TEXT_LENGTH + 1) } } },
      'act.text.tooLong body.texts.en.text'
    ],
    [
      'with a longer title than there is room',
      { texts: { en: { title: 'a'.repeat(MAX_TITLE_LENGTH + 1), text: 'x' } } },
      'act.text.tooLong body.texts.en.title'
    ],
    [
      'that turns the line’s direction unseen',
      { texts: { en: { title: 'a\u202Eb', text: 'x' } } },
      'act.text.invisible body.texts.en.title'
    ],
    [
      'to a region and a group at once',
      { audience: { region: '002', group: { name: 'g', countries: ['SN'] } } },
      'announcement.audience.twice body.audience'
    ],
    [
      'to a group of nobody',
      { audience: { group: { name: 'g', countries: [] } } },
      'act.list.length body.audience.group.countries'
    ],
    [
      'to a country that is none',
      { audience: { group: { name: 'g', countries: ['XX'] } } },
      'country.unknown body.audience.group.countries.0'
    ],
    [
      'to the Board’s own people',
      { audience: { roles: ['incb'] } },
      'act.value.notInList body.audience.roles.0'
    ],
    [
      'about an act that is no announcement',
      { supersedes: { act: AN_ACT.replace('announcement', 'certificate'), as: 'withdrawn' } },
      'act.reference.malformed body.supersedes.act'
    ],
    ['by a country', { issuer: 'AU', seq: { AU: 1 } }, 'act.issuer.wrong body.issuer'],
    ['to one country alone', { to: ['AU'], seq: { INCB: 1, AU: 1 } }, 'act.audience.wrong body.to']
  ])('is refused: %s', (_what, over, problem) => expect(problemsOf(over)).toEqual([problem]));

  it('may be for whoever reads in an authority, and may be written by the Board’s people alone', () => {
    const readers = PERSON_ROLES.filter(
      (role) => role !== 'service' && role !== 'incb' && role !== 'company' && signsIn(role)
    );
    expect([...ANNOUNCEMENT_ROLES].sort()).toEqual([...readers].sort());
    const writers = PERSON_ROLES.filter((role) => may({ role }, 'announce'));
    expect(writers.every((role) => fitsAuthority(role, 'INCB') && !fitsAuthority(role, 'AU'))).toBe(true);
    expect(writers).toEqual(['incb']);
  });
});

describe('whom it is for', () => {
  const west: Audience = { group: { name: 'West', countries: ['SN', 'ML'] as unknown as CountryCode[] } };
  it.each([
    ['AU officer en', {}, true],
    ['AU reader zh', {}, true],
    ['AU trainer en', {}, true],
    ['INCB incb en', {}, false],
    ['INCB trainer en', {}, true],
    ['SN officer fr', { region: '002' }, true],
    ['SN officer fr', { region: '011' }, true],
    ['SN officer fr', { region: '015' }, false],
    ['AU officer en', { region: '002' }, false],
    ['SN officer fr', west, true],
    ['AU officer en', west, false],
    ['SN officer fr', { ...west, roles: ['administrator'] }, false],
    ['SN administrator fr', { ...west, roles: ['administrator'] }, true],
    ['SN officer fr', { languages: ['fr', 'en'] }, true],
    ['SN officer ar', { languages: ['fr', 'en'] }, false],
    ['SN officer ?', { languages: ['fr'] }, true]
  ] as readonly [string, Audience, boolean][])('%s, of %j: %s', (who, audience, is) => {
    const [authority, role = '', language] = who.split(' ');
    const reader = {
      authority: authority as AuthorityCode,
      role,
      language: language === '?' ? null : String(language)
    };
    expect(isAddressed(audience, reader)).toBe(is);
  });

  it('counts each country once, and every one where none is named', () => {
    expect(countriesOf({})).toEqual(COUNTRY_CODES);
    const twice = { name: 'g', countries: ['SN', 'ML', 'SN'] as unknown as CountryCode[] };
    expect(countriesOf({ group: twice })).toEqual(['ML', 'SN']);
  });

  it.each(['', '061 ', 'toString', 'split', 'atlantis'])(
    'reaches nobody in the unknown region “%s”, and the draft asks for a region',
    (region) => {
      const fields = { whom: 'region', region, 'title.en': 'A', 'text.en': 'B' };
      expect(parseRegion(region)).toBeNull();
      expect(countriesOf(draftAudience(fields))).toEqual([]);
      expect(receiversOf(draftAudience(fields), [])).toEqual({ can: [], cannot: [] });
      expect(audienceWords(draftAudience(fields))).toBe('Choose a region');
      const judged = judgeLetter(fields);
      expect(judged.ok ? [] : judged.problems).toEqual([
        { code: 'act.region.missing', path: 'audience.region' }
      ]);
    }
  );

  it('is refused where none of its countries can receive it', () => {
    const standings = [
      { country: 'FJ' as CountryCode, state: 'registered' },
      { country: 'TO' as CountryCode, state: 'suspended' }
    ] as const;
    const problemFor = (audience: Audience) => findReceiverProblem(receiversOf(audience, standings))?.code;
    const group = (...countries: string[]): Audience => ({
      group: { name: 'g', countries: countries as unknown as CountryCode[] }
    });
    expect(problemFor({ region: '061' })).toBe('audience.unreached');
    expect(problemFor(group('TO', 'WS'))).toBe('audience.unreached');
    expect(problemFor(group('TO', 'FJ'))).toBeUndefined();
    expect(problemFor({ region: '009' })).toBeUndefined();
    // A list that is still empty has its own problem.
    expect(problemFor(group())).toBeUndefined();
  });

  it('knows each country, save Antarctica, in one region and in one of its sub-regions', () => {
    const inSub = REGION_CODES.filter(isSubRegion).flatMap(countriesOfRegion);
    const inRegion = REGION_CODES.filter((code) => !isSubRegion(code)).flatMap(countriesOfRegion);
    const all = COUNTRY_CODES.filter((code) => code !== 'AQ');
    expect([...inSub].sort()).toEqual(all);
    expect([...inRegion].sort()).toEqual(all);
    expect(REGION_CODES).toHaveLength(27);
    expect(countriesOfRegion('039')).toContain('IT');
    expect(countriesOfRegion('155')).toEqual('AT BE CH DE FR LI LU MC NL'.split(' '));
  });
});

const TODAY = '2026-11-24' as CalendarDate;

describe('a letter that is shown from a later day', () => {
  const reader = { authority: 'AU' as AuthorityCode, role: 'reader', language: 'en' };
  const at = (day: string): Instant => `${day}T09:00:00.000Z` as Instant;
  const shownFrom = '2026-12-01' as CalendarDate;
  const scheduled = anAnnouncementAct({ at: at('2026-11-24'), shownFrom });
  const shownOn = (day: string, ...acts: (typeof scheduled)[]): string[] =>
    lettersTo(reader, acts, day as CalendarDate).map(({ act, state }) => `${act._id} ${state}`);

  it('is seen by its readers from that day on', () => {
    expect(shownOn('2026-11-30', scheduled)).toEqual([]);
    expect(shownOn('2026-12-01', scheduled)).toEqual([`${scheduled._id} stands`]);
  });

  it('replaces an earlier letter on that day and not before', () => {
    const earlier = anAnnouncementAct({ at: at('2026-11-20') });
    const supersedes = { act: earlier._id, as: 'replaced' as const };
    const later = anAnnouncementAct({ at: at('2026-11-24'), shownFrom, supersedes });
    expect(shownOn('2026-11-30', earlier, later)).toEqual([`${earlier._id} stands`]);
    expect(shownOn('2026-12-01', earlier, later)).toEqual([`${later._id} stands`, `${earlier._id} replaced`]);
  });

  it('has the state for INCB that its readers see, also if it was withdrawn before its day', () => {
    const earlier = anAnnouncementAct({ at: at('2026-11-20') });
    const supersedes = { act: earlier._id, as: 'replaced' as const };
    const later = anAnnouncementAct({ at: at('2026-11-24'), shownFrom, supersedes });
    const about = { act: later._id, as: 'withdrawn' as const };
    const withdrawal = anAnnouncementAct({ at: at('2026-11-26'), supersedes: about });
    const stateOn = (day: string, ...acts: (typeof scheduled)[]): string | undefined =>
      lettersOfBoard(acts, day as CalendarDate).find(({ act }) => act._id === earlier._id)?.state;
    expect(stateOn('2026-11-30', earlier, later)).toBe('stands');
    expect(stateOn('2026-12-01', earlier, later)).toBe('replaced');
    expect(stateOn('2026-12-01', earlier, later, withdrawal)).toBe('stands');
    expect(lettersOfBoard([earlier, later, withdrawal], '2026-12-01' as CalendarDate)).toHaveLength(3);
  });

  it('is never seen if it was withdrawn before, and neither is its withdrawal', () => {
    const supersedes = { act: scheduled._id, as: 'withdrawn' as const };
    const before = anAnnouncementAct({ at: at('2026-11-30'), supersedes });
    expect(shownOn('2026-12-02', scheduled, before)).toEqual([]);
    const after = anAnnouncementAct({ at: at('2026-12-01'), supersedes });
    expect(shownOn('2026-12-02', scheduled, after)).toEqual([
      `${after._id} stands`,
      `${scheduled._id} withdrawn`
    ]);
  });

  it('has a day that exists', () => {
    expect(problemsOf({ shownFrom: '2026-02-30' })).toHaveLength(1);
    const judged = judgeLetter({ 'title.en': 'T', 'text.en': 'T', shownFrom: 'soon' });
    expect(judged.ok ? [] : judged.problems.map(({ path }) => path)).toEqual(['shownFrom']);
  });
});

describe('what becomes of a letter', () => {
  const at = (hour: number): Instant => `2026-11-24T${String(hour).padStart(2, '0')}:00:00.000Z` as Instant;
  const first = anAnnouncementAct({ at: at(9) });
  const about = (hour: number, as: 'replaced' | 'withdrawn', act = first) =>
    anAnnouncementAct({ at: at(hour), supersedes: { act: act._id, as } });
  const statesOf = (...acts: (typeof first)[]) => foldLetters(acts).map(({ state }) => state);

  it('stands first where it is the latest', () => {
    const later = anAnnouncementAct({ at: at(10) });
    expect(foldLetters([first, later]).map(({ act }) => act._id)).toEqual([later._id, first._id]);
  });

  it('is replaced or taken back by a later one, whatever order they came in, and the last word holds', () => {
    const [replaced, withdrawn] = [about(10, 'replaced'), about(11, 'withdrawn')];
    expect(statesOf(first, replaced)).toEqual(['stands', 'replaced']);
    expect(statesOf(replaced, first)).toEqual(['stands', 'replaced']);
    expect(statesOf(first, withdrawn, replaced)).toEqual(['stands', 'stands', 'withdrawn']);
  });

  it('is taken back although the clock of whoever did it is an hour behind', () => {
    expect(statesOf(first, about(8, 'withdrawn'))).toEqual(['withdrawn', 'stands']);
  });

  it('stands once where two devices sent the same draft, each without a line; the other is not read again', () => {
    const draft = 'draft:00000000-0000-4000-8000-000000000001' as DraftId;
    const [one, other] = [9, 10].map((hour) => anAnnouncementAct({ draft, at: at(hour) }));
    if (!one || !other) throw new Error('There are two.');
    expect(statesOf(one, other)).toEqual(['stands', 'replaced']);
    expect(statesOf(other, one)).toEqual(['stands', 'replaced']);
    expect(unreadOf(foldLetters([one, other]), []).map(({ act }) => act._id)).toEqual([other._id]);
    expect(foldLetters([one, other])[1]?.by?._id).toBe(other._id);
    const apart = anAnnouncementAct({ draft: `${draft.slice(0, -1)}2` as DraftId, at: at(11) });
    expect(statesOf(other, apart)).toEqual(['stands', 'stands']);
    const none = [9, 10].map((hour) => anAnnouncementAct({ at: at(hour) }));
    expect(statesOf(...none)).toEqual(['stands', 'stands']);
  });

  it('stays with whom the later of two that were sent of one draft leaves out', () => {
    const draft = 'draft:00000000-0000-4000-8000-000000000001' as DraftId;
    const to = (hour: number, audience: Audience) => anAnnouncementAct({ draft, at: at(hour), audience });
    const inNewZealand = ['NZ'] as unknown as CountryCode[];
    const wide = to(9, {});
    const narrow = to(10, { group: { name: 'g', countries: inNewZealand } });
    const reader = { authority: 'AU' as AuthorityCode, role: 'reader', language: 'en' };
    const unread = unreadOf(lettersTo(reader, [wide, narrow], TODAY), []);
    expect(unread.map(({ act }) => act._id)).toEqual([wide._id]);
    // What the Board's desk sees is what stands with its readers.
    expect(statesOf(wide, narrow)).toEqual(['stands', 'stands']);
    const same = [
      to(9, { languages: ['en', 'fr'], roles: ['officer', 'reader'] }),
      to(10, { languages: ['fr', 'en'], roles: ['reader', 'officer'] })
    ];
    expect(statesOf(...same)).toEqual(['stands', 'replaced']);
    const trainersToo = [to(9, {}), to(10, { group: { name: 'g', countries: COUNTRY_CODES } })];
    expect(statesOf(...trainersToo)).toEqual(['stands', 'stands']);
  });

  it('does not rise again when what replaced it is taken back', () => {
    const replaced = about(10, 'replaced');
    expect(statesOf(first, replaced, about(11, 'withdrawn', replaced))).toEqual([
      'stands',
      'withdrawn',
      'replaced'
    ]);
  });

  it('is unread until it is read, or until it stands no more', () => {
    const reader = { authority: 'AU' as AuthorityCode, role: 'reader', language: 'en' };
    const unread = (acts: (typeof first)[], read: string[]) =>
      unreadOf(lettersTo(reader, acts, TODAY), read as never[]).map(({ act }) => act._id);
    const withdrawn = about(10, 'withdrawn');
    expect(unread([first], [])).toEqual([first._id]);
    expect(unread([first], [first._id])).toEqual([]);
    expect(unread([first, withdrawn], [])).toEqual([withdrawn._id]);
  });

  it('is read in one’s own language, else in English, else in what there is', () => {
    const ar = { title: 'إعلان', text: 'نص' };
    expect(textFor({ en: LETTER_IN_ENGLISH, ar }, 'ar')).toEqual({ language: 'ar', ...ar });
    expect(textFor({ en: LETTER_IN_ENGLISH, ar }, 'fr')?.language).toBe('en');
    expect(textFor({ ar }, 'fr')?.language).toBe('ar');
    expect(textFor({}, 'fr')).toBeNull();
    expect(textFor({ ar }, 'constructor')?.language).toBe('ar');
  });
});

describe('the text of a letter', () => {
  it('has paragraphs, lines, and addresses with their host', () => {
    const [greeting, ask] = toParagraphs(LETTER_IN_ENGLISH.text);
    expect(greeting).toEqual([[{ text: 'Dear colleagues,' }]]);
    expect(ask?.[1]).toEqual([
      { text: 'The form is at ' },
      { href: 'https://www.incb.org/forms', host: 'www.incb.org' },
      { text: '.' }
    ]);
  });

  it.each([
    'http://www.incb.org/forms',
    'javascript:alert(1)',
    'https://incb.org@evil.example/x',
    'https://localhost/x',
    'https://127.0.0.1/x',
    'https://іncb.org/x',
    'data:text/html,x'
  ])('makes no link of %s', (line) => {
    expect(toPieces(line)).toEqual([{ text: line }]);
  });

  it('loses nothing of the line, and no password before a host becomes an address', () => {
    for (const line of [
      'https://incb.org:pw@evil.example/x',
      'a https://incb.org/a?b=c, https://un.org!',
      '<script>alert(1)</script>'
    ])
      expect(
        toPieces(line)
          .map((piece) => ('href' in piece ? piece.href : piece.text))
          .join('')
      ).toBe(line);
    const hrefs = toPieces('https://incb.org:pw@evil.example/x').flatMap((one) =>
      'href' in one ? [one.href] : []
    );
    expect(hrefs).toEqual(['https://incb.org']);
  });
});

describe('a language of a draft', () => {
  it.each([
    ['is not written where nothing stands but blanks', { 'title.ru': ' ', 'text.ru': '\n' }, 'none'],
    ['lacks its title', { 'text.ru': 'Коллеги' }, 'no-title'],
    ['lacks its text', { 'title.ru': 'Оценки' }, 'no-text'],
    ['is written with both', { 'title.ru': 'Оценки', 'text.ru': 'Коллеги' }, 'written'],
    ['is not written by the words of another', { 'title.en': 'Estimates', 'text.en': 'Dear' }, 'none']
  ])('%s', (_what, fields, progress) => {
    expect(progressIn(draftTexts(fields), 'ru')).toBe(progress);
  });
});

it('reaches the countries that are registered, and says of every other one that it cannot receive it', () => {
  const standings = [
    { country: 'AU', state: 'registered' },
    { country: 'KE', state: 'suspended' },
    { country: 'CH', state: 'closed' },
    { country: 'GH', state: 'registered' }
  ] as { country: CountryCode; state: 'registered' | 'suspended' | 'closed' }[];
  const all = receiversOf({}, standings);
  expect(all.can).toEqual(['AU', 'GH']);
  expect(all.cannot).toHaveLength(COUNTRY_CODES.length - 2);
  const africa = receiversOf({ region: '002' }, standings);
  expect(africa.can).toEqual(['GH']);
  expect(africa.cannot).toContain('KE');
});
