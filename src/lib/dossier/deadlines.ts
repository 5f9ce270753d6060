/** Deadlines of a dossier: end of validity of documents in force, and awaited endorsements. */
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { endorsementsDue, exportStatusOn, isUnused } from '#lib/domain/dossier/status-on.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';

interface Deadline {
  readonly kind: 'validity' | 'endorsement';
  readonly number: string;
  readonly day: CalendarDate;
  /** Only an endorsement can be late: an expired validity has no deadline. */
  readonly isOver: boolean;
}

/** Next first. */
export function deadlinesOf(dossier: Dossier, today: CalendarDate): readonly Deadline[] {
  const deadlines: Deadline[] = [];
  const { validUntil, number } = dossier;
  if (validUntil !== null && validUntil >= today && isUnused(dossier))
    deadlines.push({ kind: 'validity', number, day: validUntil, isOver: false });
  for (const strand of dossier.exports) {
    const status = exportStatusOn(dossier, strand, today);
    if (status === 'issued' || status === 'objected')
      deadlines.push({ kind: 'validity', number: strand.number, day: strand.validUntil, isOver: false });
  }
  for (const { act, due, overdue } of endorsementsDue(dossier, today)) {
    const of = dossier.exports.find((one) => one.act === act);
    if (of) deadlines.push({ kind: 'endorsement', number: of.number, day: due, isOver: overdue });
  }
  return deadlines.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
