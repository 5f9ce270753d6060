/**
 * Training: the calendar and public lessons for everyone, personal data after sign-in. Files are sent as pieces of bytes
 * that no browser displays; the page joins them.
 */
import type { Person } from '#couch/accounts/person.ts';
import type { OwnLessonId, SessionId } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { sessionReference } from '#lib/domain/shape/references.ts';
import { isChosen, parseChoice, writeCalendar } from '#lib/domain/training/calendar-feed.ts';
import { pathNamed } from '#lib/domain/training/lesson-path.ts';
import { parseLessonProgress } from '#lib/domain/training/lesson-progress.ts';
import { lessonReference } from '#lib/domain/training/lesson-reference.ts';
import { withoutAnnouncement } from '#lib/domain/training/session.ts';
import { notFound, refusal } from '../bounds/refusal.ts';
import { anybody, instantOf, signedIn, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { BYTES, pieceOf, sendPiece } from './file-routes.ts';
import { bodyOf, fieldsOf, paramOf, refuseQuery, valueOf } from '../calls/value-of.ts';

const CALENDAR = { type: 'text/calendar; charset=utf-8' } as const;
const OFFICE = { right: 'office' } as const;
const TEACH = { right: 'teach' } as const;
const PLAN = { right: 'sessions' } as const;
const SESSION = '/api/training/sessions/:id';

export const TRAINING_ROUTES: readonly Route[] = [
  anybody('GET /api/training/calendar', 'calendarsPerAddress', tellCalendar),
  anybody('GET /training/calendar.ics', 'calendarsPerAddress', tellFeed, CALENDAR),
  signedIn('GET /api/training/desk', tellDesk, OFFICE),
  signedIn(`PUT ${SESSION}`, changeSession, PLAN),
  signedIn(`POST ${SESSION}/announcement`, answerAnnouncement, { right: 'announce', status: 204 }),
  signedIn(`GET ${SESSION}/certificates`, certifyAttendance, OFFICE),
  signedIn('POST /api/training/attendance', takeAttendance, { ...PLAN, body: 'bulkBytes' }),
  signedIn('POST /api/training/evaluations', takeEvaluation, { ...OFFICE, status: 204 }),
  // A slow mail server keeps no one else of INCB waiting.
  signedIn(`POST ${SESSION}/guests`, inviteGuests, {
    ...PLAN,
    rate: 'notificationsPerPerson',
    status: 201,
    outOfTurn: true
  }),
  signedIn(`POST ${SESSION}/guests/withdraw`, withdrawGuests, { ...PLAN, status: 204 }),
  // The secrets are in the body: an address would leave them in logs.
  anybody('POST /api/training/guests', 'guestsPerAddress', takeGuest, { status: 201 }),
  anybody('POST /api/training/guests/look', 'calendarsPerAddress', lookAsGuest),
  anybody('POST /api/training/guests/place', 'calendarsPerAddress', tellPlace),
  anybody('POST /api/training/guests/cancel', 'calendarsPerAddress', cancelPlace, { status: 204 }),
  anybody('POST /api/training/guests/certificate', 'calendarsPerAddress', certifyGuest)
];

async function tellCalendar({ desk, request }: Call): Promise<object> {
  refuseQuery(request);
  return { sessions: await desk.trainings.publicSessions(), readAt: instantOf(desk) };
}

/** The same public calendar for every caller, since an address can be passed on. */
async function tellFeed({ desk, request }: Call): Promise<string> {
  const choice = parseChoice(request.query as Readonly<Record<string, unknown>>);
  if (choice === null) throw refusal(400, 'request.query.unknown');
  const sessions = (await desk.trainings.publicSessions()).filter((one) => isChosen(one, choice));
  const address = desk.publicHost === null ? null : `https://${desk.publicHost}/training/calendar?session=`;
  return writeCalendar(sessions, { name: 'I2ES', address });
}

/** A person of an ended body is like one without a session of their own. */
async function personIn({ desk, session }: SessionCall): Promise<Person> {
  const { body: _body, ...person } = session.person;
  const body = await desk.regional.bodyOf(session.person);
  return body === null ? person : { ...person, body: body.id };
}

async function tellDesk(call: SessionCall): Promise<object> {
  return call.desk.trainings.view(await personIn(call));
}

async function changeSession({ desk, request, session }: SessionCall): Promise<object> {
  const organizer = await desk.regional.bodyOf(session.person);
  if (organizer === null && may(session.person, 'region')) throw refusal(403, 'regional.ended');
  const id = sessionOf(request);
  const { revision, plan, note, cancel, lessons, announce } = fieldsOf(
    request,
    ...(['revision', 'plan', 'note', 'cancel', 'lessons', 'announce'] as const)
  );
  const asked = { revision, plan, note, cancel, lessons, announce };
  const changed = valueOf(await desk.trainings.change(id, asked, session.person, organizer));
  return { session: withoutAnnouncement(changed) };
}

async function answerAnnouncement({ desk, request }: SessionCall): Promise<void> {
  const id = sessionOf(request);
  const { as } = fieldsOf(request, 'as');
  if (as !== 'taken-up' && as !== 'declined') throw refusal(400, 'request.body.malformed', 'as');
  valueOf(await desk.trainings.answerAnnouncement(id, as));
}

async function certifyAttendance(call: SessionCall): Promise<object> {
  const { desk, request } = call;
  return { certificates: valueOf(await desk.trainings.certify(sessionOf(request), await personIn(call))) };
}

async function inviteGuests(call: SessionCall): Promise<object> {
  const { desk, request } = call;
  const { seats, until, emails } = fieldsOf(request, 'seats', 'until', 'emails');
  const given = {
    seats,
    ...(until === undefined ? {} : { until }),
    ...(emails === undefined ? {} : { emails })
  };
  if (emails !== undefined && !desk.notifications.sendsMail)
    throw refusal(409, 'notifications.mail.notSet', 'emails');
  const invited = valueOf(await desk.guests.invite(sessionOf(request), given, await personIn(call)));
  const { secret, session, asked } = invited;
  const unsent = await desk.notifications.inviteGuests(session, secret, asked.emails ?? []);
  return { secret, unsent };
}

async function withdrawGuests(call: SessionCall): Promise<void> {
  const { link, removes } = fieldsOf(call.request, 'link', 'removes');
  const by = await personIn(call);
  valueOf(await call.desk.guests.withdraw(sessionOf(call.request), { link, removes }, by));
}

async function lookAsGuest({ desk, request }: Call): Promise<object> {
  const view = valueOf(await desk.guests.look(fieldsOf(request, 'link').link));
  return { ...view, takesEmail: desk.notifications.sendsMail };
}

async function takeGuest({ desk, request }: Call): Promise<object> {
  const names = ['link', 'name', 'organisation', 'country', 'email', 'language'] as const;
  const { link, email, ...given } = fieldsOf(request, ...names);
  if (email !== undefined && !desk.notifications.sendsMail)
    throw refusal(409, 'notifications.mail.notSet', 'email');
  return valueOf(await desk.guests.enrol(link, email === undefined ? given : { ...given, email }));
}

async function tellPlace({ desk, request }: Call): Promise<object> {
  return valueOf(await desk.guests.place(fieldsOf(request, 'place').place));
}

async function cancelPlace({ desk, request }: Call): Promise<void> {
  valueOf(await desk.guests.cancel(fieldsOf(request, 'place').place));
}

async function certifyGuest({ desk, request }: Call): Promise<object> {
  return valueOf(await desk.guests.certify(fieldsOf(request, 'place').place));
}

function sessionOf(request: Call['request']): SessionId {
  return referenceOf<SessionId>(request, sessionReference);
}

function referenceOf<Id extends string>(
  request: Call['request'],
  judge: (id: string, problems: Problem[]) => void
): Id {
  const id = paramOf(request, 'id');
  const problems: Problem[] = [];
  judge(id, problems);
  if (problems.length > 0) throw notFound();
  return id as Id;
}

async function takeAttendance(call: SessionCall): Promise<object> {
  return valueOf(await call.desk.trainings.takeMarks(await personIn(call), bodyOf(call.request)['marks']));
}

async function takeEvaluation({ desk, request, session }: SessionCall): Promise<void> {
  valueOf(await desk.trainings.takeEvaluation(session.person, request.body));
}

const [LESSONS, OWN_LESSONS] = ['/api/training/lessons', '/api/training/own-lessons'] as const;
const PIECE = '/:id/files/:hash/:piece';
const TEACH_MUCH = { right: 'teach', body: 'bulkBytes' } as const;

export const LESSON_ROUTES: readonly Route[] = [
  anybody(`GET ${LESSONS}`, 'requestsPerAddress', (call) => tellCards(call, null)),
  anybody(`GET ${LESSONS}/:id`, 'requestsPerAddress', (call) => tellLesson(call, null)),
  anybody(`GET ${LESSONS}${PIECE}`, 'requestsPerAddress', (call) => tellPiece(call, null), BYTES),
  signedIn(`GET ${OWN_LESSONS}`, (call) => tellCards(call, call.session.person), OFFICE),
  signedIn(`GET ${OWN_LESSONS}/:id`, (call) => tellLesson(call, call.session.person), OFFICE),
  signedIn(`GET ${OWN_LESSONS}${PIECE}`, (call) => tellPiece(call, call.session.person), {
    ...OFFICE,
    ...BYTES
  }),
  signedIn(`PUT ${OWN_LESSONS}/:id`, changeLesson, TEACH_MUCH),
  signedIn(`GET ${OWN_LESSONS}/:id/versions`, tellVersions, TEACH),
  signedIn(`GET ${OWN_LESSONS}/:id/reading`, tellReading, TEACH),
  signedIn(`POST ${OWN_LESSONS}/:id/reading`, countReading, { ...OFFICE, status: 204 }),
  signedIn(`POST ${OWN_LESSONS}/:id/approval`, approveLesson, { ...OFFICE, status: 204 }),
  signedIn(`PUT ${OWN_LESSONS}${PIECE}`, takePiece, { ...TEACH_MUCH, status: 204 })
];

async function tellCards({ desk }: Call, reader: Person | null): Promise<object> {
  return { lessons: await desk.lessons.cards(reader), readAt: instantOf(desk) };
}

async function tellLesson({ desk, request }: Call, reader: Person | null): Promise<object> {
  const lesson = await desk.lessons.find(lessonOf(request), reader);
  if (lesson === null) throw notFound();
  return { lesson };
}

async function tellPiece({ desk, request, reply }: Call, reader: Person | null): Promise<Uint8Array> {
  const { hash, piece } = pieceOf(request);
  return sendPiece(reply, await desk.lessons.readPiece(lessonOf(request), hash, piece, reader));
}

async function changeLesson({ desk, request, session }: SessionCall): Promise<object> {
  const id = lessonOf(request);
  const names = ['revision', 'lesson', 'publish', 'add', 'remove'] as const;
  const { revision, lesson, publish, add, remove } = fieldsOf(request, ...names);
  const asked = { revision, lesson, publish, add, remove };
  return { lesson: valueOf(await desk.lessons.change(id, asked, session.person)) };
}

async function tellVersions({ desk, request, session }: SessionCall): Promise<object> {
  const versions = await desk.lessons.versions(lessonOf(request), session.person);
  if (versions === null) throw notFound();
  return { versions };
}

async function tellReading({ desk, request, session }: SessionCall): Promise<object> {
  const reading = await desk.lessons.reading(lessonOf(request), session.person);
  if (reading === null) throw notFound();
  return { reading };
}

/** Counts without a name. */
async function countReading({ desk, request, session }: SessionCall): Promise<void> {
  const { answers } = fieldsOf(request, 'answers');
  valueOf(await desk.lessons.countReading(lessonOf(request), answers, session.person));
}

/** The rule judges the person, since trainers and announcers share no right. */
async function approveLesson({ desk, request, session }: SessionCall): Promise<void> {
  const { revision } = fieldsOf(request, 'revision');
  valueOf(await desk.lessons.approve(lessonOf(request), revision, session.person));
}

async function takePiece({ desk, request, session }: SessionCall): Promise<void> {
  const { hash, piece } = pieceOf(request);
  valueOf(await desk.lessons.takePiece(lessonOf(request), hash, piece, bodyOf(request), session.person));
}

function lessonOf(request: Call['request']): OwnLessonId {
  return referenceOf<OwnLessonId>(request, lessonReference);
}

/** A learner's progress and path certificates. The public can read the verifying key. */
export const LEARNING_ROUTES: readonly Route[] = [
  anybody('GET /api/training/key', 'requestsPerAddress', ({ desk }) => ({ keyId: desk.learning.keyId })),
  signedIn('GET /api/training/progress', ({ desk, session }) => desk.learning.read(session.person.id)),
  signedIn('PUT /api/training/progress', takeProgress),
  signedIn('POST /api/training/certificate', certify, { status: 201 })
];

/** Unknown lessons and days are left out, as from a browser of another version. */
function takeProgress({ desk, request, session }: SessionCall): Promise<object> {
  return desk.learning.join(session.person.id, parseLessonProgress(bodyOf(request)));
}

async function certify({ desk, request, session }: SessionCall): Promise<object> {
  const path = pathNamed(bodyOf(request)['path']);
  if (path === null) throw refusal(400, 'request.body.malformed', 'path');
  return { badge: valueOf(await desk.learning.certify(session.person, path)) };
}
