/** Management of people by administrators, and by the Board of its own. */
import { AUDIT_BEFORE, MAX_ENTRIES } from '#couch/accounts/audit.ts';
import { parsePersonChange, type Person } from '#couch/accounts/person.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { parsePolicy } from '#lib/domain/registration/policy.ts';
import { may, mayGrant, type Office } from '#lib/domain/registration/rights.ts';
import { refusal } from '../bounds/refusal.ts';
import { databasesOf } from '../calls/access.ts';
import { signedIn, type Route, type SessionCall } from '../calls/call.ts';
import { bodyOf, paramOf, queryOf, valueOf } from '../calls/value-of.ts';
import { renameRequests } from './devices.ts';

const MANAGE = { right: 'manage' } as const;
const MANAGE_ONLY = { right: 'manage', status: 204 } as const;

export const PEOPLE_ROUTES: readonly Route[] = [
  signedIn('POST /api/invitations', invite, { ...MANAGE, status: 201 }),
  signedIn(
    'GET /api/invitations',
    ({ desk, session }) => desk.invitations.list(session.person.authority),
    MANAGE
  ),
  signedIn('DELETE /api/invitations/:id', revokeInvitation, MANAGE_ONLY),
  signedIn('GET /api/people', ({ desk, session }) => desk.people.list(session.person.authority), MANAGE),
  signedIn('PATCH /api/people/:person', changePerson, MANAGE),
  signedIn('DELETE /api/people/:person', removePerson, MANAGE_ONLY),
  signedIn('POST /api/people/:person/reset', resetPerson, { ...MANAGE, status: 201 }),
  signedIn('DELETE /api/people/:person/second-factors', removeFactors, MANAGE_ONLY),
  signedIn('GET /api/devices', ({ desk, session }) => desk.devices.list(session.person.authority), MANAGE),
  signedIn('GET /api/audit', listAudit, MANAGE),
  signedIn('GET /api/policy', ({ desk, session }) => desk.policy.read(session.person.authority)),
  signedIn('PUT /api/policy', changePolicy, MANAGE)
];

async function invite({ desk, request, session }: SessionCall): Promise<object> {
  const { role, name, function: office, email, company, mayApply, body } = bodyOf(request);
  const { authority, id } = session.person;
  const forCompany = company === undefined && mayApply === undefined ? {} : { company, mayApply };
  const invitation = {
    authority,
    role,
    name,
    function: office,
    email,
    by: id,
    ...forCompany,
    ...(body === undefined ? {} : { body })
  } as Parameters<typeof desk.invitations.create>[0];
  if (!mayGrant(session.person, invitation as Office)) throw refusal(403, 'invitation.notGranted', 'role');
  if (may({ role: invitation.role }, 'apply') && company !== undefined)
    valueOf(await desk.companies.judgeInvited(authority, company));
  if (may({ role: invitation.role }, 'region')) valueOf(await desk.regional.read(body));
  return valueOf(await desk.invitations.create(invitation));
}

async function revokeInvitation({ desk, request, session }: SessionCall): Promise<void> {
  const { authority, id } = session.person;
  valueOf(await desk.invitations.revoke(authority, paramOf(request, 'id'), id));
}

async function changePerson(call: SessionCall): Promise<object> {
  const { desk, request, session } = call;
  const change = valueOf(parsePersonChange(request.body));
  const changed = valueOf(await desk.people.change(session.person, paramOf(request, 'person'), change));
  if (change.role !== undefined) await updateRequests(call, changed);
  return changed;
}

async function updateRequests({ desk, session }: SessionCall, changed: Person): Promise<void> {
  const { country } = databasesOf(session.person);
  const own = country === null ? null : await openNamed(desk.engine, country, changed.authority);
  // An authority without a database has no device requests yet.
  if (own) await renameRequests(changed, { own: own.database, board: desk.engine.open('incb') });
}

async function removePerson({ desk, request, session }: SessionCall): Promise<void> {
  valueOf(await desk.people.remove(session.person, paramOf(request, 'person')));
}

async function resetPerson({ desk, request, session }: SessionCall): Promise<object> {
  const { token, validUntil } = valueOf(await desk.people.reset(session.person, paramOf(request, 'person')));
  return { token, validUntil };
}

async function removeFactors({ desk, request, session }: SessionCall): Promise<void> {
  valueOf(await desk.people.removeFactors(session.person, paramOf(request, 'person')));
}

async function listAudit({ desk, request, session }: SessionCall): Promise<object> {
  const { before, limit = '50' } = queryOf(request, 'before', 'limit');
  if (typeof limit !== 'string' || !/^[1-9][0-9]{0,5}$/.test(limit))
    throw refusal(400, 'request.query.malformed', 'limit');
  if (before !== undefined && !(typeof before === 'string' && AUDIT_BEFORE.test(before)))
    throw refusal(400, 'request.query.malformed', 'before');
  const page = { limit: Math.min(Number(limit), MAX_ENTRIES), ...(before === undefined ? {} : { before }) };
  return desk.audit.list(session.person.authority, page);
}

async function changePolicy({ desk, request, session }: SessionCall): Promise<object> {
  const policy = valueOf(parsePolicy(request.body));
  return desk.policy.write(session.person.authority, policy, session.person.id);
}
