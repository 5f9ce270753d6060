/**
 * This device's standing: a key made here, asked for at the server, certified by the country's
 * administrator in an act that comes by replication. Until then drafts are possible and acts are not.
 */
import type { ActOf, CertificateBody, WithdrawalBody } from '#lib/domain/act/body.ts';
import type { CalendarDate, Instant, KeyId } from '#lib/domain/ids.ts';
import { mayCertify } from '#lib/domain/registration/certify.ts';
import {
  DEVICE_REQUEST_PREFIX,
  parseDeviceRequest,
  requestToHolder,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { generateDeviceKey, openDeviceKey, type SigningKey } from '#lib/crypto/key.ts';
import type { Vault } from '#lib/crypto/vault.ts';
import type { DeviceRequest, DeviceState, Person, Role } from './api.ts';
import type { DeviceBook } from './device-book.ts';
import type { Numbers } from './numbers.ts';
import type { Records } from './records.ts';
import type { Scribe } from './scribe.ts';

/** How long a device is certified for; this system's own choice, to be renewed by an administrator. */
const CERTIFIED_YEARS = 2;

const NONE = { state: 'none' } as const;

export async function openSigningKey(book: DeviceBook, vault: Vault): Promise<Result<SigningKey>> {
  const sealed = book.device.key;
  if (sealed) return openDeviceKey(vault, sealed);
  const made = await generateDeviceKey(vault);
  await book.updateDevice((device) => ({ ...device, key: device.key ?? made.sealed }));
  return accept(made.key);
}

export function readDeviceState(
  person: Person,
  key: SigningKey | null,
  parts: { records: Records; book: DeviceBook; numbers: Numbers | null; now: Instant; today: CalendarDate }
): DeviceState {
  const { records, book, numbers, now, today } = parts;
  const left = (kind: 'import-authorization' | 'export-authorization'): number =>
    key && numbers ? numbers.left(kind, today, key.keyId) : 0;
  const holder = { authority: person.authority, person: person.id };
  const standing = key ? keyStandingOf(records.keyring.trust, key.keyId, holder, now) : NONE;
  const isNone = standing.state === 'none';
  return {
    state: isNone ? (book.device.requested ? 'waiting' : 'none') : standing.state,
    keyId: key?.keyId ?? null,
    fingerprint: key ? fingerprintOf(key.keyId) : null,
    validUntil: isNone ? null : standing.until,
    numbersLeft: {
      'import-authorization': left('import-authorization'),
      'export-authorization': left('export-authorization')
    }
  };
}

/**
 * Requests that this person may answer and no certificate answers yet, as the server wrote them from each
 * person's session: an administrator's are his authority's, INCB's are of administrators and of its own people.
 */
export function listDeviceRequests(person: Person, records: Records): DeviceRequest[] {
  if (person.role !== 'administrator' && person.role !== 'incb') return [];
  const certifier = { authority: person.authority, role: 'administrator' } as const;
  const requests: DeviceRequest[] = [];
  for (const [id, document] of records.shelf.others) {
    if (!id.startsWith(DEVICE_REQUEST_PREFIX)) continue;
    const request = parseDeviceRequest(document, person.authority);
    const holder = request.ok ? requestToHolder(request.value) : request;
    if (!request.ok || !holder.ok || !mayCertify(certifier, holder.value)) continue;
    if (!isCertified(request.value, records)) requests.push(toRequest(request.value));
  }
  return requests.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** As this person's: what another country certified the same key as answers nothing here. */
function isCertified({ keyId, person, authority }: DeviceRequestDocument, records: Records): boolean {
  return records.keyring.trust.standingsOf(keyId).some(({ certificate }) => {
    const holder = certificate?.body.holder;
    return holder?.authority === authority && holder.person === person;
  });
}

function toRequest(document: DeviceRequestDocument): DeviceRequest {
  const { key, keyId, device, person, name, role, authority, requestedAt } = document;
  return {
    keyId,
    key,
    person: { id: person, name, function: '', role: role as Role, authority },
    device,
    fingerprint: fingerprintOf(keyId),
    at: requestedAt
  };
}

/** An administrator, or INCB, certifies what he has compared by fingerprint with the person himself. */
export async function certifyDevice(
  request: DeviceRequest,
  scribe: Scribe,
  now: Instant
): Promise<Result<ActOf<'certificate'>>> {
  const { key, keyId, device } = request;
  const { id, name, role, authority } = request.person;
  const holder = requestToHolder({ authority, role, person: id, name, device });
  return holder.ok ? stateCertificate({ key, keyId, holder: holder.value }, scribe, now) : holder;
}

function stateCertificate(
  subject: Pick<CertificateBody, 'key' | 'keyId' | 'holder'>,
  scribe: Scribe,
  now: Instant
): Promise<Result<ActOf<'certificate'>>> {
  const until = new Date(now);
  until.setUTCFullYear(until.getUTCFullYear() + CERTIFIED_YEARS);
  const validUntil = until.toISOString() as Instant;
  return scribe.state<CertificateBody>(['*'], (stamp) =>
    accept({ schema: 1, kind: 'certificate', ...stamp, ...subject, validFrom: now, validUntil })
  );
}

/** Ends a key from now on: what was signed before stays good. */
export function withdrawKey(
  keyId: KeyId,
  reason: string,
  scribe: Scribe,
  now: Instant
): Promise<Result<ActOf<'withdrawal'>>> {
  return scribe.state<WithdrawalBody>(['*'], (stamp) =>
    accept({ schema: 1, kind: 'withdrawal', ...stamp, keyId, withdrawnFrom: now, reason })
  );
}
