/** The demonstration's chain of trust: Board → administrators and exchange → officers, as acts like any other. */
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Act, CertificateBody, Signatory } from '#lib/domain/act/body.ts';
import { addDays, addMonths, instantToDate } from '#lib/domain/calendar-date.ts';
import type { CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import { authorityOf, type DemonstrationPerson } from './authorities.ts';
import { ActSigner, type DemonstrationKeys, type Office } from './signing.ts';

const BOARD: Signatory = {
  person: 'incb.demonstration',
  name: 'Demonstration secretariat',
  function: 'INCB (invented)'
};
const AUTOMATIC: Signatory = {
  person: AUTOMATIC_CERTIFIER,
  name: 'Automatic certification',
  function: 'Demonstration'
};

export function boardOffice(keys: DemonstrationKeys): Office {
  return { authority: 'INCB', key: keys.INCB, by: BOARD };
}

export function officeOf(
  country: CountryCode,
  role: DemonstrationPerson['role'],
  keys: DemonstrationKeys
): Office {
  const key = role === 'administrator' ? keys[`${country}.admin`] : keys[`${country}.officer`];
  const person = authorityOf(country).people.find((one) => one.role === role);
  if (!key || !person) throw new Error(`no ${role} of ${country}`);
  return { authority: country, key, by: { person: person.id, name: person.name, function: person.function } };
}

/**
 * Certifies devices automatically. A data folder of version 0.1.0 has no key for it, so the administrator's key signs.
 */
export function clerkOffice(country: CountryCode, keys: DemonstrationKeys): Office {
  const key = keys[`${country}.clerk`];
  return key ? { authority: country, key, by: AUTOMATIC } : officeOf(country, 'administrator', keys);
}

type Holder = CertificateBody['holder'] & { readonly key: Pick<SigningKey, 'publicKey' | 'keyId'> };

/** Valid for two years from `from`. */
export function certify(
  signer: ActSigner,
  at: Instant,
  from: Instant,
  { key, authority, person, name, function: title, role, device }: Holder
): Promise<Act<CertificateBody>> {
  return signer.write<CertificateBody>(['*'], at, {
    kind: 'certificate',
    key: key.publicKey,
    keyId: key.keyId as KeyId,
    holder: { authority, person, name, ...(title === undefined ? {} : { function: title }), role, device },
    validFrom: from,
    validUntil: `${addMonths(instantToDate(from), 24)}T00:00:00.000Z`
  });
}

/** Needed before the year's first act. */
export async function certifyAll(
  keys: DemonstrationKeys,
  exchange: Pick<SigningKey, 'publicKey' | 'keyId'>,
  countries: readonly CountryCode[],
  today: Instant
): Promise<{ readonly board: readonly Act[]; readonly byCountry: ReadonlyMap<CountryCode, readonly Act[]> }> {
  const from = `${addDays(instantToDate(today), -420)}T08:00:00.000Z` as Instant;
  const board = new ActSigner(boardOffice(keys));
  const byCountry = new Map<CountryCode, readonly Act[]>();
  const onServer = { device: 'Demonstration server' };
  const server = { authority: 'EXCHANGE', person: 'exchange', name: 'Exchange', role: 'exchange' } as const;
  await certify(board, from, from, { key: exchange, ...server, ...onServer });
  for (const country of countries) {
    const administrator = { authority: country, role: 'administrator' } as const;
    const [admin, officer] = [officeOf(country, 'administrator', keys), officeOf(country, 'officer', keys)];
    const device = 'Demonstration records, administrator';
    await certify(board, from, from, { key: admin.key, ...administrator, ...admin.by, device });
    const { key } = clerkOffice(country, keys);
    await certify(board, from, from, { key, ...administrator, ...AUTOMATIC, ...onServer });
    const { name, address, legalBasis } = authorityOf(country);
    await board.write(['*'], from, { kind: 'authority', authority: country, name, address, legalBasis });
    const records = { authority: country, role: 'officer', device: 'Demonstration records' } as const;
    const signer = new ActSigner(admin);
    await certify(signer, from, from, { key: officer.key, ...officer.by, ...records });
    byCountry.set(country, signer.written);
  }
  return { board: board.written, byCountry };
}
