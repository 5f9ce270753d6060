/** Webinars and regional sessions: the calendar for everyone, personal data after sign-in. */
import { parseChoice, isChosen, writeCalendar } from '#lib/domain/training/calendar-feed.ts';
import { withoutAnnouncement } from '#lib/domain/training/session.ts';
import { sessionReference } from '#lib/domain/shape/references.ts';
import type { SessionId } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';
import { instantOf, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { notFound, refusal } from '../bounds/refusal.ts';

const PUBLIC = { method: 'GET', who: 'anybody', limit: 'calendarsPerAddress' } as const;

export const TRAINING_ROUTES: readonly Route[] = [
  { ...PUBLIC, path: '/api/training/calendar', answer: tellCalendar },
  { ...PUBLIC, path: '/training/calendar.ics', type: 'text/calendar; charset=utf-8', answer: tellFeed },
  { method: 'GET', path: '/api/training/desk', who: 'signed-in', answer: tellDesk },
  {
    method: 'PUT',
    path: '/api/training/sessions/:id',
    who: 'signed-in',
    right: 'teach',
    body: 'bodyBytes',
    answer: changeSession
  },
  {
    method: 'POST',
    path: '/api/training/sessions/:id/announcement',
    who: 'signed-in',
    right: 'announce',
    body: 'bodyBytes',
    status: 204,
    answer: answerAnnouncement
  },
  {
    method: 'GET',
    path: '/api/training/sessions/:id/certificates',
    who: 'signed-in',
    answer: certifyAttendance
  },
  {
    method: 'POST',
    path: '/api/training/attendance',
    who: 'signed-in',
    right: 'teach',
    body: 'bulkBytes',
    answer: takeAttendance
  },
  {
    method: 'POST',
    path: '/api/training/evaluations',
    who: 'signed-in',
    body: 'bodyBytes',
    status: 204,
    answer: takeEvaluation
  }
];

async function tellCalendar(call: Call): Promise<object> {
  refuseQuery(call);
  return { sessions: await call.desk.trainings.publicSessions(), readAt: instantOf(call.desk) };
}

/** The same public calendar for every caller, since an address can be passed on. */
async function tellFeed({ desk, request }: Call): Promise<string> {
  const choice = parseChoice(request.query as Readonly<Record<string, unknown>>);
  if (choice === null) throw refusal(400, 'request.query.unknown');
  const sessions = (await desk.trainings.publicSessions()).filter((one) => isChosen(one, choice));
  const address = desk.publicHost === null ? null : `https://${desk.publicHost}/training/calendar?session=`;
  return writeCalendar(sessions, { name: 'I2ES', address });
}

async function tellDesk({ desk, session }: SessionCall): Promise<object> {
  return desk.trainings.view(session.person);
}

async function changeSession({ desk, request, session }: SessionCall): Promise<object> {
  const id = sessionOf(request);
  const { revision, plan, note, cancel, lessons, announce, ...stray } = bodyOf(request);
  const [key] = Object.keys(stray);
  if (key !== undefined) throw refusal(400, 'act.key.unknown', key.slice(0, 60));
  const asked = { revision, plan, note, cancel, lessons, announce };
  return { session: withoutAnnouncement(valueOf(await desk.trainings.change(id, asked, session.person))) };
}

async function answerAnnouncement({ desk, request }: SessionCall): Promise<void> {
  const id = sessionOf(request);
  const { as, ...stray } = bodyOf(request);
  const [key] = Object.keys(stray);
  if (key !== undefined) throw refusal(400, 'act.key.unknown', key.slice(0, 60));
  if (as !== 'taken-up' && as !== 'declined') throw refusal(400, 'request.body.malformed', 'as');
  valueOf(await desk.trainings.answerAnnouncement(id, as));
}

async function certifyAttendance({ desk, request, session }: SessionCall): Promise<object> {
  return { certificates: valueOf(await desk.trainings.certify(sessionOf(request), session.person)) };
}

function sessionOf(request: SessionCall['request']): SessionId {
  const { id } = request.params as { readonly id: string };
  const problems: Problem[] = [];
  sessionReference(id, problems);
  if (problems.length > 0) throw notFound();
  return id as SessionId;
}

async function takeAttendance({ desk, request, session }: SessionCall): Promise<object> {
  return valueOf(await desk.trainings.takeMarks(session.person, bodyOf(request)['marks']));
}

async function takeEvaluation({ desk, request, session }: SessionCall): Promise<void> {
  valueOf(await desk.trainings.takeEvaluation(session.person, request.body));
}

function refuseQuery({ request }: Call): void {
  if (Object.keys(request.query as object).length > 0) throw refusal(400, 'request.query.unknown');
}
