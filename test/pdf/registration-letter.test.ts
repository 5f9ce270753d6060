import { describe, expect, it } from 'vitest';
import { bytesToConfirmationCode, confirmationCodeText } from '#lib/domain/registration/confirmation-code.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { LETTER_LANGUAGES } from '#lib/domain/registration/request.ts';
import { registrationLetter, type RegistrationLetter } from '#lib/pdf/board-letter.ts';
import { hasPdfToText, loadFont, readPages, readPdf } from './forms.ts';
import { aRegistration } from '../samples/registration.ts';

const CODE = bytesToConfirmationCode(new Uint8Array([1, 2, 3, 40, 50, 60, 70, 80, 90, 100, 110, 120]));

function aLetter(over: Partial<Registration> = {}, demonstration = false): RegistrationLetter {
  return {
    registration: aRegistration({ status: 'letter', ...over }),
    code: CODE,
    validUntil: '2027-01-23T08:00:00.000Z' as Instant,
    writtenOn: '2026-11-24' as CalendarDate,
    address: 'i2es.example/register/confirm',
    demonstration
  };
}

const textOf = async (letter: RegistrationLetter): Promise<string> =>
  readPdf((await registrationLetter(letter, loadFont)).bytes);

describe.skipIf(!hasPdfToText)('INCB’s letter to an authority', () => {
  it('says who asked, what it means, how it is confirmed and until when, under its reference and date', async () => {
    const text = await textOf(aLetter());
    for (const words of [
      'International Narcotics Control Board',
      'Reference: BD-1',
      '24 Nov 2026',
      'Department of Narcotics Control 41 Segun Bagicha Road Dhaka 1000 Bangladesh',
      'On 20 Nov 2026 an administrator’s account was requested',
      'Nasrin Rahman',
      'Director, licensing',
      'nasrin.rahman@dnc.example',
      'i2es.example/register/confirm',
      confirmationCodeText(CODE),
      'until 23 Jan 2027',
      'If no one in your authority requested this account'
    ])
      expect(text).toContain(words);
    expect(text.replace(/ /g, '')).not.toContain('DEMONSTRATION');
  });

  it.each(LETTER_LANGUAGES)('is one sheet with the code and the person in %s', async (language) => {
    const { bytes } = await registrationLetter(aLetter({ language }), loadFont);
    const pages = readPages(bytes);
    expect(pages).toHaveLength(1);
    for (const words of [confirmationCodeText(CODE), 'Nasrin Rahman', 'BD-1', 'I2ES'])
      expect(pages[0]).toContain(words);
    expect(pages[0]).not.toContain('\ufffd');
  });

  it('bears the names in whatever script they are written, and each letter of them', async () => {
    const text = await textOf(aLetter({ name: '李晓燕', authority: 'Комитет Мәңгілік', function: 'مديرة' }));
    expect(text).toContain('李晓燕');
    expect(text).toContain('Комитет Мәңгілік');
    expect(text.normalize('NFKC')).toMatch(/مديرة|ةريدم/);
  });

  it('says how many letters could not be printed', async () => {
    expect(await textOf(aLetter({ name: 'ნინო' }))).toContain('printed as \ufffd: 4');
  });

  it('stays on one sheet with the longest particulars that can be asked with', async () => {
    const long = (words: string, most: number): string => words.repeat(most).slice(0, most).trim();
    const { bytes } = await registrationLetter(
      aLetter({
        language: 'ru',
        authority: long('Комитет фармацевтического контроля ', 200),
        name: long('Айгуль Сәрсенбаева ', 120),
        function: long('Начальник управления ', 120),
        address: long('дом 8\n', 500),
        email: `${long('a', 60)}@${long('kmfk.', 180)}example`
      }),
      loadFont
    );
    const pages = readPages(bytes);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain('Имя, должность, подпись');
  });

  it('is marked where the installation is a demonstration', async () => {
    const text = await textOf(aLetter({}, true));
    expect(text.replace(/ /g, '')).toContain('DEMONSTRATION');
    expect(text).toContain('not a letter from the Board');
  });
});

describe('the file of the letter', () => {
  it('is the same, byte for byte, whenever it is written, and named by its reference', async () => {
    const [one, two] = [
      await registrationLetter(aLetter(), loadFont),
      await registrationLetter(aLetter(), loadFont)
    ];
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
    expect(one.filename).toBe('incb-letter-BD-1.pdf');
  });
});
