/** Sign-in: the password, then enrolled factors, then a session and its cookie. */
import type { Person } from '#couch/accounts/accounts.ts';
import { documentToPerson } from '#couch/accounts/person.ts';
import type { SessionDevice } from '#couch/accounts/stored-document.ts';
import type { AtDevice, Method } from '#couch/accounts/second-step.ts';
import { databasesOf, refuseAtSignIn, type Asking } from '../calls/access.ts';
import { isKeyId } from '#lib/domain/registration/key-id.ts';
import { readDevice } from './devices.ts';
import { instantOf, type Call } from '../calls/call.ts';
import { refusal, shutOut } from '../bounds/refusal.ts';
import { setToken } from '../calls/sessions.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';

const METHODS: readonly Method[] = ['totp', 'passkey', 'recovery'];

export function isPassword(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1000;
}

/** 201 with the session, or 202 with the missing factors. */
export async function signIn(call: Call): Promise<object> {
  const { desk, request, reply } = call;
  const { person, password, device } = bodyOf(request);
  if (typeof person !== 'string' || !isPassword(password)) throw refusal(400, 'request.body.malformed');
  const checked = await desk.accounts.checkPassword({ person, password, address: request.ip });
  if (!checked.ok && checked.problems[0]?.code === 'session.refused') noteRefused(call, person);
  const holder = valueOf(checked);
  const named = await nameDevice(call, documentToPerson(holder), device);
  const first = await desk.secondStep.begin(holder, named);
  if (first.kind === 'opened') return openSession(call, { ...first.opened, device: named });
  reply.code(202);
  if (first.kind === 'ticket') {
    const { ticket, methods, passkey } = first;
    return { ticket, methods, enrol: false, passkey };
  }
  await refuseAtSignIn(desk, first.opened);
  setToken(call, first.opened.token);
  return { ticket: null, methods: [], enrol: true, passkey: null };
}

export async function signInSecond(call: Call): Promise<object> {
  const { ticket, ...proofs } = bodyOf(call.request);
  const [method, ...more] = METHODS.filter((one) => one in proofs);
  if (method === undefined || more.length > 0) throw refusal(400, 'request.body.malformed');
  const proof = { method, value: proofs[method] };
  const half = { ticket, proof, address: call.request.ip };
  return openSession(call, valueOf(await call.desk.secondStep.finish(half)));
}

/** Not awaited, so that the time of the answer does not reveal if the person exists. */
function noteRefused({ desk, request }: Call, person: string): void {
  desk.signIns.noteRefused(person).catch((error: unknown) => {
    const reason = String((error as Error | null)?.message ?? error);
    request.log.warn({ reason }, 'a refusal is not in the audit');
  });
}

/** The device of a sign-in, if named. A revoked one is refused (threats P7). */
async function nameDevice({ desk }: Call, person: Person, keyId: unknown): Promise<SessionDevice | null> {
  if (!isKeyId(keyId) || databasesOf(person).country === null) return null;
  const device = await readDevice({ desk, session: { person } }, keyId);
  if (device.isWithdrawn) throw shutOut(403, 'device.withdrawn', person.id);
  return device.name === null ? null : { keyId, name: device.name };
}

async function openSession(call: Call, opened: AtDevice): Promise<object> {
  await refuseAtSignIn(call.desk, opened);
  await noteOpened(call, opened);
  setToken(call, opened.token);
  return sessionBody({ ...call, ...opened });
}

/** The key can be revoked during the sign-in, so the device is checked again. */
export async function noteOpened({ desk }: Pick<Call, 'desk'>, { session, device }: AtDevice): Promise<void> {
  const { person } = session;
  if (device && (await readDevice({ desk, session }, device.keyId)).isWithdrawn) {
    await desk.accounts.sessions.endOfDevice(session);
    throw shutOut(403, 'device.withdrawn', person.id);
  }
  await desk.signIns.noteOpened(person);
  if (device) await desk.signIns.noteDevice(person, device.name);
}

export function sessionBody({ desk, session }: Asking): object {
  const { roots, handovers, demonstration } = desk;
  return {
    person: session.person,
    databases: databasesOf(session.person),
    roots,
    handovers,
    time: instantOf(desk),
    demonstration
  };
}
