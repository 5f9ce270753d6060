/** Applications of companies: from anyone with a receipt code, and taken by officers into their country's database. */
import type { Found } from '#couch/applications/applications.ts';
import type { Sent } from '#couch/applications/waiting-room.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { openNamed } from '#couch/database/named-database.ts';
import type { NamedDatabase } from '#couch/database/registers.ts';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import {
  APPLICATION_ID,
  applicationId,
  applicationNumber,
  applicationOf,
  type ApplicationId
} from '#lib/domain/application/application-id.ts';
import { applicationOfWaiting } from '#lib/domain/application/waiting.ts';
import { ANSWER, ATTACHMENT_TYPES, SUBMISSION } from '#lib/domain/application/application.ts';
import { DEFAULT_APPLICATION_SETTING } from '#lib/domain/application/application-setting.ts';
import { visibleTo, type VisibleApplication } from '#lib/domain/application/visible.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { toCountrySettings } from '#lib/domain/authorization/country-settings.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { isCountry, parseCountry } from '#lib/domain/country.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { parseConfirmationCode, type ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { parseReason } from '#lib/domain/registration/request.ts';
import { hash } from '#lib/domain/shape/references.ts';
import { oneOf, parseShape, pattern, shaped, text, type Checked } from '#lib/domain/shape/shape.ts';
import { Refusal, refusal } from '../bounds/refusal.ts';
import { refuseApplicationsElsewhere, takesElsewhere } from '../calls/access.ts';
import { anybody, instantOf, signedIn, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { bodyOf, fieldsOf, paramOf, valueOf } from '../calls/value-of.ts';
import { DossierReader } from '../door/read-dossiers.ts';

const OF_COUNTRY = '/api/applications/:country';
const WAITING = '/api/waiting-applications';
const CODES = 'receiptCodesPerAddress';
/** No server knows the address of a country's own. */
const OWN_SERVER = 'own-server';
/** The most in one request; each is written by itself. */
const MAX_IDS = 200;

export const APPLICATION_ROUTES: readonly Route[] = [
  anybody(`GET ${OF_COUNTRY}`, 'publicFiguresPerAddress', tellOpening),
  anybody(`POST ${OF_COUNTRY}`, 'applicationsPerAddress', submit, { status: 201 }),
  anybody(`PUT ${OF_COUNTRY}/attachments`, 'attachmentsPerAddress', attach, {
    body: 'attachmentBytes',
    status: 204
  }),
  anybody(`POST ${OF_COUNTRY}/status`, CODES, tellStatus),
  anybody(`POST ${OF_COUNTRY}/answer`, CODES, answer),
  anybody(`POST ${OF_COUNTRY}/withdraw`, CODES, withdraw),
  signedIn(`GET ${WAITING}`, tellWaiting, { right: 'issue' }),
  signedIn(`POST ${WAITING}/take`, take, { right: 'issue' }),
  signedIn(`POST ${WAITING}/discard`, discard, { right: 'issue' })
];

/** Does not reveal whether a country that takes none is registered: INCB's directory names authorities of all. */
async function tellOpening({ desk, request }: Call): Promise<object> {
  const country = countryOf(request);
  const isElsewhere = await takesElsewhere(desk, country);
  const open = isElsewhere ? null : await desk.applications.settingOf(country);
  const home = open && desk.engine.open(authorityToDatabase(country) ?? '');
  const { authority } = toCountrySettings(home && (await readDocument(home, COUNTRY_SETTING_ID)));
  const { isOpen, advice, fee, targetDays } = open ?? DEFAULT_APPLICATION_SETTING;
  const told = { isOpen, advice, fee, targetDays, authority: authority && { name: authority.name } };
  const listed = authority ? [] : await desk.directory.namesOf(country, instantToDate(instantOf(desk)));
  return { ...told, listed, at: isElsewhere ? OWN_SERVER : null };
}

async function submit({ desk, request }: Call): Promise<object> {
  const country = countryOf(request);
  await refuseApplicationsElsewhere(desk, country);
  const { code, application } = fieldsOf(request, 'code', 'application');
  const parsed = codeIn(code);
  const submission = valueOf(parseShape(SUBMISSION, application));
  const { state } = valueOf(
    await desk.applications.submit(country, applicationId(country, parsed), submission)
  );
  return { number: applicationNumber(country, state.application._id), at: state.application.at };
}

const attachment = shaped({
  required: {
    hash,
    type: oneOf(ATTACHMENT_TYPES),
    name: text(1, 120),
    data: pattern(/^[A-Za-z0-9+/]+={0,2}$/, 'application.attachment.damaged')
  },
  /** The application: `id` for an account, which has no code of another person's. */
  optional: { code: text(1, 100), id: pattern<ApplicationId>(APPLICATION_ID, 'application.unknown') }
});

async function attach({ desk, request }: Call): Promise<void> {
  const country = countryOf(request);
  await refuseApplicationsElsewhere(desk, country);
  const { code, id, sent } = attachmentIn(request);
  if (id !== undefined) throw refusal(400, 'act.key.unknown', 'id');
  valueOf(await desk.applications.attach(country, applicationId(country, codeIn(code)), sent));
}

export function attachmentIn(
  request: Call['request']
): Pick<Checked<typeof attachment>, 'code' | 'id'> & { readonly sent: Sent } {
  const { hash: sha256, type, data, name: _name, ...of } = valueOf(parseShape(attachment, bodyOf(request)));
  const bytes = Buffer.from(data, 'base64');
  if (bytes.toString('base64') !== data) throw refusal(400, 'application.attachment.damaged', 'data');
  return { ...of, sent: { sha256, type, bytes } };
}

async function tellStatus(call: Call): Promise<object> {
  const [country, id] = await codeOf(call, 'code');
  const found = await call.desk.applications.find(country, id);
  if (found === null) throw refusal(404, 'application.unknown');
  return show(call, country, found);
}

async function answer(call: Call): Promise<object> {
  const [country, id] = await codeOf(call, 'code', 'text', 'form', 'attachments');
  const { code: _code, ...given } = bodyOf(call.request);
  const written = valueOf(parseShape(ANSWER, given));
  return show(call, country, valueOf(await call.desk.applications.answer(country, id, written)));
}

async function withdraw(call: Call): Promise<object> {
  const [country, id] = await codeOf(call, 'code', 'reason');
  const { reason = '' } = bodyOf(call.request);
  if (typeof reason !== 'string') throw refusal(400, 'request.body.malformed', 'reason');
  return show(call, country, valueOf(await call.desk.applications.withdraw(country, id, reason)));
}

export async function show(
  { desk }: Pick<Call, 'desk'>,
  country: CountryCode,
  { state, isWaiting }: Found
): Promise<VisibleApplication & { readonly waiting: boolean }> {
  const [act] = state.authorizations;
  const home = act && (await openNamed(desk.engine, authorityToDatabase(country) ?? ''));
  const dossier = act && home ? await readDossier(desk, home, act) : null;
  return { ...visibleTo(state, () => dossier, instantToDate(instantOf(desk))), waiting: isWaiting };
}

/** As the officer's device folds it. */
export async function readDossier(
  desk: Call['desk'],
  home: NamedDatabase,
  act: AuthorizationAct
): Promise<Dossier | null> {
  const reader = new DossierReader(home.database, await desk.held.of(home));
  const acts = await reader.readDossiers([act.body.dossier]);
  for (const [key, routed] of routeActs(acts))
    if (routed.some(({ _id }) => _id === act._id)) return foldDossier(key, routed);
  return null;
}

async function tellWaiting({ desk, session }: SessionCall): Promise<object> {
  const country = ownCountry(session);
  const { applications, more } = await desk.applications.list(country);
  const told = applications.map(({ _id, at, application }) => {
    const id = applicationOfWaiting(_id) as ApplicationId;
    return { id, number: applicationNumber(country, id), at, application };
  });
  return { applications: told, more };
}

async function take({ desk, request, session }: SessionCall): Promise<object> {
  const country = ownCountry(session);
  await refuseApplicationsElsewhere(desk, country);
  const { ids } = fieldsOf(request, 'ids');
  return { taken: valueOf(await desk.applications.take(country, idsOf(ids))) };
}

async function discard({ desk, request, session }: SessionCall): Promise<object> {
  const { ids, reason } = fieldsOf(request, 'ids', 'reason');
  const why = { reason: valueOf(parseReason(reason)), by: session.person };
  return { discarded: await desk.applications.discard(ownCountry(session), idsOf(ids), why) };
}

function idsOf(given: unknown): readonly ApplicationId[] {
  const isList = Array.isArray(given) && given.length > 0 && given.length <= MAX_IDS;
  if (!isList || !given.every((id) => typeof id === 'string' && applicationOf(id) === id))
    throw refusal(400, 'request.body.malformed', 'ids');
  return given as ApplicationId[];
}

function ownCountry({ person }: SessionCall['session']): CountryCode {
  if (!isCountry(person.authority)) throw refusal(403, 'request.role.refused');
  return person.authority;
}

async function codeOf(
  { desk, request }: Call,
  ...names: readonly string[]
): Promise<readonly [CountryCode, ApplicationId]> {
  const country = countryOf(request);
  const { code } = fieldsOf(request, ...names);
  await refuseApplicationsElsewhere(desk, country);
  return [country, applicationId(country, codeIn(code))];
}

export function codeIn(given: unknown): ConfirmationCode {
  const parsed = parseConfirmationCode(given);
  if (parsed.ok) return parsed.value;
  const [{ code, values } = { code: '' }] = parsed.problems;
  throw new Refusal(400, [
    { code: code.replace(/^registration/, 'application'), path: 'code', ...(values ? { values } : {}) }
  ]);
}

function countryOf(request: Call['request']): CountryCode {
  return valueOf(parseCountry(paramOf(request, 'country')));
}
