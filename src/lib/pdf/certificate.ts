/** Certificates of training: one sheet in the reader's language, with a code to a page that verifies it. */
import type { AttendanceFacts } from '#lib/domain/training/attendance-badge.ts';
import type { PathFacts } from '#lib/domain/training/badge.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { authorityName, formatDate, isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { when } from './letter-print.ts';
import type { Block } from './letter-sheet.ts';
import type { Print } from './print-request.ts';
import { printSheets, WHOLE } from './print-sheets.ts';

const MIDDLE = { size: 12 } as const;
const SMALL = { size: 9, grey: 70 } as const;
const NAME = { size: 20, bold: true } as const;

export interface AttendanceSheet {
  readonly facts: AttendanceFacts;
  readonly address: string;
}

interface AttendanceContent {
  readonly sheets: readonly AttendanceSheet[];
  readonly locale: Locale;
  readonly time: string;
  readonly place: string;
  readonly day: CalendarDate;
  readonly demonstration: boolean;
}

/**
 * Attendance by the trainers' list, signed by the server: a sheet per person. Rejects if the library or a font fails to
 * load.
 */
export function attendanceCertificates(
  content: AttendanceContent,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { sheets, locale, day } = content;
  const filename = `i2es-attendance-${day}.pdf`;
  const layout = (copy: AttendanceContent) => copy.sheets.map((sheet) => attendanceBlocks(sheet, copy));
  const properties = () => ({ title: `I2ES: ${sheets[0]?.facts.title ?? ''}` });
  return printSheets({ locale, filename, content, layout, attempts: WHOLE, properties }, loadFont);
}

function attendanceBlocks(
  { facts: { name, authority, title, trainer, organizer, days, isGuest }, address }: AttendanceSheet,
  { locale, time, place, demonstration }: AttendanceContent
): readonly Block[] {
  const in_ = { locale };
  return [
    ['text', `I2ES · ${m.app_long_name({}, in_)}`, SMALL],
    ['gap', 18],
    ['text', m.form_attendance_title({}, in_), { size: 26, bold: true }],
    ['gap', 12],
    ['text', isolate(name), NAME],
    ['gap', 2],
    ...when(authority !== null, ['text', authority ? authorityName(authority, locale) : '', MIDDLE]),
    ...when(isGuest === true, ['gap', 1], ['text', m.form_attendance_guest({}, in_), MIDDLE]),
    ['gap', 8],
    ['text', m.form_attendance_text({}, in_), MIDDLE],
    ['gap', 4],
    ['text', isolate(title), { size: 16, bold: true }],
    ['gap', 4],
    ['text', time, MIDDLE],
    ['gap', 1],
    ...when(
      days !== undefined,
      [
        'text',
        days ? m.form_attendance_days({ count: String(days.attended), all: String(days.of) }, in_) : '',
        MIDDLE
      ],
      ['gap', 1]
    ),
    ['text', isolate(place), MIDDLE],
    ...when(
      organizer !== undefined,
      ['gap', 1],
      ['text', m.form_attendance_organizer({ organizer: isolate(organizer ?? '') }, in_), MIDDLE]
    ),
    ['gap', 8],
    ['text', m.form_attendance_list({ trainer }, in_), SMALL],
    ['gap', 4],
    ...when(demonstration, ['text', m.form_demonstration({}, in_), { size: 14, bold: true }]),
    ['square-code', address],
    ['text', m.form_training_verify({}, in_), SMALL]
  ];
}

interface TrainingContent {
  readonly facts: PathFacts;
  readonly locale: Locale;
  readonly path: string;
  /** Content of the code: verification page with the badge after `#`. */
  readonly address: string;
}

export function trainingCertificate(
  content: TrainingContent,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { locale, facts } = content;
  const filename = `i2es-training-${facts.path}-${facts.finishedOn}.pdf`;
  const properties = () => ({ title: `I2ES: ${facts.path}` });
  const layout = (copy: TrainingContent) => [trainingBlocks(copy)];
  return printSheets({ locale, filename, content, layout, attempts: WHOLE, properties }, loadFont);
}

function trainingBlocks({ facts, path, locale, address }: TrainingContent): readonly Block[] {
  const in_ = { locale };
  const { name, authority, finishedOn, word } = facts;
  const issuer = word === 'account' ? m.form_training_server : m.training_verify_self;
  return [
    ['text', `I2ES · ${m.app_long_name({}, in_)}`, SMALL],
    ['gap', 2],
    ['rule', 0.5],
    ['gap', 22],
    ['text', m.form_training_title({}, in_), { size: 26, bold: true }],
    ['gap', 14],
    ['text', isolate(name), NAME],
    ...when(Boolean(authority), ['text', authority ? authorityName(authority, locale) : '', MIDDLE]),
    ['gap', 6],
    ['text', m.form_training_text({}, in_), MIDDLE],
    ['gap', 3],
    ['text', path, { size: 15, bold: true }],
    ['gap', 3],
    ['text', formatDate(finishedOn, locale), MIDDLE],
    ['gap', 8],
    ['text', issuer({}, in_), { size: 10 }],
    ['square-code', address],
    ['text', m.form_training_verify({}, in_), SMALL]
  ];
}
