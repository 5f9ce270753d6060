/**
 * Own calendar of deadlines, daily e-mail and notifications. Calendar and mail programs have no session: a secret
 * address is their only key.
 */
import type { AuditVerb } from '#couch/accounts/audit.ts';
import { notFound, refusal } from '../bounds/refusal.ts';
import { takesElsewhere } from '../calls/access.ts';
import { anybody, signedIn, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { fieldsOf, paramOf, refuseQuery, valueOf } from '../calls/value-of.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

const OVERVIEW = { right: 'overview' } as const;
const OWN = { right: 'trade', rate: 'notificationsPerPerson' } as const;

export const NOTIFICATION_ROUTES: readonly Route[] = [
  signedIn('GET /api/notifications', ({ desk, session }) => desk.notifications.tell(session.person), {
    right: 'trade'
  }),
  signedIn('POST /api/notifications/calendar', makeCalendar, { ...OWN, status: 201 }),
  signedIn('DELETE /api/notifications/calendar', deleteCalendar, { ...OWN, status: 204 }),
  signedIn('PUT /api/notifications/digest', setDigest, { ...OWN, status: 204 }),
  signedIn(
    'DELETE /api/notifications/digest',
    ({ desk, session }) => desk.notifications.stopDigest(session.person),
    {
      ...OWN,
      status: 204
    }
  ),
  signedIn('PUT /api/notifications/sessions', startSessionMail, { ...OWN, status: 204 }),
  signedIn(
    'DELETE /api/notifications/sessions',
    ({ desk, session }) => desk.notifications.stopSessionMail(session.person),
    { ...OWN, status: 204 }
  ),
  signedIn(
    'GET /api/report-mail',
    ({ desk, session }) => desk.notifications.tellReport(session.person),
    OVERVIEW
  ),
  signedIn('PUT /api/report-mail', startReport, { ...OVERVIEW, rate: 'notificationsPerPerson', status: 204 }),
  signedIn('DELETE /api/report-mail', ({ desk, session }) => desk.notifications.stopReport(session.person), {
    ...OVERVIEW,
    rate: 'notificationsPerPerson',
    status: 204
  }),
  signedIn('PUT /api/notifications/browsers', setBrowser, { ...OWN, status: 204 }),
  signedIn('DELETE /api/notifications/browsers/:browser', removeBrowser, { ...OWN, status: 204 }),
  anybody('GET /api/unsubscribe/:token', 'calendarsPerAddress', showUnsubscribe, { status: 303 }),
  anybody(
    'POST /api/unsubscribe/:token',
    'calendarsPerAddress',
    ({ desk, request }) => desk.notifications.stopDigestBy(paramOf(request, 'token')),
    { status: 204, takesForm: true }
  ),
  anybody('GET /api/calendars/:secret/deadlines.ics', 'calendarsPerAddress', tellDeadlines, {
    type: 'text/calendar; charset=utf-8',
    // Reading a large country takes seconds: sign-ins from the same address must not wait for it.
    outOfTurn: true
  })
];

async function makeCalendar(call: SessionCall): Promise<object> {
  await refuseElsewhere(call);
  const { language } = fieldsOf(call.request, 'language');
  const { person } = call.session;
  const noted = (): Promise<void> => note(call, 'calendar.made');
  const { secret } = valueOf(await call.desk.notifications.makeCalendar(person, language, noted));
  return { path: `/api/calendars/${secret}/deadlines.ics` };
}

async function deleteCalendar(call: SessionCall): Promise<void> {
  await note(call, 'calendar.deleted');
  await call.desk.notifications.revokeCalendar(call.session.person);
}

/** Counts of the country leave the app this way, so administrators see who uses it. */
function note({ desk, session }: SessionCall, what: AuditVerb): Promise<void> {
  const { authority, id } = session.person;
  return desk.audit.note({ authority, by: id, what, about: id });
}

async function setDigest(call: SessionCall): Promise<void> {
  await refuseElsewhere(call);
  const { hour, zone, language } = fieldsOf(call.request, 'hour', 'zone', 'language');
  valueOf(await call.desk.notifications.setDigest(call.session.person, { hour, zone, language }));
}

async function startSessionMail(call: SessionCall): Promise<void> {
  await refuseElsewhere(call);
  const { language } = fieldsOf(call.request, 'language');
  valueOf(await call.desk.notifications.startSessionMail(call.session.person, language));
}

async function startReport({ desk, session, request }: SessionCall): Promise<void> {
  const { language } = fieldsOf(request, 'language');
  valueOf(await desk.notifications.startReport(session.person, language));
}

async function setBrowser(call: SessionCall): Promise<void> {
  await refuseElsewhere(call);
  const { desk, session, request } = call;
  const asked = fieldsOf(request, 'endpoint', 'p256dh', 'auth', 'hour', 'zone', 'language');
  const { device } = await desk.accounts.sessions.beginningOf(session);
  const started = (): Promise<void> => note(call, 'push.started');
  valueOf(await desk.notifications.browsers.add(session.person.id, asked, { device, note: started }));
}

async function removeBrowser(call: SessionCall): Promise<void> {
  const { desk, session, request } = call;
  const stopped = (): Promise<void> => note(call, 'push.stopped');
  await desk.notifications.browsers.remove(session.person.id, paramOf(request, 'browser'), stopped);
}

/** Mail scanners open links, so opening one only shows a page that asks. */
async function showUnsubscribe({ request, reply }: Call): Promise<void> {
  refuseQuery(request);
  reply.header('location', `/unsubscribe#${encodeURIComponent(paramOf(request, 'token'))}`);
}

async function tellDeadlines({ desk, request }: Call): Promise<string> {
  refuseQuery(request);
  const calendar = await desk.notifications.readCalendar(paramOf(request, 'secret'));
  if (calendar === null) throw notFound();
  return calendar;
}

/** The country's own server has the country's dossiers as they are, and sends to its own people. */
async function refuseElsewhere({ desk, session }: SessionCall): Promise<void> {
  if (await takesElsewhere(desk, session.person.authority as CountryCode))
    throw refusal(409, 'notifications.ownServer');
}
