/** Own account: accept an invitation, change the password, end sessions. */
import { parseDeviceReport } from '#couch/accounts/device-reports.ts';
import { judgePassword } from '#lib/domain/registration/password.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { refuse } from '#lib/domain/result.ts';
import type { Call, Route, SessionCall } from '../calls/call.ts';
import { readDevice, renameRequest } from './devices.ts';
import { ownDatabase } from '../calls/access.ts';
import { refusal, shutOut } from '../bounds/refusal.ts';
import { setToken } from '../calls/sessions.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';

const PUBLIC = { who: 'anybody', limit: 'invitationsPerAddress', body: 'bodyBytes' } as const;
const OWN = { who: 'signed-in', body: 'bodyBytes' } as const;

export const OWN_ACCOUNT_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/invitations/look', ...PUBLIC, answer: lookAtInvitation },
  { method: 'POST', path: '/api/invitations/accept', ...PUBLIC, status: 201, answer: acceptInvitation },
  { method: 'PUT', path: '/api/password', ...OWN, status: 204, answer: changePassword },
  { method: 'GET', path: '/api/sessions', ...OWN, answer: listSessions },
  { method: 'DELETE', path: '/api/sessions/:id', ...OWN, status: 204, answer: endSession },
  { method: 'POST', path: '/api/devices/report', ...OWN, status: 204, answer: reportDevice }
];

async function lookAtInvitation({ desk, request }: Call): Promise<object> {
  return valueOf(await desk.invitations.look(bodyOf(request)['token']));
}

/** Does not sign in: the person must show the new password. */
async function acceptInvitation({ desk, request }: Call): Promise<object> {
  const { token, person, password } = bodyOf(request);
  if (typeof person !== 'string' || typeof password !== 'string')
    throw refusal(400, 'request.body.malformed');
  const joined = valueOf(await desk.invitations.accept(token, { person, password }));
  return { person: joined.id };
}

/** All sessions of the person end, and this device gets a new one. */
async function changePassword(call: SessionCall): Promise<void> {
  const { desk, request, session } = call;
  const { password, next } = bodyOf(request);
  if (typeof password !== 'string' || typeof next !== 'string' || password.length > 1000)
    throw refusal(400, 'request.body.malformed');
  const problems = judgePassword(next, [session.person.id, session.person.name], 'next');
  if (problems.length > 0) valueOf(refuse(...problems));
  const change = { session, address: request.ip, password, next };
  const { token } = valueOf(await desk.accounts.changeOwnPassword(change));
  setToken(call, token);
}

async function listSessions({ desk, request, session }: SessionCall): Promise<object> {
  const { of = 'own', ...rest } = request.query as Record<string, unknown>;
  const [stray] = Object.keys(rest);
  if (stray !== undefined) throw refusal(400, 'request.query.unknown', stray.slice(0, 60));
  if (of !== 'own' && of !== 'all') throw refusal(400, 'request.query.malformed', 'of');
  if (of === 'all' && !may(session.person, 'manage')) throw refusal(403, 'request.role.refused');
  return desk.signedIn.list(session, of);
}

async function endSession({ desk, request, session }: SessionCall): Promise<void> {
  const { id } = request.params as { id: string };
  valueOf(await desk.signedIn.end(session, id));
}

async function reportDevice(call: SessionCall): Promise<void> {
  const { desk, request, session } = call;
  const report = valueOf(parseDeviceReport(request.body));
  const device = await readDevice(call, report.keyId);
  if (!device.isOwn) throw refusal(403, 'device.report.notYours', 'keyId');
  if (device.isWithdrawn) {
    await desk.accounts.sessions.endOfDevice(session);
    throw shutOut(401, 'device.withdrawn', session.person.id);
  }
  valueOf(await desk.devices.note(session.person, report));
  const own = (await ownDatabase(call)).database;
  await renameRequest(session.person, report.keyId, { own, board: desk.engine.open('incb') });
  const isNews = await desk.accounts.sessions.tie(session, { keyId: report.keyId, name: report.device });
  if (isNews) await desk.signIns.noteDevice(session.person, report.device);
}
