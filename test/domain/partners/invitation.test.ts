import { describe, expect, test } from 'vitest';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { invitationFigures, officialLanguage, tradeWordsIn } from '#lib/domain/partners/invitation.ts';
import { AU, CH, aClosedTrade, aCodeineLine, anImportAuthorization, aReply } from '../../samples/acts.ts';

const country = (code: string): CountryCode => code as CountryCode;
const today = '2026-11-27' as CalendarDate;

function figuresOf(acts: readonly DossierAct[], partner: CountryCode, members: readonly string[] = []) {
  const index = new DossierIndex();
  index.add(acts);
  const dossiers = Array.from(index.keys(), (key) => index.get(key)!);
  const isMember = (one: CountryCode): boolean => members.includes(one);
  return invitationFigures(dossiers, { authority: AU, partner, today, isMember });
}

let serial = 0;
function sentTo(code: string, over: Record<string, unknown> = {}) {
  const number = `AU-I-2026-${String(++serial).padStart(6, '0')}-00`;
  return anImportAuthorization({
    over: { exportingCountry: code, to: [code], seq: { AU: 1, [code]: 1 }, number, ...over }
  });
}

function answeredBy(code: string) {
  const asked = sentTo(code);
  return [asked, aReply(asked, { over: { issuer: code, seq: { [code]: 1, AU: 1 } } })];
}

describe('what an authority tells a partner who is not on the system', () => {
  test('is how many authorizations were exchanged in each year, and their share of its own', () => {
    const acts = [sentTo('FR'), sentTo('FR'), sentTo('IT'), sentTo('DE')];
    expect(figuresOf(acts, country('FR')).years).toEqual([{ year: 2026, number: 2, share: 5000 }]);
    expect(figuresOf(acts, country('ES')).years).toEqual([]);
  });

  test('leaves out no year between the first and this one', () => {
    const earlier = { issuedOn: '2024-03-02', validFrom: '2024-03-02', validUntil: '2024-06-02' };
    const { years } = figuresOf([sentTo('FR', earlier), sentTo('IT')], country('FR'));
    expect(years).toEqual([
      { year: 2024, number: 1, share: 10000 },
      { year: 2025, number: 0, share: 0 },
      { year: 2026, number: 0, share: 0 }
    ]);
  });

  test('is the same whatever was traded, by whom and how much of it', () => {
    const other = { lines: [aCodeineLine({ no: 1 })], importer: { name: 'Z', address: 'Z', licence: 'Z' } };
    const [one, two] = [sentTo('FR'), sentTo('FR', other)];
    expect(figuresOf([two], country('FR'))).toEqual(figuresOf([one], country('FR')));
    expect(figuresOf(aClosedTrade(), CH).days.map(({ here }) => here)).toEqual([1, 5, 10]);
  });

  test('shows the days of others only where three of them are behind the figure', () => {
    const acts = [sentTo('FR'), ...answeredBy('IT'), ...answeredBy('DE'), ...answeredBy('ES')];
    const answer = (members: readonly string[]) => figuresOf(acts, country('FR'), members).days[0];
    expect(answer(['IT', 'DE', 'ES'])).toMatchObject({ step: 'answer', here: null });
    expect(answer(['IT', 'DE', 'ES'])?.there).toBeTypeOf('number');
    expect(answer(['IT', 'DE'])?.there).toBeNull();
  });
});

describe('the language a partner is first written to in', () => {
  test('is one of the six that is official there, and none where none is', () => {
    const of = (code: string) => officialLanguage(country(code));
    expect(['CH', 'AU', 'KZ', 'MX', 'EG', 'CN'].map(of)).toEqual(['fr', 'en', 'ru', 'es', 'ar', 'zh']);
    expect(['BR', 'JP', 'DE', 'IL'].map(of)).toEqual([null, null, null, null]);
  });

  test('is known of no country that there is not', () => {
    const known = COUNTRY_CODES.filter((code) => officialLanguage(code) !== null);
    expect(known).toHaveLength(169);
  });
});

describe('what a letter on paper should not name', () => {
  const known = { substances: ['morphine', 'морфин', '吗啡'], companies: ['Alpenpharma AG', 'AB'] };
  const found = (text: string) => tradeWordsIn(text, known);

  test('is found by whole words, in whatever case and between whatever signs', () => {
    expect(found('Our MORPHINE (of Alpenpharma AG) is late.')).toEqual(['morphine', 'Alpenpharma AG']);
    expect(found('apomorphine, ab, no more')).toEqual([]);
    expect(found('关于吗啡的授权')).toEqual(['吗啡']);
  });

  test('is a figure with a unit, in any of the six languages, and no year', () => {
    expect(found('500 g, 2.5 kg; 10 мг и 3 кг')).toEqual(['500 g', '2.5 kg', '10 мг', '3 кг']);
    expect(found('٥٠٠ غرام و 20毫克')).toEqual(['٥٠٠ غرام', '20毫克']);
    expect(found('27 нояб. 2026 г.; 12 authorizations, 3 goods, 5 gates')).toEqual([]);
  });
});
