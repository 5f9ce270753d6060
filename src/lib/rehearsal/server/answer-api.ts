import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { deviceRequestOf } from '#lib/domain/registration/device-request.ts';
import { isKeyId, isPublicKey } from '#lib/domain/registration/certify.ts';
import { DEFAULT_POLICY } from '#lib/domain/registration/policy.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';
import { claimBlock } from './claim-block.ts';
import { databaseOf, type PracticeOffice } from './offices.ts';
import type { PracticeDatabase } from './practice-database.ts';
import type { PracticeDoor } from './practice-door.ts';
import { toStored, type PracticeKeys } from './practice-keys.ts';
import { json, refusal, type PracticeRequest } from './practice-line.ts';

interface OfficeAsked {
  readonly office: PracticeOffice;
  readonly session: { isOpen: boolean };
  readonly request: PracticeRequest;
  readonly own: PracticeDatabase;
  readonly reference: PracticeDatabase;
  readonly keys: PracticeKeys;
  readonly door: PracticeDoor;
  readonly now: Instant;
}

type AnswerCall = (asked: OfficeAsked) => Response | Promise<Response>;

const EMPTY: AnswerCall = () => json([]);

const PUBLIC: Readonly<Record<string, AnswerCall>> = {
  'GET /api/health': ({ now }) => json({ ok: true, version: PRACTICE, time: now, demonstration: true }),
  'POST /api/session': signIn,
  'DELETE /api/session': ({ session }) => {
    session.isOpen = false;
    return json(null, 204);
  }
};

const SIGNED_IN: Readonly<Record<string, AnswerCall>> = {
  'GET /api/session': (asked) => json(sessionOf(asked)),
  'POST /api/devices': requestDevice,
  'POST /api/devices/report': () => json(null, 204),
  'POST /api/blocks': answerClaim,
  'GET /api/policy': () => json(DEFAULT_POLICY),
  'GET /api/people': ({ office: { person }, now }) =>
    json([{ ...person, suspended: false, reset: false, lastSeen: now, secondFactors: 0, sessions: 1 }]),
  'GET /api/invitations': EMPTY,
  'GET /api/sessions': EMPTY,
  'GET /api/devices': EMPTY,
  'GET /api/audit': EMPTY
};

export function answerApi(asked: OfficeAsked): Response | Promise<Response> {
  const { request, session } = asked;
  const call = `${request.method} ${request.url.pathname}`;
  const open = PUBLIC[call];
  if (open) return open(asked);
  if (!session.isOpen) return refusal(401, 'session.none');
  return SIGNED_IN[call]?.(asked) ?? refusal(403, 'rehearsal.notPractised');
}

function signIn(asked: OfficeAsked): Response {
  const { office, session, request } = asked;
  const { person, password } = isPlainObject(request.body) ? request.body : {};
  if (person !== office.person.id || password !== office.password) return refusal(401, 'session.refused');
  session.isOpen = true;
  return json(sessionOf(asked), 201);
}

function sessionOf({ office, keys, now }: OfficeAsked): object {
  const databases = { country: databaseOf(office), reference: 'reference' };
  const roots = [keys.root.publicKey];
  return { person: office.person, databases, roots, handovers: [], time: now, demonstration: PRACTICE };
}

/** Certified immediately: an exercise does not wait for its secretariat. */
async function requestDevice({ office, request, own, reference, keys, now }: OfficeAsked): Promise<Response> {
  const { key, device } = isPlainObject(request.body) ? request.body : {};
  if (!isPublicKey(key) || typeof device !== 'string') return refusal(400, 'request.body.malformed');
  const { id: person, name, function: office_, role, authority } = office.person;
  const named = { key, device, person, name, function: office_, role, authority };
  const asked = deviceRequestOf({ ...named, requestedAt: now });
  await own.put({ ...asked });
  await reference.write([toStored(await keys.certify(asked, now))]);
  return json({ keyId: asked.keyId }, 202);
}

async function answerClaim({ office, request, own, door, now }: OfficeAsked): Promise<Response> {
  const { kind, year, device } = isPlainObject(request.body) ? request.body : {};
  const isKnown = kind === 'import-authorization' || kind === 'export-authorization';
  if (!isKnown || typeof year !== 'number' || !isKeyId(device)) return refusal(400, 'request.body.malformed');
  const claimed = await claimBlock({ kind, year, device }, { office, own, door, now });
  return claimed.ok ? json(claimed.value, 201) : refusal(409, claimed.problems[0]?.code ?? 'block.none');
}
