/**
 * A device asks to be certified: its public key waits in the country's database for an administrator, and
 * an administrator's own in the Board's database as well, because a country's first one is certified by INCB.
 */
import type { Person } from '#couch/accounts/accounts.ts';
import { readDeviceRequest } from '#couch/database/device-request.ts';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import { isPlainObject, textProblem } from '#lib/domain/shape/shape.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { isPublicKey } from '#lib/domain/registration/key-id.ts';
import {
  DEVICE_REQUEST_PREFIX,
  deviceRequestOf,
  parseDeviceRequest,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import type { Limits } from '#couch/base/limits.ts';
import { Refusal, refusal } from '../bounds/refusal.ts';

export interface RequestPlaces {
  readonly own: Database;
  /** Where INCB's people see what they alone can certify. */
  readonly board: Database;
  /** A certificate names the key: nobody waits for it any more. */
  isAnswered(key: KeyId): boolean;
}

/** Asking twice is asking once, which `asked` tells; a person's open requests are counted. */
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
 * Whoever has been given another name or office since their device asked is named anew in what it asks for: a
 * certificate answers it, and until then the device signs as it is certified. True where it was written.
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

function particularsOf({ id, name, function: office, role, authority }: Person) {
  return { name, ...(office === '' ? {} : { function: office }), role, authority, person: id };
}

/** That a national server has taken of its country's administrator: INCB sees it here as any other. */
export async function showToBoard(request: DeviceRequestDocument, board: Database): Promise<void> {
  if (request.role === 'administrator' && !(await isAsked(board, request))) await ask(board, request);
}

/**
 * Whoever has another role or name since asks as that; nobody takes the place of another who asked with this key.
 * What is no request has taken nobody's place and is written over.
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
  { id, authority }: Person,
  isAnswered: RequestPlaces['isAnswered']
): Promise<number> {
  const range = { startkey: DEVICE_REQUEST_PREFIX, endkey: DEVICE_REQUEST_PREFIX + '\ufff0' };
  const { rows } = await database.allDocs({ ...range, include_docs: true });
  const requests = rows.map(({ doc }) => parseDeviceRequest(doc, authority));
  return requests.filter((one) => one.ok && one.value.person === id && !isAnswered(one.value.keyId)).length;
}

function parseRequest(body: unknown): { key: PublicKey; device: string } {
  const { key, device } = isPlainObject(body) ? body : { key: null, device: null };
  if (!isPublicKey(key)) throw refusal(400, 'device.key.malformed', 'key');
  const named = textProblem(device, 1, 120, false);
  if (named) throw new Refusal(400, [{ ...named, path: 'device' }]);
  return { key, device: device as string };
}
