/** Management of people by administrators, and by the Board of its own. */
import { AUDIT_BEFORE, MAX_ENTRIES } from '#couch/accounts/audit.ts';
import { parsePersonChange } from '#couch/accounts/person.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { mayGrant, type Office } from '#lib/domain/registration/rights.ts';
import { parsePolicy } from '#lib/domain/registration/policy.ts';
import type { Route, SessionCall } from '../calls/call.ts';
import { refusal } from '../bounds/refusal.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';

const MANAGERS = { who: 'signed-in', right: 'manage', body: 'bodyBytes' } as const;

export const PEOPLE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/invitations', ...MANAGERS, status: 201, answer: invite },
  { method: 'GET', path: '/api/invitations', ...MANAGERS, answer: listInvitations },
  { method: 'DELETE', path: '/api/invitations/:id', ...MANAGERS, status: 204, answer: revokeInvitation },
  { method: 'GET', path: '/api/people', ...MANAGERS, answer: listPeople },
  { method: 'PATCH', path: '/api/people/:person', ...MANAGERS, answer: changePerson },
  { method: 'DELETE', path: '/api/people/:person', ...MANAGERS, status: 204, answer: removePerson },
  { method: 'POST', path: '/api/people/:person/reset', ...MANAGERS, status: 201, answer: resetPerson },
  {
    method: 'DELETE',
    path: '/api/people/:person/second-factors',
    ...MANAGERS,
    status: 204,
    answer: removeFactors
  },
  { method: 'GET', path: '/api/devices', ...MANAGERS, answer: listDevices },
  { method: 'GET', path: '/api/audit', ...MANAGERS, answer: listAudit },
  { method: 'GET', path: '/api/policy', who: 'signed-in', answer: tellPolicy },
  { method: 'PUT', path: '/api/policy', ...MANAGERS, answer: changePolicy }
];

/** Always for the asker's own authority, whatever the body says. */
async function invite({ desk, request, session }: SessionCall): Promise<object> {
  const { role, name, function: office, email } = bodyOf(request);
  const { authority, id } = session.person;
  // `create` judges every field.
  const invitation = { authority, role, name, function: office, email, by: id } as Parameters<
    typeof desk.invitations.create
  >[0];
  if (!mayGrant(session.person, invitation as Office)) throw refusal(403, 'invitation.notGranted', 'role');
  return valueOf(await desk.invitations.create(invitation));
}

async function listInvitations({ desk, session }: SessionCall): Promise<object> {
  return desk.invitations.list(session.person.authority);
}

async function revokeInvitation({ desk, request, session }: SessionCall): Promise<void> {
  const { authority, id } = session.person;
  valueOf(await desk.invitations.revoke(authority, paramOf(request, 'id'), id));
}

async function listPeople({ desk, session }: SessionCall): Promise<object> {
  return desk.people.list(session.person.authority);
}

async function changePerson({ desk, request, session }: SessionCall): Promise<object> {
  const change = valueOf(parsePersonChange(request.body));
  return valueOf(await desk.people.change(session.person, paramOf(request, 'person'), change));
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

async function listDevices({ desk, session }: SessionCall): Promise<object> {
  return desk.devices.list(session.person.authority);
}

async function listAudit({ desk, request, session }: SessionCall): Promise<object> {
  const query = isPlainObject(request.query) ? request.query : {};
  const { before, limit = '50', ...rest } = query;
  const [stray] = Object.keys(rest);
  if (stray !== undefined) throw refusal(400, 'request.query.unknown', stray.slice(0, 60));
  if (typeof limit !== 'string' || !/^[1-9][0-9]{0,5}$/.test(limit))
    throw refusal(400, 'request.query.malformed', 'limit');
  if (before !== undefined && !(typeof before === 'string' && AUDIT_BEFORE.test(before)))
    throw refusal(400, 'request.query.malformed', 'before');
  const page = { limit: Math.min(Number(limit), MAX_ENTRIES), ...(before === undefined ? {} : { before }) };
  return desk.audit.list(session.person.authority, page);
}

async function tellPolicy({ desk, session }: SessionCall): Promise<object> {
  return desk.policy.read(session.person.authority);
}

async function changePolicy({ desk, request, session }: SessionCall): Promise<object> {
  const policy = valueOf(parsePolicy(request.body));
  return desk.policy.write(session.person.authority, policy, session.person.id);
}

function paramOf(request: SessionCall['request'], name: string): string {
  return (request.params as Record<string, string>)[name] ?? '';
}
