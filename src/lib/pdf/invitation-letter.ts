/**
 * Letter of an authority to one outside I2ES: in the reader's language, with the officer's text, for a handwritten
 * signature. The letterhead is the authority's, not INCB's.
 */
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LETTER_HEAD, LETTER_TEXT, printLetter, type Addressee, type LetterHead } from './letter-print.ts';
import type { LetterSheet } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

export interface InvitationLetter extends Addressee {
  readonly head: LetterHead;
  readonly subject: string;
  /** "For the attention of" in the letter's language; null without a name. */
  readonly attention: string | null;
  /** Paragraphs, one per line. */
  readonly text: string;
  readonly writtenOn: CalendarDate;
  readonly demonstration: Invented;
}

/** Rejects if the library or a font fails to load. */
export async function invitationLetter(
  content: InvitationLetter,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { country, writtenOn, demonstration } = content;
  const kind = {
    content,
    head: (one: InvitationLetter) => one.head,
    turns: true,
    addressee: (one: InvitationLetter) => one,
    words: ({ subject, attention, text }: InvitationLetter) => [subject, attention ?? '', text].join(),
    title: ({ subject }: InvitationLetter) => subject,
    reference: country,
    referenceLine: () => null,
    draw: drawLetter,
    writtenOn,
    demonstration
  };
  return {
    bytes: await printLetter(kind, loadFont),
    filename: `i2es-invitation-${country}-${writtenOn}.pdf`
  };
}

function drawLetter(sheet: LetterSheet, { subject, attention, text }: InvitationLetter): void {
  if (attention !== null) {
    sheet.write(attention, LETTER_TEXT);
    sheet.gap(4);
  }
  sheet.write(subject, LETTER_HEAD);
  for (const paragraph of text.split('\n')) {
    sheet.gap(3);
    sheet.write(paragraph, LETTER_TEXT);
  }
}
