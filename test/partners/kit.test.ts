import { beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { invitationFigures, type InvitationFigures, tradeWordsIn } from '#lib/domain/partners/invitation.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { localeDirection, locales, type Locale } from '#lib/i18n/locale.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';
import { letterText, toBrief, toLetter, type Correspondents } from '#lib/partners/kit-words.ts';
import { invitationBrief } from '#lib/pdf/invitation.ts';
import { invitationLetter, type InvitationLetter } from '#lib/pdf/invitation.ts';
import { hasPdfToText, loadFont, readPages } from '../pdf/forms.ts';
import { AU, CH, aClosedTrade } from '../samples/acts.ts';

beforeAll(() => Promise.all(locales.map((locale) => loadCatalog(locale))));

const WHO: Correspondents = {
  own: AU,
  partner: CH,
  sender: { name: 'Office of Drug Control', address: 'GPO Box 9848\nCanberra ACT 2601' },
  address: 'i2es.example/register',
  today: '2026-11-27' as CalendarDate,
  demonstration: false
};
const TO = { authority: 'Swissmedic', address: 'Hallerstrasse 7\n3012 Bern', attention: '李晓燕' };

const ACTS = aClosedTrade();

function figures(): InvitationFigures {
  const index = new DossierIndex();
  index.add(ACTS);
  const dossiers = Array.from(index.keys(), (key) => index.get(key)!);
  return invitationFigures(dossiers, { authority: AU, partner: CH, today: WHO.today, isMember: () => false });
}

function aLetter(locale: Locale, over: Partial<InvitationLetter> = {}): InvitationLetter {
  const text = letterText({ number: 2, share: 10000 }, WHO, locale);
  return { ...toLetter(WHO, TO, text, locale), ...over };
}

const letterPages = async (letter: InvitationLetter) =>
  readPages((await invitationLetter(letter, loadFont)).bytes);
const briefPages = async (locale: Locale, who = WHO, of = figures()) =>
  readPages((await invitationBrief(toBrief(of, who, locale), loadFont)).bytes);

/** What the acts behind the figures name. */
function namesOfTrade(): { readonly substances: readonly string[]; readonly companies: readonly string[] } {
  const said = JSON.stringify(ACTS);
  const companies = [...said.matchAll(/"(?:importer|exporter)":\{[^}]*?"name":"([^"]+)"/g)].map(
    ([, name]) => name!
  );
  const substances = CURRENT_EDITION.edition.rows.flatMap(({ name, synonyms }) => [name, ...synonyms]);
  return { substances, companies };
}

describe.skipIf(!hasPdfToText)('the kit that invites a partner', () => {
  test('is made of acts that name companies, substances and quantities', () => {
    const { companies } = namesOfTrade();
    expect(new Set(companies).size).toBe(2);
    expect(tradeWordsIn(JSON.stringify(ACTS), namesOfTrade()).length).toBeGreaterThan(3);
  });

  test.each([...locales])('names no substance, no company and no quantity in %s', async (locale) => {
    const pages = [...(await letterPages(aLetter(locale))), ...(await briefPages(locale))];
    expect(pages).toHaveLength(2);
    for (const page of pages) {
      expect(page).not.toContain('\ufffd');
      expect(tradeWordsIn(page, namesOfTrade())).toEqual([]);
      expect(page).toContain('i2es.example/register');
    }
  });

  test('says who writes to whom, what was exchanged and how many days it took', async () => {
    const [letter = ''] = await letterPages(aLetter('en'));
    for (const words of [
      'Office of Drug Control',
      'GPO Box 9848, Canberra ACT 2601, Australia',
      'Swissmedic Hallerstrasse 7 3012 Bern Switzerland',
      'For the attention of: 李晓燕',
      '2 authorizations were exchanged between our two authorities, 100% of all',
      'Name, job title, signature'
    ])
      expect(letter).toContain(words);
    expect(letter).not.toContain('Control Board');
    const [brief = ''] = await briefPages('en');
    for (const words of ['2026', '2 authorizations, 100% of all', '1 day between us', '10 days between us'])
      expect(brief).toContain(words);
  });

  test('is read from the right in Arabic, and an address within it as it is written', async () => {
    expect(localeDirection('ar')).toBe('rtl');
    const [letter = ''] = await letterPages(aLetter('ar', { text: '' }));
    expect(letter).toContain('3012 Bern');
    const [brief = ''] = await briefPages('ar');
    expect(brief.normalize('NFKC')).toContain('i2es.example/register');
  });

  test('loses no word of an officer who wrote much: it goes on to another sheet', async () => {
    const lines = Array.from({ length: 90 }, (_, at) => `Point ${at} of what we should like to say to you.`);
    const pages = await letterPages(aLetter('en', { text: lines.join('\n') }));
    expect(pages.length).toBeGreaterThan(1);
    for (const line of lines) expect(pages.join(' ')).toContain(line);
    expect(pages.at(-1)).toContain('Name, job title, signature');
  });

  test('of invented trade says so on each sheet, and of an authority that is not set bears the country’s name', async () => {
    const who = { ...WHO, sender: null, demonstration: true };
    const letter = toLetter(who, { authority: '', address: '', attention: '' }, 'x'.repeat(5000), 'en');
    for (const page of [...(await letterPages(letter)), ...(await briefPages('en', who))]) {
      expect(page.replace(/ /g, '')).toContain('DEMONSTRATION');
    }
    expect((await letterPages(letter))[0]).toMatch(/^Australia /);
  });

  test('of a rehearsal says on each sheet that it is practice, and not a demonstration', async () => {
    const who = { ...WHO, demonstration: PRACTICE } as const;
    const letter = toLetter(who, { authority: '', address: '', attention: '' }, 'x'.repeat(5000), 'fr');
    for (const page of [...(await letterPages(letter)), ...(await briefPages('fr', who))]) {
      expect(page.replace(/ /g, '')).toContain('EXERCICE');
      expect(page).not.toMatch(/D.monstration/i);
    }
  });

  test('says nothing of years and days where nothing was exchanged', async () => {
    const none = { years: [], days: [] };
    const [brief = ''] = await briefPages('en', WHO, none);
    expect(brief).not.toContain('Authorizations exchanged between our two authorities');
    expect(brief).toContain('How to request an account');
    expect(letterText(null, WHO, 'en')).not.toContain('authorizations were exchanged');
  });

  test('is the same file of the same words', async () => {
    const [one, other] = [
      await invitationLetter(aLetter('ru'), loadFont),
      await invitationLetter(aLetter('ru'), loadFont)
    ];
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true);
    expect(one.filename).toBe('i2es-invitation-CH-2026-11-27.pdf');
  });
});
