/** An administrator for devices of the authority, INCB for administrators and its own staff. */
import type { ActOf, CertificateBody, WithdrawalBody } from '#lib/domain/act/body.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { mayCertify, type Holder } from '#lib/domain/registration/certify.ts';
import {
  DEVICE_REQUEST_PREFIX,
  parseDeviceRequest,
  requestToHolder
} from '#lib/domain/registration/device-request.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import { CERTIFIED_YEARS } from '#lib/domain/own-choices.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { DeviceRequest, Person } from '../api.ts';
import { certifierOf } from '../index/device-requests.ts';
import type { Records } from '../index/records.ts';
import { ActSigner, type SignerParts } from './act-signer.ts';

export async function certifyDevice(
  request: DeviceRequest,
  signing: SignerParts,
  now: Instant
): Promise<Result<ActOf<'certificate'>>> {
  const { key, keyId, device } = request;
  const { id, name, function: office, role, authority } = request.person;
  const holder = requestToHolder({ authority, role, person: id, name, function: office, device });
  return holder.ok ? stateCertificate({ key, keyId, holder: holder.value }, signing, now) : holder;
}

/** For two more years from now: the device needs no new key and loses no day. No one renews their own. */
export async function renewKey(
  keyId: KeyId,
  parts: {
    readonly person: Person;
    readonly records: Records;
    readonly signing: SignerParts;
    readonly now: Instant;
  }
): Promise<Result<ActOf<'certificate'>>> {
  const { person, records, signing, now } = parts;
  const certifier = certifierOf(person);
  const { trust } = records.keyring;
  const holders = trust.standingsOf(keyId).flatMap(({ certificate }) => certificate?.body.holder ?? []);
  const holder = holders.find((one) => certifier !== null && mayCertify(certifier, one));
  const standing = holder ? keyStandingOf(trust, keyId, holder, now) : null;
  if (standing === null || standing.state === 'none') return refuse({ code: 'device.key.notYours' });
  if (standing.state === 'withdrawn') return refuse({ code: 'device.key.withdrawn' });
  const { key, holder: named } = standing.certificate.body;
  return stateCertificate({ key, keyId, holder: asNamedNow(named, keyId, records) }, signing, now);
}

/** The request, rewritten with the account's current name and job title. */
function asNamedNow(holder: Holder, keyId: KeyId, { shelf }: Pick<Records, 'shelf'>): Holder {
  const request = parseDeviceRequest(shelf.others.get(DEVICE_REQUEST_PREFIX + keyId), holder.authority);
  if (!request.ok || request.value.person !== holder.person) return holder;
  if (request.value.authority !== holder.authority) return holder;
  const { name, function: office } = request.value;
  return { ...holder, name, ...(office === undefined ? {} : { function: office }) };
}

function stateCertificate(
  subject: Pick<CertificateBody, 'key' | 'keyId' | 'holder'>,
  signing: SignerParts,
  now: Instant
): Promise<Result<ActOf<'certificate'>>> {
  const until = new Date(now);
  until.setUTCFullYear(until.getUTCFullYear() + CERTIFIED_YEARS);
  const validUntil = until.toISOString() as Instant;
  return new ActSigner(signing).state<CertificateBody>(['*'], (stamp) =>
    accept({ schema: 1, kind: 'certificate', ...stamp, ...subject, validFrom: now, validUntil })
  );
}

/** Earlier signatures stay good. */
export function withdrawKey(
  keyId: KeyId,
  reason: string,
  signing: SignerParts,
  now: Instant
): Promise<Result<ActOf<'withdrawal'>>> {
  return new ActSigner(signing).state<WithdrawalBody>(['*'], (stamp) =>
    accept({ schema: 1, kind: 'withdrawal', ...stamp, keyId, withdrawnFrom: now, reason })
  );
}
