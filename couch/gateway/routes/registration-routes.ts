/**
 * Countries: account requests by anyone, INCB's decisions and announcements, and a country's own server. The two public
 * answers do not reveal if a country is registered.
 */
import { noteNationalApps } from '#couch/accounts/device-reports.ts';
import { noteOpenings } from '#couch/outreach/openings.ts';
import type { Decision } from '#couch/registration/decisions.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { isCountry, parseCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { MAX_REPORTS } from '#couch/registration/countries.ts';
import { abroadOf, parseFormReport, parsePassedOn, reportToNotice } from '#lib/domain/registration/notice.ts';
import { parseConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { parseReceiving, parseSending } from '#lib/domain/registration/registration.ts';
import { parseReason, parseRegistrationRequest, parseSuccessor } from '#lib/domain/registration/request.ts';
import { STANDING_CHANGES, type StandingChange } from '#lib/domain/registration/standing.ts';
import { parseOpenedReport } from '#lib/domain/outreach/openings.ts';
import { parseAppCounts } from '#lib/domain/usage/usage-record.ts';
import { refusal } from '../bounds/refusal.ts';
import { ownDatabase } from '../calls/access.ts';
import { anybody, instantOf, signedIn, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { bodyOf, fieldsOf, paramOf, valueOf } from '../calls/value-of.ts';
import { carry } from './verify-routes.ts';

const REGISTRY = { right: 'registry' } as const;
const ANNOUNCE = { right: 'announce' } as const;

export const REGISTRATION_ROUTES: readonly Route[] = [
  anybody('POST /api/registrations', 'registrationsPerAddress', ask, { status: 202 }),
  anybody('POST /api/registrations/state', 'publicFiguresPerAddress', tellState),
  anybody('POST /api/confirmations', 'confirmationsPerAddress', confirmByLetter, { status: 201 }),
  signedIn('POST /api/registrations/:id/letter', sendLetter, { ...REGISTRY, status: 201 }),
  signedIn('POST /api/registrations/:id/letter/sent', recordSending, REGISTRY),
  signedIn('POST /api/registrations/:id/letter/received', recordReceiving, REGISTRY),
  signedIn('POST /api/registrations/:id/letter/withdraw', withdrawLetter, REGISTRY),
  signedIn('POST /api/registrations/:id/confirm', confirm, REGISTRY),
  signedIn('POST /api/registrations/:id/refuse', refuse, REGISTRY),
  signedIn('POST /api/registrations/:id/continue', goOn, REGISTRY),
  ...STANDING_CHANGES.map((change) =>
    signedIn(`POST /api/countries/:country/${change}`, (call) => changeCountry(call, change), REGISTRY)
  ),
  signedIn('POST /api/countries/:country/successor', nameSuccessor, { ...REGISTRY, status: 201 }),
  signedIn('POST /api/reports', reportForm, { right: 'report', status: 201 }),
  signedIn('GET /api/announcements/:id/mail', tellMail, ANNOUNCE),
  signedIn('POST /api/announcements/:id/mail', sendMail, { ...ANNOUNCE, status: 202 })
];

async function ask({ desk, request }: Call): Promise<object> {
  const asked = valueOf(parseRegistrationRequest(request.body));
  return { received: true, secret: valueOf(await desk.registrations.ask(asked, request.ip)) };
}

/** Only for the sender: the secret of the answer to the request. */
async function tellState({ desk, request }: Call): Promise<object> {
  const { country, number, secret } = bodyOf(request);
  const dates = await desk.registrations.datesOf(valueOf(parseCountry(country)), number, secret);
  if (dates === null) throw refusal(404, 'registration.unknown');
  return { dates };
}

async function confirmByLetter({ desk, request }: Call): Promise<object> {
  const { country, code } = bodyOf(request);
  const [parsedCountry, parsedCode] = [valueOf(parseCountry(country)), valueOf(parseConfirmationCode(code))];
  const { token } = valueOf(await desk.decisions.confirmByLetter(parsedCountry, parsedCode));
  return { invitation: token };
}

/**
 * To the reporter’s own authority, and to the authority of the destination if that is another one and has a database.
 * A second report of one person on one form adds nothing, so that a person can send again what arrived in part.
 */
async function reportForm({ desk, request, session }: SessionCall): Promise<object> {
  const report = valueOf(parseFormReport(request.body));
  const { authority } = session.person;
  if (!isCountry(authority)) throw refusal(403, 'request.role.refused');
  const { id, name, function: office } = session.person;
  const by = { id, name, function: office };
  const notice = reportToNotice(report, by, instantOf(desk));
  if ((await desk.notices.tell(authority, notice, MAX_REPORTS)) === 'tooMany')
    throw refusal(429, 'report.tooMany');
  const destination = abroadOf(report, authority);
  if (destination === null) return { sentTo: null };
  const told = await desk.tellDestination(authority, { ...report, destination, ...by });
  if (told === 'away') throw refusal(503, 'report.centralAway');
  if (told === 'tooMany') throw refusal(429, 'report.tooManyAbroad');
  return { sentTo: told === 'told' ? destination : null };
}

async function sendLetter({ desk, request, session }: SessionCall): Promise<object> {
  return valueOf(await desk.decisions.sendLetter(paramOf(request, 'id'), session.person.id));
}

async function recordSending({ desk, request, session }: SessionCall): Promise<object> {
  const [id, sending] = [paramOf(request, 'id'), valueOf(parseSending(bodyOf(request)))];
  return { registration: valueOf(await desk.decisions.recordSending(id, sending, session.person.id)) };
}

async function recordReceiving({ desk, request, session }: SessionCall): Promise<object> {
  const [id, receiving] = [paramOf(request, 'id'), valueOf(parseReceiving(bodyOf(request)))];
  return { registration: valueOf(await desk.decisions.recordReceiving(id, receiving, session.person.id)) };
}

async function withdrawLetter({ desk, request, session }: SessionCall): Promise<object> {
  const [id, reason] = [paramOf(request, 'id'), reasonOf(request)];
  return { registration: valueOf(await desk.decisions.withdrawLetter(id, reason, session.person.id)) };
}

async function confirm({ desk, request, session }: SessionCall): Promise<object> {
  const decision = parseDecision(request);
  const made = valueOf(await desk.decisions.confirm(paramOf(request, 'id'), decision, session.person.id));
  return { registration: made.registration, invitation: made.invitation?.token ?? null };
}

async function refuse({ desk, request, session }: SessionCall): Promise<object> {
  const [id, reason] = [paramOf(request, 'id'), reasonOf(request)];
  return { registration: valueOf(await desk.decisions.refuse(id, reason, session.person.id)) };
}

async function goOn({ desk, request, session }: SessionCall): Promise<object> {
  const made = valueOf(await desk.decisions.continue(paramOf(request, 'id'), session.person.id));
  return { registration: made.registration, invitation: made.invitation?.token ?? null };
}

async function changeCountry(call: SessionCall, change: StandingChange): Promise<object> {
  const { desk, request, session } = call;
  const made = { by: session.person.id, reason: reasonOf(request) };
  return { standing: valueOf(await desk.countries.change(countryOf(request), change, made)) };
}

async function nameSuccessor({ desk, request, session }: SessionCall): Promise<object> {
  const successor = valueOf(parseSuccessor(request.body));
  const handed = valueOf(await desk.countries.invite(countryOf(request), successor, session.person.id));
  return { invitation: handed.token, validUntil: handed.validUntil };
}

/** Either with the code, or on INCB's word with a reason. */
function parseDecision(request: Call['request']): Decision {
  const { code, word } = fieldsOf(request, 'code', 'word');
  if ((code === undefined) === (word === undefined)) throw refusal(400, 'registration.decision.unclear');
  return word === undefined
    ? { code: valueOf(parseConfirmationCode(code)) }
    : { word: valueOf(parseReason(word, 'word')) };
}

function reasonOf(request: Call['request']): string {
  return valueOf(parseReason(bodyOf(request)['reason']));
}

function countryOf(request: Call['request']): CountryCode {
  return valueOf(parseCountry(paramOf(request, 'country')));
}

async function tellMail({ desk, request }: SessionCall): Promise<object> {
  return valueOf(await desk.letterMail.state(paramOf(request, 'id')));
}

async function sendMail({ desk, request, session }: SessionCall): Promise<object> {
  fieldsOf(request);
  const id = paramOf(request, 'id');
  const { authority, id: by } = session.person;
  const note = (): Promise<void> =>
    desk.audit.note({ authority, by, what: 'announcement.mailed', about: id });
  valueOf(await desk.letterMail.begin(id, note));
  return valueOf(await desk.letterMail.state(id));
}

const CARRY = { right: 'carry' } as const;
const MAX_FINDINGS = 200;

export const LINK_ROUTES: readonly Route[] = [
  signedIn('POST /api/countries/:country/own-server', noteOwnServer, REGISTRY),
  signedIn('GET /api/link', tellLink, CARRY),
  signedIn('POST /api/link/findings', takeFindings, { ...CARRY, status: 202 }),
  signedIn('POST /api/link/carried', takeCarriedByLink, { ...CARRY, body: 'bulkBytes' }),
  signedIn('POST /api/link/reports', takeReport, CARRY),
  signedIn('POST /api/link/apps', takeApps, { ...CARRY, status: 204 }),
  signedIn('POST /api/link/opened', takeOpened, { ...CARRY, status: 204 }),
  signedIn('POST /api/letters/opened', takeOpened, { right: 'trade', status: 204 })
];

/** INCB's note that a country has its own server: from then on the central one reserves no numbers for it. */
async function noteOwnServer({ desk, request, session }: SessionCall): Promise<object> {
  const { on, reason } = bodyOf(request);
  if (typeof on !== 'boolean') throw refusal(400, 'request.body.malformed', 'on');
  const country = countryOf(request);
  const made = { by: session.person.id, reason: valueOf(parseReason(reason)) };
  return { standing: valueOf(await desk.countries.noteOwnServer(country, on, made)) };
}

async function tellLink({ desk, session }: SessionCall): Promise<object> {
  const { authority: country } = session.person;
  const { roots, demonstration } = desk;
  const standing = isCountry(country) ? await desk.standings.read(country) : null;
  return { country, ownServer: standing?.ownServer === true, roots, demonstration, time: instantOf(desk) };
}

/**
 * Reports of a country's own server on altered, missing and regained acts of its database. It can accuse only its own
 * database.
 */
async function takeFindings(call: SessionCall): Promise<object> {
  const { stage, of } = bodyOf(call.request);
  if (stage !== 'altered' && stage !== 'missing' && stage !== 'held')
    throw refusal(400, 'request.body.malformed', 'stage');
  if (!Array.isArray(of) || of.length === 0 || of.length > MAX_FINDINGS || !of.every(isActId))
    throw refusal(400, 'request.body.malformed', 'of');
  const { authority } = call.session.person;
  if (!isCountry(authority)) throw refusal(400, 'request.body.malformed');
  const { database } = await ownDatabase(call);
  const { rows } = await database.allDocs({ keys: of });
  const held = of.filter((_id, index) => {
    const row = rows[index];
    return row && 'value' in row && !row.value.deleted;
  });
  const told = held.map((id) => ({ id, stage }) as const);
  if (told.length > 0) await call.desk.takeFindings(authority, told);
  return { taken: held.length };
}

/** A refusal is an answer, so that the country’s own server can pass it on. */
async function takeCarriedByLink(call: SessionCall): Promise<object> {
  const taken = await carry(call);
  return taken.ok ? { state: taken.value } : { problems: taken.problems };
}

/** By a person of that country’s own server, which knows who is signed in. A refusal is an answer here too. */
async function takeReport({ desk, request, session }: SessionCall): Promise<object> {
  const report = valueOf(parsePassedOn(request.body));
  const { authority } = session.person;
  if (!isCountry(authority) || abroadOf(report, authority) === null)
    throw refusal(400, 'request.body.malformed', 'destination');
  return { told: await desk.tellDestination(authority, report) };
}

/** Devices report to their own server, from which INCB's figures of languages and versions come. */
async function takeApps({ desk, request, session }: SessionCall): Promise<void> {
  const { authority } = session.person;
  if (!isCountry(authority)) throw refusal(400, 'request.body.malformed');
  await noteNationalApps(desk.engine, authority, valueOf(parseAppCounts(bodyOf(request))));
}

/** From a device, or from the country's own server. Only the country is kept, not the person who is signed in. */
async function takeOpened({ desk, request, session }: SessionCall): Promise<void> {
  const { authority } = session.person;
  if (!isCountry(authority)) throw refusal(400, 'request.body.malformed');
  const { opened } = valueOf(parseOpenedReport(request.body));
  await noteOpenings({ engine: desk.engine, clock: () => Date.parse(instantOf(desk)) }, authority, opened);
}
