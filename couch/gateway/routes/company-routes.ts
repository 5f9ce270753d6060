/**
 * What an account of a company can do, the third boundary beside country and INCB. Everything is found by the session's
 * authority and company; an id of another company's answers as an unknown one.
 */
import type { OwnPapers } from '#couch/applications/company-papers.ts';
import type { CompanyAccount, Found } from '#couch/applications/applications.ts';
import { putUnlessChanged, readDocument } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isAuthorization, type ActOf, type AuthorizationAct } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import {
  applicationId,
  applicationNumber,
  type ApplicationId
} from '#lib/domain/application/application-id.ts';
import { ANSWER, SUBMISSION, type Submission } from '#lib/domain/application/application.ts';
import {
  asCompany,
  COMPANY_PAGE,
  MAX_ASKED,
  type CompanyApplication,
  type CompanyDesk,
  type CompanyForm
} from '#lib/domain/application/company-desk.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { needsSeal, toCountrySettings } from '#lib/domain/authorization/country-settings.ts';
import { FORM_SETTING } from '#lib/domain/authorization/form-choices.ts';
import {
  practiceOf,
  settingsByPractice,
  type PracticeAct
} from '#lib/domain/authorization/practice-in-force.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { NEW_SHIPMENT, shipmentId } from '#lib/domain/company/announced-shipment.ts';
import { quotaLeft } from '#lib/domain/company/company-book.ts';
import { statusOf } from '#lib/domain/company/company.ts';
import {
  judgeShipment,
  visibleAuthorization,
  type CompanyAuthorization
} from '#lib/domain/company/visible-authorization.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { openSuspensions } from '#lib/domain/dossier/stops.ts';
import type { ActId, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_CHAIN } from '#lib/domain/registration/certify.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import { printCodeId, type PrintCode } from '#lib/domain/print-code/print-code.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { refuse } from '#lib/domain/result.ts';
import { parseShape } from '#lib/domain/shape/shape.ts';
import { refusal } from '../bounds/refusal.ts';
import { reference, refuseApplicationsElsewhere } from '../calls/access.ts';
import { instantOf, signedIn, type Route, type SessionCall } from '../calls/call.ts';
import { bodyOf, fieldsOf, paramOf, queryOf, valueOf } from '../calls/value-of.ts';
import { attachmentIn, codeIn, readDossier, show } from './application-routes.ts';

const APPLICATIONS = '/api/company/applications';
const AUTHORIZATIONS = '/api/company/authorizations';
const APPLY = { right: 'apply' } as const;

export const COMPANY_ROUTES: readonly Route[] = [
  signedIn('GET /api/company', tellDesk, APPLY),
  signedIn(`GET ${APPLICATIONS}`, tellApplications, APPLY),
  signedIn(`POST ${APPLICATIONS}`, submit, { ...APPLY, status: 201 }),
  signedIn(`PUT ${APPLICATIONS}/attachments`, attach, { ...APPLY, body: 'attachmentBytes', status: 204 }),
  signedIn(`POST ${APPLICATIONS}/answer`, answer, APPLY),
  signedIn(`POST ${APPLICATIONS}/withdraw`, withdraw, APPLY),
  signedIn(`GET ${APPLICATIONS}/:id`, tellApplication, APPLY),
  signedIn(`GET ${AUTHORIZATIONS}`, tellAuthorizations, APPLY),
  signedIn(`GET ${AUTHORIZATIONS}/:id`, tellAuthorization, APPLY),
  signedIn(`GET ${AUTHORIZATIONS}/:id/form`, tellForm, APPLY),
  signedIn('POST /api/company/shipments', announce, { ...APPLY, status: 201 })
];

interface Own extends OwnPapers {
  readonly country: CountryCode;
  readonly account: CompanyAccount;
}

async function ownOf({ desk, session }: SessionCall): Promise<Own> {
  const { person } = session;
  if (!isCountry(person.authority)) throw refusal(403, 'request.role.refused');
  await refuseApplicationsElsewhere(desk, person.authority);
  const papers = valueOf(await desk.companies.of(person));
  const account = { company: papers.company._id, person: person.id, name: person.name };
  return { ...papers, country: person.authority, account };
}

