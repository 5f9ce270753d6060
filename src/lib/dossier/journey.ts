import type { Act } from '#lib/domain/act/body.ts';
import { isPaper } from '#lib/domain/act/stand-in.ts';
import type { Dossier, ExportStrand, Stop } from '#lib/domain/dossier/dossier.ts';
import type { CopyDue } from '#lib/domain/dossier/declarations.ts';
import { endorsementsDue, statusOn, exportStatusOn, isUnused } from '#lib/domain/dossier/status-on.ts';
import { readStop } from '#lib/domain/dossier/stops.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { ActId, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { countryName, formatDate, formatDaysFrom } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { JourneyStep } from '#lib/ui/figure/JourneyFigure.svelte';

interface JourneyContext {
  readonly actOf: (id: ActId) => Act | null;
  readonly today: CalendarDate;
  /** The partner, if it is not on I2ES: its steps are papers to record. */
  readonly off?: CountryCode | null;
  readonly owed?: CopyDue | null;
}

type Step = Omit<JourneyStep, 'state'> & { readonly isDone: boolean };

export function dossierToJourney(
  dossier: Dossier,
  strand: ExportStrand | null,
  context: JourneyContext
): readonly JourneyStep[] {
  const { off } = context;
  const ends = [receivedStep(dossier, strand), endorsedStep(dossier, strand, context)];
  const shipped = shippedStep(dossier, strand, context.today);
  const steps = strand?.declaration
    ? [declaredStep(dossier, strand), shipped, copyStep(dossier, strand, context), ...ends]
    : [importStep(dossier), exportStep(dossier, strand), shipped, ...ends];
  const stop = stoppedAt(dossier, strand, context.today);
  const first = steps.findIndex((step) => !step.isDone);
  // Nobody owes what follows the copy of a declaration.
  const next = strand?.declaration && first > 2 ? -1 : first;
  return steps.map(({ isDone, ...step }, index) => {
    if (stop && index === stop.index) return { ...step, state: 'stopped', note: stop.note, noteTone: 'bad' };
    const dueNote = index === next && !stop ? dueOf(index, dossier, strand, context.today) : {};
    const state = isDone ? 'done' : index === next && !stop ? 'current' : 'waiting';
    return { ...step, ...dueNote, state, isOnPaper: !!off && step.who === countryName(off) };
  });
}

function importStep(dossier: Dossier): Step {
  const who = countryName(dossier.importingCountry);
  const held = dossier.importAuthorization;
  return {
    name: m.dossier_step_import(),
    who,
    isDone: held !== null,
    date: formatDate(dossier.issuedOn),
    ...(held ? paperNote(held) : { note: m.dossier_import_missing(), noteTone: 'warn' as const })
  };
}

function exportStep(dossier: Dossier, strand: ExportStrand | null): Step {
  const who = countryName(dossier.exportingCountry);
  const issued = strand ? { date: formatDate(strand.issuedOn), ...paperNote(strand.act) } : {};
  return { name: m.dossier_step_export(), who, isDone: strand !== null, ...issued };
}

function declaredStep(dossier: Dossier, strand: ExportStrand): Step {
  return { ...exportStep(dossier, strand), name: m.register_kind_declaration() };
}

/** 1971 art. 12(2)(c). */
function copyStep(dossier: Dossier, strand: ExportStrand, { owed, today }: JourneyContext): Step {
  const sentOn = strand.declaration?.copySentOn;
  return {
    name: m.dossier_step_copy(),
    who: countryName(dossier.exportingCountry),
    isDone: !owed,
    ...(owed ? dueNote(owed, today) : {}),
    ...(sentOn ? { date: formatDate(sentOn) } : {})
  };
}

function paperNote(act: ActId): Pick<JourneyStep, 'note'> {
  return isPaper(act) ? { note: m.paper_mark() } : {};
}

function shippedStep(dossier: Dossier, strand: ExportStrand | null, today: CalendarDate): Step {
  const shippedOn = strand?.shippedOn ?? null;
  const isEnded = strand?.status === 'endorsed' || strand?.status === 'not-imported';
  const isPassed = isEnded || (strand !== null && isPaper(strand.act));
  return {
    name: m.dossier_step_shipped(),
    who: countryName(dossier.exportingCountry),
    // A declaration can state a later day of despatch.
    isDone: (shippedOn !== null && shippedOn <= today) || isPassed,
    ...(shippedOn ? { date: formatDate(shippedOn) } : {}),
    ...(!shippedOn && isPassed ? { note: unshippedNote(strand) } : {})
  };
}

/** A shipment that a paper export authorization came with is on the paper. */
function unshippedNote({ act }: ExportStrand): string {
  return isPaper(act) ? m.paper_mark() : m.dossier_shipment_unstated();
}

