import { expect, test } from 'vitest';
import type { CalendarDate, Instant, SessionId } from '#lib/domain/ids.ts';
import { attendanceCertificates } from '#lib/pdf/certificate.ts';
import { hasPdfToText, loadFont, readPages } from './forms.ts';

const facts = {
  ...({ word: 'attendance', title: 'Endorsing what has arrived', trainer: 'Wanjiru Kamau' } as const),
  session: 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69' as SessionId,
  startsAt: '2026-12-10T07:30:00.000Z' as Instant,
  endsAt: '2026-12-10T14:00:00.000Z' as Instant,
  authority: 'KE'
} as const;
const address = 'https://i2es.example.org/training/certificate#attendance.AAAA.AAAA';
const content = {
  sheets: ['Achieng Otieno', 'Amélie Martin'].map((name) => ({ facts: { ...facts, name }, address })),
  ...{
    locale: 'en' as const,
    time: '10 Dec 2026, 10:30–17:00 (Nairobi)',
    place: 'Nairobi',
    demonstration: false
  },
  day: '2026-12-10' as CalendarDate
} as const;

test.skipIf(!hasPdfToText)(
  'certificates of everyone present are one file, each a sheet that says who signed it',
  async () => {
    const { bytes, filename } = await attendanceCertificates(content, loadFont);
    const pages = readPages(bytes);
    expect(filename).toBe('i2es-attendance-2026-12-10.pdf');
    expect(pages).toHaveLength(2);
    for (const [index, name] of ['Achieng Otieno', 'Amélie Martin'].entries())
      for (const words of [
        name,
        'Kenya',
        facts.title,
        'An I2ES server signed this certificate',
        facts.trainer
      ])
        expect(pages[index]).toContain(words);
    expect(pages.join()).not.toContain('no signature');
  }
);

test.skipIf(!hasPdfToText)(
  'an Arabic certificate keeps a title and a place in Latin letters in their order',
  async () => {
    const title = '3 ways to endorse';
    const sheets = content.sheets.map(({ facts: of }) => ({ facts: { ...of, title }, address }));
    const place = '12 Harbour Street';
    const { bytes } = await attendanceCertificates({ ...content, locale: 'ar', sheets, place }, loadFont);
    for (const words of [title, place]) expect(readPages(bytes)[0]).toContain(words);
  }
);