/** A suspended company reads, and a person who only prepares sends nothing. */
async function senderOf(call: SessionCall): Promise<Own> {
  const own = await ownOf(call);
  if (call.session.person.mayApply !== 'submit') throw refusal(403, 'company.submit.forbidden');
  if (statusOf(own.company) !== 'active') throw refusal(403, 'company.suspended');
  return own;
}

async function tellDesk(call: SessionCall): Promise<CompanyDesk> {
  const own = await ownOf(call);
  const { company, country, setting, home, book } = own;
  const { authority } = toCountrySettings(await readDocument(home.database, COUNTRY_SETTING_ID));
  const { _id: id, name, address, nationalNumber = null, licences = [], quotas = [] } = company;
  return {
    authority: { country, name: authority?.name ?? '' },
    company: { id, name, address, country, nationalNumber },
    mayApply: call.session.person.mayApply ?? 'prepare',
    licences: licences.map(
      ({ number, operations, substances, schedules, validFrom, validUntil, conditions = null }) => ({
        number,
        operations,
        substances,
        schedules,
        validFrom,
        validUntil,
        conditions
      })
    ),
    quotas: quotas.map(({ base, ...quota }) => ({
      ...quota,
      base: microgramsOf(base),
      left: quotaLeft(company, quota, book) ?? 0
    })),
    ...(await askedOf(call, own)),
    isOpen: statusOf(company) === 'active',
    advice: setting.advice,
    fee: setting.fee,
    targetDays: setting.targetDays
  };
}

async function askedOf(
  { desk }: SessionCall,
  { country, asked }: Own
): Promise<Pick<CompanyDesk, 'asked' | 'askedMore'>> {
  const newest = [...asked].sort((a, b) => (a.at > b.at ? -1 : 1)).slice(0, MAX_ASKED);
  const rows: CompanyDesk['asked'][number][] = [];
  for (const { id } of newest) {
    const state = (await desk.applications.find(country, id))?.state;
    if (!state) continue;
    const isUnpaid = state.fee?.isPaid === false;
    if (state.status === 'question' || isUnpaid)
      rows.push({ id, number: applicationNumber(country, id), status: state.status, isUnpaid });
  }
  return { asked: rows, askedMore: asked.length - newest.length };
}

async function tellApplications(call: SessionCall): Promise<object> {
  const own = await ownOf(call);
  const { rows, more } = pageIn(call, await applicationsOf(call, own));
  const applications: CompanyApplication[] = [];
  for (const { id } of rows) {
    const found = await call.desk.applications.find(own.country, id);
    if (found) applications.push(await showOwn(call, own, found));
  }
  return { applications, more };
}

async function tellApplication(call: SessionCall): Promise<CompanyApplication> {
  const own = await ownOf(call);
  const id = await refuseForeign(call, own, paramOf(call.request, 'id'));
  const found = await call.desk.applications.find(own.country, id);
  if (!found) throw refusal(404, 'application.unknown');
  return showOwn(call, own, found);
}

async function applicationsOf(
  { desk }: SessionCall,
  { country, ids, applications: taken }: Own
): Promise<readonly { readonly id: ApplicationId; readonly at: Instant }[]> {
  const all = new Map(taken.map((one) => [one.id, one]));
  for (const company of ids)
    for (const one of await desk.applications.waitingOf(country, company)) all.set(one.id, one);
  return [...all.values()];
}

async function showOwn(call: SessionCall, { country }: Own, found: Found): Promise<CompanyApplication> {
  const { _id: id, of, form } = found.state.application;
  const isDeleted = form.lines.length === 0;
  const shown = await show(call, country, found);
  return { id, of: isDeleted ? null : of, form: isDeleted ? null : found.state.form, ...shown };
}

async function submit(call: SessionCall): Promise<object> {
  const { country, company, account } = await senderOf(call);
  const { code, application } = fieldsOf(call.request, 'code', 'application');
  const id = applicationId(country, codeIn(code));
  const sent = valueOf(parseShape(SUBMISSION, application)) as Submission;
  const submission = valueOf(parseShape(SUBMISSION, asCompany(sent, company)));
  const { state } = valueOf(await call.desk.applications.submit(country, id, submission, account));
  return { id, number: applicationNumber(country, id), at: state.application.at };
}

