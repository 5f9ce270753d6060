/** For an administrator those of the authority, for INCB those of administrators and its own staff. */
import { mayCertify, type Signer } from '#lib/domain/registration/certify.ts';
import {
  DEVICE_REQUEST_PREFIX,
  parseDeviceRequest,
  requestToHolder,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import { may, keyRoleOf } from '#lib/domain/registration/rights.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import type { DeviceRequest, Person, Role } from '../api.ts';
import type { Records } from './records.ts';

export function certifierOf(person: Person): Signer | null {
  const role = may(person, 'manage') ? keyRoleOf(person.role) : null;
  return role === null ? null : { authority: person.authority, role };
}

export function listDeviceRequests(person: Person, records: Records): DeviceRequest[] {
  const certifier = certifierOf(person);
  if (certifier === null) return [];
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

/** Under their current name; another country's certificate for the same key does not count. */
function isCertified(request: DeviceRequestDocument, records: Records): boolean {
  const { keyId, person, authority, name, function: office } = request;
  return records.keyring.trust.standingsOf(keyId).some(({ certificate }) => {
    const holder = certificate?.body.holder;
    if (holder?.authority !== authority || holder.person !== person || holder.name !== name) return false;
    // Earlier certificates have no job title and are renewed in time.
    return holder.function === undefined || office === undefined || holder.function === office;
  });
}

function toRequest(document: DeviceRequestDocument): DeviceRequest {
  const { key, keyId, device, person, name, function: office = '', role, authority, requestedAt } = document;
  return {
    keyId,
    key,
    person: { id: person, name, function: office, role: role as Role, authority },
    device,
    fingerprint: fingerprintOf(keyId),
    at: requestedAt
  };
}
