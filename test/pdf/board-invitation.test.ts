import { describe, expect, it } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { LETTER_LANGUAGES } from '#lib/domain/registration/request.ts';
import { boardInvitation, type BoardInvitation } from '#lib/pdf/board-letter.ts';
import { hasPdfToText, loadFont, readPages } from './forms.ts';

function anInvitation(over: Partial<BoardInvitation> = {}): BoardInvitation {
  return {
    country: 'TD' as CountryCode,
    language: 'en',
    registerAt: 'i2es.example/register',
    writtenOn: '2026-11-28' as CalendarDate,
    demonstration: false,
    ...over
  };
}

describe.skipIf(!hasPdfToText)('the Board’s letter to a country that is not on the system', () => {
  it('says what it is, and where an account is asked for, under the Board’s head', async () => {
    const [page = ''] = readPages((await boardInvitation(anInvitation(), loadFont)).bytes);
    for (const words of [
      'International Narcotics Control Board',
      'Competent national authority Chad',
      'Invitation to the International Import and Export Authorization System',
      'works offline',
      'i2es.example/register',
      'a letter with a code',
      '28 Nov 2026'
    ])
      expect(page).toContain(words);
  });

  it('speaks as the Board, not as an authority that trades with the country', async () => {
    const [page = ''] = readPages((await boardInvitation(anInvitation(), loadFont)).bytes);
    expect(page).not.toMatch(/\b(our|us)\b|propose a trial/i);
  });

  it.each(LETTER_LANGUAGES)('is one sheet in %s, also where it is marked as invented', async (language) => {
    const { bytes } = await boardInvitation(anInvitation({ language, demonstration: true }), loadFont);
    const pages = readPages(bytes);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain('i2es.example/register');
    expect(pages[0]).not.toContain('\ufffd');
  });

  it('is the same file of the same words', async () => {
    const [one, other] = [
      await boardInvitation(anInvitation(), loadFont),
      await boardInvitation(anInvitation(), loadFont)
    ];
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true);
    expect(one.filename).toBe('incb-invitation-TD-2026-11-28.pdf');
  });
});
