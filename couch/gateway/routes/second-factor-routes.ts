/**
 * The second half of signing in, and enrolment. Adding or removing a factor requires the password, against misuse of an
 * unattended device.
 */
import { textProblem } from '#lib/domain/shape/shape.ts';
import type { Enrolled } from '#couch/accounts/second-factors.ts';
import type { Route, SessionCall } from '../calls/call.ts';
import { refusal } from '../bounds/refusal.ts';
import { setToken } from '../calls/sessions.ts';
import { noteOpened, signInSecond } from './sign-in.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';

const OWN = { who: 'signed-in', body: 'bodyBytes', evenEnrolling: true } as const;

export const SECOND_FACTOR_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/session/second',
    who: 'anybody',
    limit: 'signInsPerAddress',
    body: 'bodyBytes',
    status: 201,
    answer: signInSecond
  },
  { method: 'GET', path: '/api/second-factors', ...OWN, answer: tellFactors },
  { method: 'POST', path: '/api/second-factors/totp', ...OWN, status: 201, answer: beginTotp },
  { method: 'POST', path: '/api/second-factors/totp/confirm', ...OWN, status: 201, answer: confirmTotp },
  { method: 'POST', path: '/api/second-factors/passkeys', ...OWN, status: 201, answer: beginPasskey },
  {
    method: 'POST',
    path: '/api/second-factors/passkeys/confirm',
    ...OWN,
    status: 201,
    answer: confirmPasskey
  },
  { method: 'POST', path: '/api/second-factors/recovery', ...OWN, status: 201, answer: renewRecovery },
  { method: 'DELETE', path: '/api/second-factors/:id', ...OWN, status: 204, answer: removeFactor }
];

async function tellFactors({ desk, session }: SessionCall): Promise<object> {
  return desk.secondFactors.tell(session.person);
}

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
  const { id } = call.request.params as { id: string };
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
  // The password was just shown.
  if (session.enrolling === 'at-sign-in') return;
  const { password } = bodyOf(request);
  if (typeof password !== 'string' || password.length > 1000) throw refusal(400, 'request.body.malformed');
  const shown = { person: session.person.id, password, address: request.ip };
  const checked = await desk.accounts.checkPassword(shown);
  if (checked.ok) return;
  if (checked.problems[0]?.code === 'session.refused')
    throw refusal(403, 'account.password.wrong', 'password');
  valueOf(checked);
}
