/**
 * Own account: accept an invitation, change the password, end sessions, enrol second factors. Adding or removing a
 * factor requires the password, against misuse of an unattended device.
 */
import { parseDeviceReport } from '#couch/accounts/device-reports.ts';
import type { Enrolled } from '#couch/accounts/second-factors.ts';
import { judgePassword } from '#lib/domain/registration/password.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { refuse } from '#lib/domain/result.ts';
import { textProblem } from '#lib/domain/shape/shape.ts';
import { refusal, shutOut } from '../bounds/refusal.ts';
import { ownDatabase } from '../calls/access.ts';
import { anybody, signedIn, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { setToken } from '../calls/sessions.ts';
import { bodyOf, paramOf, queryOf, valueOf } from '../calls/value-of.ts';
import { readDevice, renameRequest } from './devices.ts';
import { isPassword, noteOpened, signInSecond } from './sign-in.ts';

export const OWN_ACCOUNT_ROUTES: readonly Route[] = [
  anybody('POST /api/invitations/look', 'invitationsPerAddress', lookAtInvitation),
  anybody('POST /api/invitations/accept', 'invitationsPerAddress', acceptInvitation, { status: 201 }),
  signedIn('PUT /api/password', changePassword, { status: 204 }),
  signedIn('GET /api/sessions', listSessions),
  signedIn('DELETE /api/sessions/:id', endSession, { status: 204 }),
  signedIn('POST /api/devices/report', reportDevice, { status: 204 })
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
  if (typeof next !== 'string' || !isPassword(password)) throw refusal(400, 'request.body.malformed');
  const problems = judgePassword(next, [session.person.id, session.person.name], 'next');
  if (problems.length > 0) valueOf(refuse(...problems));
  const change = { session, address: request.ip, password, next };
  const { token } = valueOf(await desk.accounts.changeOwnPassword(change));
  setToken(call, token);
}

async function listSessions({ desk, request, session }: SessionCall): Promise<object> {
  const { of = 'own' } = queryOf(request, 'of');
  if (of !== 'own' && of !== 'all') throw refusal(400, 'request.query.malformed', 'of');
  if (of === 'all' && !may(session.person, 'manage')) throw refusal(403, 'request.role.refused');
  return desk.signedIn.list(session, of);
}

async function endSession({ desk, request, session }: SessionCall): Promise<void> {
  valueOf(await desk.signedIn.end(session, paramOf(request, 'id')));
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

const ENROL = { evenEnrolling: true } as const;
const ENROL_MORE = { ...ENROL, status: 201 } as const;

export const SECOND_FACTOR_ROUTES: readonly Route[] = [
  anybody('POST /api/session/second', 'signInsPerAddress', signInSecond, { status: 201 }),
  signedIn('GET /api/second-factors', ({ desk, session }) => desk.secondFactors.tell(session.person), ENROL),
  signedIn('POST /api/second-factors/totp', beginTotp, ENROL_MORE),
  signedIn('POST /api/second-factors/totp/confirm', confirmTotp, ENROL_MORE),
  signedIn('POST /api/second-factors/passkeys', beginPasskey, ENROL_MORE),
  signedIn('POST /api/second-factors/passkeys/confirm', confirmPasskey, ENROL_MORE),
  signedIn('POST /api/second-factors/recovery', renewRecovery, ENROL_MORE),
  signedIn('DELETE /api/second-factors/:id', removeFactor, { ...ENROL, status: 204 })
];

async function beginTotp(call: SessionCall): Promise<object> {
  await checkOwnPassword(call);
  return call.desk.secondFactors.beginTotp(call.session.person);
}

async function confirmTotp(call: SessionCall): Promise<object> {
  const { code } = bodyOf(call.request);
  return tellEnrolled(call, await call.desk.secondFactors.confirmTotp(call.session.person, code));
}

async function beginPasskey(call: SessionCall): Promise<object> {
  await checkOwnPassword(call);
  return valueOf(await call.desk.secondFactors.beginPasskey(call.session.person));
}

async function confirmPasskey(call: SessionCall): Promise<object> {
  const { name, response } = bodyOf(call.request);
  const enrolled = await call.desk.secondFactors.confirmPasskey(call.session.person, name, response);
  return tellEnrolled(call, enrolled);
}

async function renewRecovery(call: SessionCall): Promise<object> {
  await checkOwnPassword(call);
  return { recovery: valueOf(await call.desk.secondFactors.renewRecovery(call.session.person)) };
}

async function removeFactor(call: SessionCall): Promise<void> {
  const id = paramOf(call.request, 'id');
  await checkOwnPassword(call);
  if (textProblem(id, 1, 40, false) !== null) throw refusal(404, 'secondFactor.unknown');
  valueOf(await call.desk.secondFactors.remove(call.session.person, id));
}

/** A person who had to enrol first gets a full session. */
async function tellEnrolled(call: SessionCall, enrolled: Enrolled): Promise<object> {
  const { desk, session } = call;
  const { recovery } = valueOf(enrolled);
  if (session.enrolling) {
    const opened = valueOf(await desk.secondStep.letIn(session));
    await noteOpened({ desk }, opened);
    setToken(call, opened.token);
  } else await desk.accounts.sessions.noteSecond(session);
  return { recovery };
}

async function checkOwnPassword({ desk, request, session }: SessionCall): Promise<void> {
  if (session.enrolling === 'at-sign-in') return;
  const { password } = bodyOf(request);
  if (!isPassword(password)) throw refusal(400, 'request.body.malformed');
  const shown = { person: session.person.id, password, address: request.ip };
  const checked = await desk.accounts.checkPassword(shown);
  if (checked.ok) return;
  if (checked.problems[0]?.code === 'session.refused')
    throw refusal(403, 'account.password.wrong', 'password');
  valueOf(checked);
}