function receivedStep(dossier: Dossier, strand: ExportStrand | null): Step {
  const isReceived = strand?.status === 'endorsed' && strand.receivedOn !== null;
  return {
    name: m.dossier_step_received(),
    who: countryName(dossier.importingCountry),
    isDone: isReceived || strand?.status === 'not-imported',
    ...(isReceived && strand.receivedOn ? { date: formatDate(strand.receivedOn) } : {}),
    ...(strand?.status === 'not-imported' ? { note: m.dossier_not_imported() } : {})
  };
}

function endorsedStep(dossier: Dossier, strand: ExportStrand | null, { actOf, today }: JourneyContext): Step {
  const act = strand?.endorsement ? actOf(strand.endorsement) : null;
  return {
    name: m.dossier_step_endorsed(),
    who: act && !isPaper(act._id) ? act.body.by.name : countryName(dossier.importingCountry),
    isDone: act !== null,
    ...(act ? { date: formatDate(instantToDate(act.body.at)) } : endorseDue(dossier, strand, today)),
    ...(strand?.agreement === 'exceeds'
      ? { note: m.register_status_exceeds(), noteTone: 'bad' as const }
      : {})
  };
}

/** Due date of the endorsement by the rule and words of Today; none before shipment. */
function endorseDue(
  dossier: Dossier,
  strand: ExportStrand | null,
  today: CalendarDate
): Pick<JourneyStep, 'note' | 'noteTone'> {
  const waiting = endorsementsDue(dossier, today).find((one) => one.act === strand?.act);
  return waiting ? dueNote(waiting, today) : {};
}

function dueNote(waiting: CopyDue, today: CalendarDate): Pick<JourneyStep, 'note' | 'noteTone'> {
  const words = { date: formatDate(waiting.due), days: formatDaysFrom(waiting.due, today) };
  return waiting.overdue
    ? { note: `${m.today_overdue()} · ${m.today_due_late(words)}`, noteTone: 'bad' }
    : { note: m.today_due(words), noteTone: 'info' };
}

interface Halt {
  readonly index: number;
  readonly note: string;
}

const STOPS: Readonly<Record<Stop['why'], () => string>> = {
  suspended: m.register_status_suspended,
  objected: m.register_status_objected,
  'import-cancelled': m.dossier_cancelled
};

function stoppedAt(dossier: Dossier, strand: ExportStrand | null, today: CalendarDate): Halt | null {
  if (dossier.status === 'cancelled') return { index: 0, note: m.dossier_cancelled() };
  if (strand?.status === 'cancelled') return { index: 1, note: m.dossier_cancelled() };
  const opening = dossier.importAuthorization;
  const upon = strand ? strand.act : opening;
  const stop = upon && (!strand || strand.status === 'issued') ? readStop(dossier, upon, opening) : null;
  if (stop) return { index: strand ? 2 : 1, note: STOPS[stop.why]() };
  if (!strand && statusOn(dossier, today) === 'expired')
    return { index: 1, note: m.dossier_expired_unused() };
  return null;
}

function dueOf(
  index: number,
  dossier: Dossier,
  strand: ExportStrand | null,
  today: CalendarDate
): Pick<JourneyStep, 'note' | 'noteTone'> {
  if (strand?.declaration) return {};
  const until = index === 1 ? dossier.validUntil : index === 2 ? (strand?.validUntil ?? null) : null;
  if (!until) return {};
  return until < today
    ? { note: m.dossier_period_over({ when: formatDaysFrom(until, today) }), noteTone: 'warn' }
    : { note: m.dossier_period_ends({ when: formatDaysFrom(until, today) }), noteTone: 'info' };
}

interface Deadline {
  readonly kind: 'validity' | 'endorsement' | 'copy';
  readonly number: string;
  readonly day: CalendarDate;
  /** Only an endorsement can be late: an expired validity has no deadline. */
  readonly isOver: boolean;
}

export function deadlinesOf(
  dossier: Dossier,
  today: CalendarDate,
  owed: CopyDue | null = null
): readonly Deadline[] {
  const deadlines: Deadline[] = [];
  const { validUntil, number } = dossier;
  if (validUntil !== null && validUntil >= today && isUnused(dossier))
    deadlines.push({ kind: 'validity', number, day: validUntil, isOver: false });
  for (const strand of dossier.exports) {
    const status = exportStatusOn(dossier, strand, today);
    if (status === 'issued' || status === 'objected')
      deadlines.push({ kind: 'validity', number: strand.number, day: strand.validUntil, isOver: false });
  }
  if (owed) deadlines.push({ kind: 'copy', number, day: owed.due, isOver: owed.overdue });
  for (const { act, due, overdue } of endorsementsDue(dossier, today)) {
    const of = dossier.exports.find((one) => one.act === act);
    if (of) deadlines.push({ kind: 'endorsement', number: of.number, day: due, isOver: overdue });
  }
  return deadlines.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
