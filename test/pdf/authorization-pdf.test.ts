import { afterEach, describe, expect, it, vi } from 'vitest';
import { jsPDF } from 'jspdf';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import { embedFace } from '#lib/pdf/fonts.ts';
import { conventionTexts } from '#lib/pdf/title-words.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import en from '../../src/lib/i18n/messages/en.json' with { type: 'json' };
import fr from '../../src/lib/i18n/messages/fr.json' with { type: 'json' };
import { aLine, anEndorsement, anExportAuthorization, aShipment } from '../samples/acts.ts';
import { aFullExport, aFullImport, loadFont } from './forms.ts';

const ENGLISH = { locale: 'en', copy: 'original' } as const;

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('a form', () => {
  it('is the same, byte for byte, whenever and wherever it is printed', async () => {
    const act = aFullExport();
    const options = { ...ENGLISH, related: { shipment: aShipment(act), endorsement: anEndorsement(act) } };
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-10-06T09:00:00Z') });
    const one = await authorizationPdf(act, options, loadFont);
    vi.setSystemTime(new Date('2031-01-01T23:59:59Z'));
    vi.stubEnv('TZ', 'Pacific/Auckland');
    const two = await authorizationPdf(act, options, loadFont);
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
  });

  it('is named by kind, number, copy and language in letters that every file system takes', async () => {
    const plain = await authorizationPdf(aFullImport(), ENGLISH, loadFont);
    expect(plain.filename).toBe('import-authorization-AU-I-2026-000101-98-original-en.pdf');
    const odd = await authorizationPdf(
      aFullImport({ number: '../Ä 7/26: x' }),
      { ...ENGLISH, copy: 'duplicate' },
      loadFont
    );
    expect(odd.filename).toBe('import-authorization-A-7-26-x-duplicate-en.pdf');
  });

  it('is small enough to send over a bad line', async () => {
    const { bytes } = await authorizationPdf(aFullExport(), ENGLISH, loadFont);
    expect(bytes.length).toBeLessThan(60_000);
  });

  it('never bears a statement about another authorization', async () => {
    const other = anExportAuthorization(undefined, { over: { number: 'CH-E-2026-000099-01' } });
    const related = { shipment: aShipment(other) };
    await expect(authorizationPdf(aFullExport(), { ...ENGLISH, related }, loadFont)).rejects.toThrow(
      'is not about'
    );
  });

  it('is not printed at all where its letters cannot be had', async () => {
    const refuse = (): Promise<Uint8Array> => Promise.reject(new Error('offline'));
    await expect(authorizationPdf(aFullImport(), ENGLISH, refuse)).rejects.toThrow('offline');
  });
});

describe('the articles on the form', () => {
  const cited = (substance: string): string[] =>
    conventionTexts([aLine({ substance })], CURRENT_EDITION, 'en');

  it.each([
    ['morphine', 'Single Convention on Narcotic Drugs, 1961, article 31'],
    ['methylphenidate', 'Convention on Psychotropic Substances, 1971, article 12'],
    ['diazepam', 'Convention on Psychotropic Substances, 1971; ECOSOC resolutions 1985/15 and 1991/44'],
    ['nothing-listed', 'Issued under national law']
  ])('are, for %s: %s', (substance, words) => {
    expect(cited(substance)).toEqual([words]);
  });

  it('are those of both Conventions where the lines need both, the older first', () => {
    const lines = [aLine({ substance: 'methylphenidate' }), aLine(), aLine()];
    expect(conventionTexts(lines, CURRENT_EDITION, 'fr')).toEqual([
      'Convention unique sur les stupéfiants de 1961, article 31',
      'Convention de 1971 sur les substances psychotropes, article 12'
    ]);
  });
});

describe('the font of the forms', () => {
  it('has every letter of the form in English and French', async () => {
    const isInFont = await embedFace(new jsPDF(), 'NotoSans', loadFont);
    for (const messages of [en, fr]) {
      const words = Object.entries(messages).filter(([key]) => key.startsWith('form_'));
      expect(words.length).toBeGreaterThan(100);
      const lacking = words.filter(([, text]) =>
        [...String(text)].some((letter) => !isInFont(letter.codePointAt(0) ?? 0))
      );
      expect(lacking).toEqual([]);
    }
    expect(isInFont(0xfffd)).toBe(true);
    expect(isInFont(0x0634)).toBe(false);
  });
});
