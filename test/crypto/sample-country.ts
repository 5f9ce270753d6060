/** Builders: INCB's key, a country's people with certified devices, and what they state. */
import type {
  Act,
  BodyOf,
  CertificateBody,
  KeyRole,
  MessageBody,
  WithdrawalBody
} from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { AuthorityCode, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';

export const AU = 'AU' as CountryCode;
export const CH = 'CH' as CountryCode;

/** An instant of 2026: `at('03-01')`, `at('03-01T10:30')`. */
export function at(monthDayTime: string): Instant {
  const [day, time = '09:00'] = monthDayTime.split('T');
  return `2026-${day}T${time}:00.000Z` as Instant;
}

export interface Device {
  readonly authority: AuthorityCode;
  readonly person: string;
  readonly role: KeyRole;
  readonly key: SigningKey;
}

export async function aDevice(authority: AuthorityCode, person: string, role: KeyRole): Promise<Device> {
  return { authority, person, role, key: await importSigningKey(await generatePrivateJwk()) };
}

export const aRoot = (): Promise<Device> => aDevice('INCB', 'incb.root', 'root');

function aHead<K extends ActKind>(kind: K, by: Device, when: Instant) {
  const seq: Record<string, number> = { [by.authority]: 1 };
  const signatory = { person: by.person, name: 'A. Person', function: 'Delegate of the Secretary' };
  return { schema: 1, kind, issuer: by.authority, seq, at: when, by: signatory } as const;
}

export function aCertificateBody(
  by: Device,
  holder: Device,
  change: Partial<CertificateBody> = {}
): CertificateBody {
  return {
    ...aHead('certificate', by, change.at ?? at('01-01')),
    to: ['*'],
    key: holder.key.publicKey,
    keyId: holder.key.keyId,
    holder: {
      authority: holder.authority,
      person: holder.person,
      name: 'A. Person',
      role: holder.role,
      device: 'Office computer'
    },
    validFrom: at('01-01'),
    validUntil: at('12-31'),
    ...change
  };
}

export function certify(
  by: Device,
  holder: Device,
  change: Partial<CertificateBody> = {}
): Promise<Act<CertificateBody>> {
  return signBody(aCertificateBody(by, holder, change), by.key);
}

export function withdraw(
  by: Device,
  keyId: KeyId,
  withdrawnFrom: Instant,
  when: Instant = withdrawnFrom
): Promise<Act<WithdrawalBody>> {
  const head = aHead('withdrawal', by, when);
  return signBody({ ...head, to: ['*'], keyId, withdrawnFrom, reason: 'computer stolen' }, by.key);
}

export function aMessageBody(
  by: Device,
  when: Instant = at('06-01'),
  change: Partial<MessageBody> = {}
): MessageBody {
  const to = by.authority === CH ? AU : CH;
  const head = aHead('message', by, when);
  return { ...head, seq: { ...head.seq, [to]: 1 }, to: [to], text: 'Is line 2 the hydrate?', ...change };
}

export function state(by: Device, when: Instant = at('06-01'), change: Partial<MessageBody> = {}) {
  return signBody(aMessageBody(by, when, change), by.key);
}

export function aDeliveryBody(by: Device, of: Act): BodyOf<'receipt'> {
  const head = aHead('receipt', by, at('06-01T09:05'));
  return { ...head, seq: { ...head.seq, AU: 1 }, to: [AU], stage: 'delivered', of: [of._id], where: CH };
}

/** INCB certified the administrator, who certified the officer. */
export async function aCountry(root: Device, code: CountryCode) {
  const slug = code.toLowerCase();
  const administrator = await aDevice(code, `${slug}.administrator`, 'administrator');
  const officer = await aDevice(code, `${slug}.officer`, 'officer');
  const acts = [await certify(root, administrator), await certify(administrator, officer)] as const;
  return { administrator, officer, acts };
}