async function attach(call: SessionCall): Promise<void> {
  const own = await senderOf(call);
  const { code, id: named, sent } = attachmentIn(call.request);
  if ((code === undefined) === (named === undefined)) throw refusal(400, 'request.body.malformed', 'code');
  const id = named ?? applicationId(own.country, codeIn(code));
  const isNew = named === undefined && (await call.desk.applications.find(own.country, id)) === null;
  if (!isNew) await refuseForeign(call, own, id);
  valueOf(await call.desk.applications.attach(own.country, id, sent, own.account));
}

async function answer(call: SessionCall): Promise<object> {
  const own = await senderOf(call);
  fieldsOf(call.request, 'id', 'text', 'form', 'attachments');
  const { id: named, ...given } = bodyOf(call.request);
  const id = await refuseForeign(call, own, named);
  const written = valueOf(parseShape(ANSWER, given));
  const found = valueOf(await call.desk.applications.answer(own.country, id, written, own.account));
  return showOwn(call, own, found);
}

async function withdraw(call: SessionCall): Promise<object> {
  const own = await senderOf(call);
  const { id: named, reason = '' } = fieldsOf(call.request, 'id', 'reason');
  if (typeof reason !== 'string') throw refusal(400, 'request.body.malformed', 'reason');
  const id = await refuseForeign(call, own, named);
  const found = valueOf(await call.desk.applications.withdraw(own.country, id, reason, own.account));
  return showOwn(call, own, found);
}

async function refuseForeign(call: SessionCall, own: Own, named: unknown): Promise<ApplicationId> {
  const held = await applicationsOf(call, own);
  const found = held.find(({ id }) => id === named);
  if (!found) throw refusal(404, 'application.unknown');
  return found.id;
}

async function tellAuthorizations(call: SessionCall): Promise<object> {
  const own = await ownOf(call);
  const { rows, more } = pageIn(call, own.authorizations);
  const authorizations: CompanyAuthorization[] = [];
  for (const { id } of rows) {
    const act = await readAct(own, id);
    if (act) authorizations.push(await showAuthorization(call, own, act));
  }
  return { authorizations, more };
}

async function tellAuthorization(call: SessionCall): Promise<CompanyAuthorization> {
  const own = await ownOf(call);
  return showAuthorization(call, own, await ownAct(own, paramOf(call.request, 'id')));
}

async function readAct({ home }: Own, id: ActId): Promise<AuthorizationAct | null> {
  const { _rev, ...held } = (await readDocument<{ readonly _rev: string }>(home.database, id)) ?? {};
  const parsed = parseAct(held);
  return parsed.ok && isAuthorization(parsed.value) ? parsed.value : null;
}

async function showAuthorization(
  { desk }: SessionCall,
  own: Own,
  act: AuthorizationAct
): Promise<CompanyAuthorization> {
  return visibleAuthorization(act, await readDossier(desk, own.home, act), {
    today: instantToDate(instantOf(desk)),
    application: own.applicationOf(act.body.draft),
    announced: own.shipments
  });
}

async function ownAct(own: Own, named: unknown): Promise<AuthorizationAct> {
  const found = own.authorizations.find(({ id }) => id === named);
  const act = found && (await readAct(own, found.id));
  if (!act) throw refusal(404, 'company.authorization.unknown');
  return act;
}

/** The same paper as the officer's: `lib/pdf` draws it in the company's browser. */
async function tellForm(call: SessionCall): Promise<CompanyForm> {
  const { desk } = call;
  const own = await ownOf(call);
  const act = await ownAct(own, paramOf(call.request, 'id'));
  const { database } = own.home;
  const published = await reference(call);
  const { trust } = await desk.keys.keyring([published, own.home]);
  const practices: PracticeAct[] = [];
  for (const id of act.body.practices ?? []) {
    const held = await readDocument<PracticeAct>(published.database, id);
    if (held) practices.push(held);
  }
  const practice = practiceOf(act.body, own.country, practices);
  const settings = toCountrySettings(await readDocument(database, COUNTRY_SETTING_ID));
  const rules = { ...settings, ...(practice ? settingsByPractice(practice) : {}) };
  return {
    act,
    certificates: certificatesOf(act, trust),
    code: await readDocument<PrintCode>(database, printCodeId(act._id)),
    mark: markOf(act, own, await readDossier(desk, own.home, act)),
    sealRequired: needsSeal(rules, act.body.issuedOn),
    choices: await readDocument(database, `setting:${FORM_SETTING}`)
  };
}

