import { base } from '$app/paths';
import { readBadge, shortenBadge } from '#lib/domain/training/badge.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { wallIn } from '#lib/i18n/zone.ts';
import type { AttendanceSheet } from '#lib/pdf/certificate.ts';
import type { Print } from '#lib/pdf/print-request.ts';
import { placeWords, timeWords } from './session-words.ts';

/** A sheet for each certificate of one session, as the server signed them. */
export async function printCertificates(
  badges: readonly string[],
  session: Session,
  demonstration: boolean
): Promise<Print> {
  const { attendanceCertificates } = await import('#lib/pdf/certificate.ts');
  return attendanceCertificates({
    sheets: badges.flatMap((badge) => toSheet(badge) ?? []),
    locale: readLocale(),
    time: timeWords(session).there,
    place: placeWords(session),
    day: wallIn(session.startsAt, session.zone).date,
    demonstration
  });
}

function toSheet(badge: string): AttendanceSheet | null {
  const facts = readBadge(badge)?.facts;
  const address = `${location.origin}${base}/training/certificate#${shortenBadge(badge)}`;
  return facts?.word === 'attendance' ? { facts, address } : null;
}
