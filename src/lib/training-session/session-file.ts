import type { Session } from '#lib/domain/training/session.ts';
import { writeCalendar } from '#lib/domain/training/calendar-feed.ts';
import { saveFile } from '#lib/ui/file/hand-over.ts';

export function saveSessionFile(session: Session, address: string): void {
  const text = writeCalendar([session], { name: session.title, address, reminds: true });
  const name = `i2es-${session.startsAt.slice(0, 10)}.ics`;
  saveFile(new Blob([text], { type: 'text/calendar;charset=utf-8' }), name);
}
