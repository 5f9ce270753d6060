/** How an authority's own forms look: its logo, its note, rows for further signatures, its layout. */
import { describe, expect, it } from 'vitest';
import { MAX_LOGO_LENGTH, parseFormChoices, toFormChoices } from '#lib/domain/authorization/form-choices.ts';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import { aFullImport, loadFont } from './forms.ts';
import { listen, openFile, type Spoken } from './listen.ts';

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const CHOICES = {
  language: null,
  second: null,
  layout: 'rows',
  signatures: ['Head of division', 'Director-General'],
  note: 'Not valid without the official seal.',
  logo: PIXEL
} as const;

async function hear(choices: typeof CHOICES): Promise<Spoken[]> {
  const { bytes } = await authorizationPdf(
    aFullImport(),
    { locale: 'en', copy: 'original', choices },
    loadFont
  );
  return (await listen(await openFile(bytes))).spoken;
}

describe('a form by the choices of its authority', () => {
  it('has the note below the articles, and a line for each further signature', async () => {
    const texts = (await hear(CHOICES)).map(({ text }) => text);
    expect(texts.indexOf(CHOICES.note)).toBeLessThan(texts.indexOf('ORIGINAL'));
    expect(texts).toEqual(expect.arrayContaining(['Head of division', 'Director-General']));
    expect(texts.filter((text) => text === 'Date and signature')).toHaveLength(3);
  });

  it('keeps the number of each box in every layout', async () => {
    const headings = (spoken: readonly Spoken[]): string[] =>
      spoken.filter(({ role }) => role === 'H2').map(({ text }) => text);
    const boxes = headings(await hear({ ...CHOICES, layout: 'boxes' as never }));
    expect(boxes).toContain('21 Official seal');
    expect(headings(await hear(CHOICES))).toEqual(boxes);
  });
});

describe('the choices', () => {
  it('are none where nothing or something unreadable is stored', () => {
    const none = { ...CHOICES, layout: 'boxes', signatures: [], note: '', logo: null };
    expect(toFormChoices(null)).toEqual(none);
    expect(toFormChoices({ ...CHOICES, logo: 'https://example.org/logo.png' })).toEqual(none);
    expect(toFormChoices({ _id: 'setting:form', schema: 1, ...CHOICES })).toEqual(CHOICES);
  });

  it.each([
    ['four signatures', { signatures: ['a', 'b', 'c', 'd'] }, 'act.list.length'],
    ['a logo that is too large', { logo: PIXEL + 'A'.repeat(MAX_LOGO_LENGTH) }, 'form.logo.tooLarge'],
    ['a logo with a script', { logo: 'data:image/svg+xml;base64,AAAA' }, 'form.logo.tooLarge']
  ])('refuse %s', (_, over, code) => {
    const parsed = parseFormChoices({ ...CHOICES, ...over });
    expect(parsed.ok ? [] : parsed.problems.map((found) => found.code)).toEqual([code]);
  });
});
