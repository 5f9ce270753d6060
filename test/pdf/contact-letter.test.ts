import { describe, expect, it } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { LETTER_LANGUAGES } from '#lib/domain/registration/request.ts';
import { contactLetter, type ContactLetter } from '#lib/pdf/board-letter.ts';
import { hasPdfToText, loadFont, readPages } from './forms.ts';

function aLetter(over: Partial<ContactLetter> = {}): ContactLetter {
  return {
    country: 'KE' as CountryCode,
    authority: 'Pharmacy and Poisons Board',
    address: 'Lenana Road\nNairobi',
    language: 'en',
    name: 'Joyce Mutua',
    lastActive: '2026-03-02' as CalendarDate,
    writtenOn: '2026-11-27' as CalendarDate,
    demonstration: false,
    ...over
  };
}

describe.skipIf(!hasPdfToText)('INCB’s letter to an authority that has been quiet', () => {
  it('says since when, to whom it is, and that it is free of charge to be helped', async () => {
    const [page = ''] = readPages((await contactLetter(aLetter(), loadFont)).bytes);
    for (const words of [
      'International Narcotics Control Board',
      'Pharmacy and Poisons Board Lenana Road Nairobi Kenya',
      'For the attention of: Joyce Mutua',
      'is dated 2 Mar 2026',
      'free of charge',
      '27 Nov 2026'
    ])
      expect(page).toContain(words);
    const [never = ''] = readPages((await contactLetter(aLetter({ lastActive: null }), loadFont)).bytes);
    expect(never).toContain('has not issued or answered any authorization in I2ES');
  });

  it('is to be had for an authority of which INCB has no request: it is named as what it is', async () => {
    const unnamed = aLetter({ country: 'AU' as CountryCode, authority: '', address: '', name: null });
    const [page = ''] = readPages((await contactLetter(unnamed, loadFont)).bytes);
    expect(page).toContain('Competent national authority Australia');
  });

  it.each(LETTER_LANGUAGES)('is one sheet in %s, with the name in whatever script', async (language) => {
    const pages = readPages((await contactLetter(aLetter({ language, name: '李晓燕' }), loadFont)).bytes);
    expect(pages).toHaveLength(1);
    for (const words of ['李晓燕', 'Pharmacy and Poisons Board', 'I2ES']) expect(pages[0]).toContain(words);
    expect(pages[0]).not.toContain('\ufffd');
  });

  it('is the same file of the same words', async () => {
    const [one, other] = [await contactLetter(aLetter(), loadFont), await contactLetter(aLetter(), loadFont)];
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true);
    expect(one.filename).toBe('incb-contact-KE-2026-11-27.pdf');
  });
});