/** All of each key up to INCB's, from the root: the browser chooses those that were valid on signing. */
function certificatesOf({ signature }: AuthorizationAct, trust: Trust): readonly ActOf<'certificate'>[] {
  const chain = new Map<ActId, ActOf<'certificate'>>();
  let keys: readonly KeyId[] = [signature.key];
  for (let step = 0; step < MAX_CHAIN && keys.length > 0; step++) {
    const standings = keys.flatMap((key) => trust.standingsOf(key));
    const fresh = standings.flatMap(({ certificate }) =>
      certificate && !chain.has(certificate._id) ? [certificate] : []
    );
    for (const one of fresh) chain.set(one._id, one);
    keys = [...new Set(fresh.map((one) => one.signature.key))];
  }
  return [...chain.values()].reverse();
}

function markOf({ _id }: AuthorizationAct, own: Own, dossier: Dossier | null): CompanyForm['mark'] {
  const cancelled = own.cancellationOf(_id);
  if (cancelled) {
    const { at, by } = cancelled;
    return { kind: by ? 'replaced' : 'cancelled', on: instantToDate(at), by };
  }
  const stops = dossier ? openSuspensions(dossier) : [];
  const stop = stops.find(({ of }) => of === _id || of === dossier?.importAuthorization);
  const on = stop && parseActId(stop.act)?.date;
  return on ? { kind: 'suspended', on, by: null } : null;
}

/** The same announcement twice is one document. */
async function announce(call: SessionCall): Promise<CompanyAuthorization> {
  const { desk, request, session } = call;
  const given = valueOf(parseShape(NEW_SHIPMENT, bodyOf(request)));
  return desk.pushes.inTurn(`shipments ${given.authorization}`, async () => {
    const own = await senderOf(call);
    const act = await ownAct(own, given.authorization);
    const { _id: company } = own.company;
    const _id = shipmentId(company, given);
    const seen = await showAuthorization(call, own, act);
    if (own.shipments.some((one) => one._id === _id)) return seen;
    const problems = judgeShipment(given, seen);
    if (problems.length > 0) valueOf(refuse(...problems));
    const { id: person, name: by } = session.person;
    const shipment = { _id, schema: 1, at: instantOf(desk), by, person, company, ...given };
    await putUnlessChanged(own.home.database, shipment);
    return showAuthorization(call, await senderOf(call), act);
  });
}

/** Newest first; `before` is the last row's place of the page before. */
function pageIn<Id extends string>(
  { request }: SessionCall,
  all: readonly { readonly id: Id; readonly at: Instant }[]
): { readonly rows: readonly { readonly id: Id }[]; readonly more: string | null } {
  const { before, limit = String(COMPANY_PAGE.usual) } = queryOf(request, 'before', 'limit');
  if (typeof limit !== 'string' || !/^[1-9]\d?$/.test(limit) || Number(limit) > COMPANY_PAGE.most)
    throw refusal(400, 'request.query.malformed', 'limit');
  if (before !== undefined && (typeof before !== 'string' || before.length > 200))
    throw refusal(400, 'request.query.malformed', 'before');
  const placeOf = ({ id, at }: { readonly id: Id; readonly at: Instant }): string => `${at} ${id}`;
  const sorted = [...all]
    .filter((one) => before === undefined || placeOf(one) < before)
    .sort((a, b) => (placeOf(a) > placeOf(b) ? -1 : 1));
  const rows = sorted.slice(0, Number(limit));
  const last = rows.at(-1);
  return { rows, more: last && sorted.length > rows.length ? placeOf(last) : null };
}
