/** The demonstration's chain of trust: Board → administrators and exchange → officers, as acts like any other. */
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Act, CertificateBody, KeyRole, Signatory } from '#lib/domain/act/body.ts';
import { addDays, addMonths, instantToDate } from '#lib/domain/calendar-date.ts';
import type { AuthorityCode, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import { authorityOf } from './authorities.ts';
import type { DemonstrationPerson } from './authority.ts';
import type { DemonstrationKeys } from './keys.ts';
import { Scribe, type Office } from './scribe.ts';

const BOARD: Signatory = {
  person: 'incb.demonstration',
  name: 'Demonstration secretariat',
  function: 'INCB (invented)'
};

function personOf(country: CountryCode, role: 'administrator' | 'officer'): DemonstrationPerson {
  const person = authorityOf(country).people.find((one) => one.role === role);
  if (!person) throw new Error(`no ${role} in ${country}`);
  return person;
}

function signatoryOf({ id, name, function: office }: DemonstrationPerson): Signatory {
  return { person: id, name, function: office };
}

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
  role: 'administrator' | 'officer',
  keys: DemonstrationKeys
): Office {
  const key = role === 'administrator' ? keys[`${country}.admin`] : keys[`${country}.officer`];
  if (!key) throw new Error(`no key of the ${role} of ${country}`);
  return { authority: country, key, by: signatoryOf(personOf(country, role)) };
}

/**
 * Certifies devices automatically. A data folder of version 0.1.0 has no key for it, so the administrator's key signs.
 */
export function clerkOffice(country: CountryCode, keys: DemonstrationKeys): Office {
  const key = keys[`${country}.clerk`];
  return key ? { authority: country, key, by: AUTOMATIC } : officeOf(country, 'administrator', keys);
}

export interface Certified {
  readonly key: Pick<SigningKey, 'publicKey' | 'keyId'>;
  readonly authority: AuthorityCode;
  readonly person: string;
  readonly name: string;
  readonly function?: string;
  readonly role: KeyRole;
  readonly device: string;
}

/** Valid for two years from `from`. */
export function certify(
  scribe: Scribe,
  at: Instant,
  from: Instant,
  holder: Certified
): Promise<Act<CertificateBody>> {
  const until = addMonths(instantToDate(from), 24);
  return scribe.write<CertificateBody>(['*'], at, {
    kind: 'certificate',
    key: holder.key.publicKey,
    keyId: holder.key.keyId as KeyId,
    holder: {
      authority: holder.authority,
      person: holder.person,
      name: holder.name,
      ...(holder.function === undefined ? {} : { function: holder.function }),
      role: holder.role,
      device: holder.device
    },
    validFrom: from,
    validUntil: `${until}T00:00:00.000Z`
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
  const board = new Scribe(boardOffice(keys));
  const byCountry = new Map<CountryCode, readonly Act[]>();
  const server = {
    person: 'exchange',
    name: 'Exchange',
    role: 'exchange',
    device: 'Demonstration server'
  } as const;
  await certify(board, from, from, { key: exchange, authority: 'EXCHANGE', ...server });
  for (const country of countries) {
    const { id, name, function: office } = personOf(country, 'administrator');
    const admin = officeOf(country, 'administrator', keys);
    await certify(board, from, from, {
      key: admin.key,
      authority: country,
      person: id,
      name,
      function: office,
      role: 'administrator',
      device: 'Demonstration records, administrator'
    });
    await certify(board, from, from, {
      key: clerkOffice(country, keys).key,
      authority: country,
      ...AUTOMATIC,
      role: 'administrator',
      device: 'Demonstration server'
    });
    await board.write(['*'], from, directoryEntry(country));
    byCountry.set(country, await certifyOfficer(country, admin, keys, from));
  }
  return { board: board.written, byCountry };
}

function directoryEntry(country: CountryCode): { readonly kind: 'authority' } & Record<string, unknown> {
  const { name, address, legalBasis } = authorityOf(country);
  return { kind: 'authority', authority: country, name, address, legalBasis };
}

async function certifyOfficer(
  country: CountryCode,
  admin: Office,
  keys: DemonstrationKeys,
  from: Instant
): Promise<readonly Act[]> {
  const scribe = new Scribe(admin);
  const { id, name, function: office } = personOf(country, 'officer');
  const { key } = officeOf(country, 'officer', keys);
  await certify(scribe, from, from, {
    key,
    authority: country,
    person: id,
    name,
    function: office,
    role: 'officer',
    device: 'Demonstration records'
  });
  return scribe.written;
}
