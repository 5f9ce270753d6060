/**
 * That somebody was in a session, by its trainers' list: one sheet in the reader's language. It bears no signature; it
 * says by which list and of which day it speaks.
 */
import type { AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { authorityName, formatDate } from '#lib/i18n/format.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { Faces } from './faces.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LetterSheet } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

export interface AttendanceFacts {
  readonly name: string;
  readonly authority: AuthorityCode;
  readonly title: string;
  /** When and where, as the calendar says it. */
  readonly time: string;
  readonly place: string;
  readonly trainer: string;
  readonly day: CalendarDate;
  readonly readOn: CalendarDate;
  readonly demonstration: boolean;
}

const MIDDLE = { size: 12 } as const;
const SMALL = { size: 9, grey: 70 } as const;

/** Rejects where the library or a font cannot be loaded. */
export async function attendanceCertificate(
  facts: AttendanceFacts,
  locale: Locale,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const lines = linesOf(facts, locale);
  const faces = await Faces.embedFor(doc, lines.map(([text]) => text).join(), loadFont);
  const sheet = new LetterSheet({ doc, faces, direction: localeDirection(locale), scale: 1 });
  for (const [text, style, gap] of lines) {
    sheet.write(text, style);
    sheet.gap(gap);
  }
  doc.setProperties({ title: `I2ES: ${facts.title}`, creator: 'I2ES' });
  return {
    bytes: new Uint8Array(doc.output('arraybuffer')),
    filename: `i2es-attendance-${facts.day}.pdf`
  };
}

type Style = Parameters<LetterSheet['write']>[1];

function linesOf(facts: AttendanceFacts, locale: Locale): readonly (readonly [string, Style, number])[] {
  const in_ = { locale };
  const { name, authority, title, time, place, trainer, readOn, demonstration } = facts;
  return [
    [`I2ES · ${m.app_long_name({}, in_)}`, SMALL, 24],
    [m.form_attendance_title({}, in_), { size: 26, bold: true }, 14],
    [name, { size: 20, bold: true }, 2],
    [authorityName(authority, locale), MIDDLE, 10],
    [m.form_attendance_text({}, in_), MIDDLE, 4],
    [title, { size: 16, bold: true }, 4],
    [time, MIDDLE, 1],
    [place, MIDDLE, 10],
    [m.form_attendance_list({ trainer, date: formatDate(readOn, locale) }, in_), SMALL, 4],
    ...(demonstration ? [[m.form_demonstration({}, in_), { size: 14, bold: true }, 0] as const] : [])
  ];
}
