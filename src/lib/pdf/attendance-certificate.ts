/**
 * Certificates of attendance from the trainers' list, signed by the server: one sheet per person in the reader's
 * language, with a code to a page that verifies it.
 */
import type { jsPDF } from 'jspdf';
import type { AttendanceFacts } from '#lib/domain/training/attendance-badge.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { authorityName } from '#lib/i18n/format.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { CODE, drawCode } from './certificate-code.ts';
import { Faces } from './faces.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LetterSheet } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

export interface AttendanceSheet {
  readonly facts: AttendanceFacts;
  /** Verification page with the certificate after `#`. */
  readonly address: string;
}

interface AttendanceContent {
  readonly sheets: readonly AttendanceSheet[];
  readonly locale: Locale;
  readonly time: string;
  readonly place: string;
  /** The session's day, in its own zone. */
  readonly day: CalendarDate;
  readonly demonstration: boolean;
}

const MIDDLE = { size: 12 } as const;
const SMALL = { size: 9, grey: 70 } as const;

/** Rejects if the library or a font fails to load. */
export async function attendanceCertificates(
  content: AttendanceContent,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { sheets, locale, day } = content;
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const words = sheets.flatMap(({ facts }) => linesOf(facts, content).map(([text]) => text));
  const faces = await Faces.embedFor(
    doc,
    [...words, m.form_training_verify({}, { locale })].join(),
    loadFont
  );
  for (const [index, sheet] of sheets.entries()) {
    if (index > 0) doc.addPage();
    drawSheet(doc, faces, sheet, content);
  }
  doc.setProperties({ title: `I2ES: ${sheets[0]?.facts.title ?? ''}`, creator: 'I2ES' });
  return { bytes: new Uint8Array(doc.output('arraybuffer')), filename: `i2es-attendance-${day}.pdf` };
}

function drawSheet(
  doc: jsPDF,
  faces: Faces,
  { facts, address }: AttendanceSheet,
  content: AttendanceContent
): void {
  const { locale } = content;
  const sheet = new LetterSheet({ doc, faces, direction: localeDirection(locale), scale: 1 });
  for (const [text, style, gap] of linesOf(facts, content)) {
    sheet.write(text, style);
    sheet.gap(gap);
  }
  drawCode(doc, address);
  sheet.y = CODE.y + CODE.size + 4;
  sheet.write(m.form_training_verify({}, { locale }), SMALL);
}

type Style = Parameters<LetterSheet['write']>[1];

function linesOf(
  { name, authority, title, trainer }: AttendanceFacts,
  { locale, time, place, demonstration }: AttendanceContent
): readonly (readonly [string, Style, number])[] {
  const in_ = { locale };
  return [
    [`I2ES · ${m.app_long_name({}, in_)}`, SMALL, 18],
    [m.form_attendance_title({}, in_), { size: 26, bold: true }, 12],
    [name, { size: 20, bold: true }, 2],
    ...(authority === null ? [] : [[authorityName(authority, locale), MIDDLE, 8] as const]),
    [m.form_attendance_text({}, in_), MIDDLE, 4],
    [title, { size: 16, bold: true }, 4],
    [time, MIDDLE, 1],
    [place, MIDDLE, 8],
    [m.form_attendance_list({ trainer }, in_), SMALL, 4],
    ...(demonstration ? [[m.form_demonstration({}, in_), { size: 14, bold: true }, 0] as const] : [])
  ];
}
