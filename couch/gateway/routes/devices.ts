/**
 * Device requests: the public key waits in the country's database for an administrator. Administrators' own requests
 * also go to the Board's database, because INCB certifies a country's first one.
 */
import type { Person } from '#couch/accounts/accounts.ts';
import type { Limits } from '#couch/base/limits.ts';
import { readDeviceRequest } from '#couch/database/device-request.ts';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import {
  DEVICE_REQUEST_PREFIX,
  deviceRequestOf,
  parseDeviceRequest,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import { isPublicKey } from '#lib/domain/registration/key-id.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import { isPlainObject, textProblem } from '#lib/domain/shape/shape.ts';
import { Refusal, refusal } from '../bounds/refusal.ts';
import { ownDatabase, reference, type Asking } from '../calls/access.ts';
import { instantOf } from '../calls/call.ts';

interface RequestPlaces {
  readonly own: Database;
  readonly board: Database;
  isAnswered(key: KeyId): boolean;
}

export async function askForDevice(asking: Asking, body: unknown): Promise<object> {
  const { desk, session } = asking;
  const own = await ownDatabase(asking);
  const keyring = await desk.keys.keyring([await reference(asking), own]);
  const isAnswered = (key: KeyId): boolean => keyring.publicKeyOf(key) !== null;
  const places = { own: own.database, board: desk.engine.open('incb'), isAnswered };
  const { person } = session;
  const { keyId, asked } = await requestDevice(person, places, body, instantOf(desk), desk.limits);
  if (asked)
    await desk.audit.note({ authority: person.authority, by: person.id, what: 'device.asked', about: keyId });
  return { keyId };
}

/** A repeated request counts once, which `asked` shows. Open requests per person are bounded. */
export async function requestDevice(
  person: Person,
  { own, board, isAnswered }: RequestPlaces,
  body: unknown,
  now: Instant,
  limits: Limits
): Promise<{ readonly keyId: KeyId; readonly asked: boolean }> {
  const particulars = { ...particularsOf(person), requestedAt: now };
  const request = deviceRequestOf({ ...parseRequest(body), ...particulars });
  const asked = !(await isAsked(own, request));
  if (asked) {
    if ((await countOpen(own, person, isAnswered)) >= limits.openRequestsPerPerson)
      throw refusal(429, 'device.request.tooMany');
    await ask(own, request);
  }
  await showToBoard(request, board);
  return { keyId: request.keyId, asked };
}

/**
 * Renames the request after a change of name or job title, until a certificate answers it. The device signs under the
 * old certificate until then. True if written.
 */
export async function renameRequest(
  person: Person,
  key: KeyId,
  { own, board }: Omit<RequestPlaces, 'isAnswered'>
): Promise<boolean> {
  const held = await readDeviceRequest(own, DEVICE_REQUEST_PREFIX + key, person.authority);
  if (held?.person !== person.id) return false;
  const { key: publicKey, device, requestedAt } = held;
  const request = deviceRequestOf({ ...particularsOf(person), key: publicKey, device, requestedAt });
  if (await isAsked(own, request)) return false;
  await ask(own, request);
  await showToBoard(request, board);
  return true;
}

/** After a change of role, immediately: INCB must not certify an officer's key as an administrator's. */
export async function renameRequests(
  person: Person,
  places: Omit<RequestPlaces, 'isAnswered'>
): Promise<void> {
  for (const { keyId } of await requestsOf(places.own, person)) await renameRequest(person, keyId, places);
}

function particularsOf({ id, name, function: office, role, authority }: Person) {
  return { name, ...(office === '' ? {} : { function: office }), role, authority, person: id };
}

/** Also a request that a national server received. One that the Board has already follows a lower role. */
export async function showToBoard(request: DeviceRequestDocument, board: Database): Promise<void> {
  const isForBoard = request.role === 'administrator' || (await readDocument(board, request._id)) !== null;
  if (isForBoard && !(await isAsked(board, request))) await ask(board, request);
}

/**
 * A changed role or name makes a new request, but never for another person's key. An invalid document is overwritten.
 */
async function isAsked(database: Database, request: DeviceRequestDocument): Promise<boolean> {
  const parsed = parseDeviceRequest(await readDocument(database, request._id), request.authority);
  if (!parsed.ok) return false;
  const held = parsed.value;
  if (held.person !== request.person) return true;
  return held.role === request.role && held.name === request.name && held.function === request.function;
}

async function ask(database: Database, request: DeviceRequestDocument): Promise<void> {
  const held = await readDocument<{ _rev: string }>(database, request._id);
  await putUnlessChanged(database, { ...request, ...(held ? { _rev: held._rev } : {}) });
}

async function countOpen(
  database: Database,
  person: Person,
  isAnswered: RequestPlaces['isAnswered']
): Promise<number> {
  return (await requestsOf(database, person)).filter(({ keyId }) => !isAnswered(keyId)).length;
}

async function requestsOf(
  database: Database,
  { id, authority }: Person
): Promise<readonly DeviceRequestDocument[]> {
  const range = { startkey: DEVICE_REQUEST_PREFIX, endkey: DEVICE_REQUEST_PREFIX + '\ufff0' };
  const { rows } = await database.allDocs({ ...range, include_docs: true });
  const requests = rows.map(({ doc }) => parseDeviceRequest(doc, authority));
  return requests.flatMap((one) => (one.ok && one.value.person === id ? [one.value] : []));
}

function parseRequest(body: unknown): { key: PublicKey; device: string } {
  const { key, device } = isPlainObject(body) ? body : { key: null, device: null };
  if (!isPublicKey(key)) throw refusal(400, 'device.key.malformed', 'key');
  const named = textProblem(device, 1, 120, false);
  if (named) throw new Refusal(400, [{ ...named, path: 'device' }]);
  return { key, device: device as string };
}

/** Owner and status of a key: by its certificate, before that by its request. */
interface OwnDevice {
  readonly isOwn: boolean;
  readonly name: string | null;
  readonly isWithdrawn: boolean;
}

const NOT_THEIRS: OwnDevice = { isOwn: false, name: null, isWithdrawn: false };

export async function readDevice(asking: Asking, keyId: KeyId): Promise<OwnDevice> {
  const { id, authority } = asking.session.person;
  const own = await ownDatabase(asking);
  const { trust } = await asking.desk.keys.keyring([await reference(asking), own]);
  const holders = trust.standingsOf(keyId).flatMap(({ certificate }) => certificate?.body.holder ?? []);
  const holder = holders.find((one) => one.person === id && one.authority === authority);
  if (holder) {
    const { state } = keyStandingOf(trust, keyId, { person: id, authority }, instantOf(asking.desk));
    return { isOwn: true, name: holder.device, isWithdrawn: state === 'withdrawn' };
  }
  if (holders.length > 0) return NOT_THEIRS;
  const request = await readDeviceRequest(own.database, DEVICE_REQUEST_PREFIX + keyId, authority);
  return request?.person === id ? { isOwn: true, name: request.device, isWithdrawn: false } : NOT_THEIRS;
}
