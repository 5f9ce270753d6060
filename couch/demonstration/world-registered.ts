/**
 * The 53 countries of the slide of 22 March 2019, except Kenya and Algeria (`registered.ts`). Authorities' names are
 * placeholders, persons are invented.
 */
import type { NewPerson } from '#couch/accounts/accounts.ts';
import { addDays, instantToDate } from '#lib/domain/calendar-date.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { PROVISION_STEPS, registrationId, type Registration } from '#lib/domain/registration/registration.ts';
import type { RegistrationRequest } from '#lib/domain/registration/request.ts';
import { standingId, type Standing } from '#lib/domain/registration/standing.ts';
import { REGISTRATION_2019 } from '#lib/domain/usage/registration-2019.ts';
import { PAIR, authorityOf } from './authorities.ts';
import { Random } from './random.ts';
import { ALGERIA, KENYA, sentOn, UNKNOWN_ADDRESS } from './registered.ts';

const { active: ACTIVE, 'not-active': NOT_ACTIVE, requested: REQUESTING } = REGISTRATION_2019;

export interface Stands {
  readonly country: CountryCode;
  readonly registration: Registration;
  readonly standing: Standing | null;
  /** Null before registration, or until its administrator enters name and address. */
  readonly setting: ({ readonly _id: string } & Record<string, unknown>) | null;
  readonly isNamed: boolean;
}

/** `activeSince`: each country's first act of a trade. */
export function standsOfWorld(
  now: Instant,
  activeSince: ReadonlyMap<CountryCode, Instant>
): readonly Stands[] {
  const random = new Random(57);
  const today = instantToDate(now);
  const at = (days: number): Instant => `${addDays(today, -days)}T09:30:00.000Z` as Instant;
  const registered = [...ACTIVE, ...NOT_ACTIVE].map((country) => {
    const days = activeSince.has(country) ? random.between(430, 900) : random.between(60, 900);
    const dates = {
      asked: at(days + random.between(20, 90)),
      letter: at(days + random.between(4, 19)),
      confirmed: at(days)
    };
    return toRegistered(country, dates, activeSince.get(country));
  });
  const asking = REQUESTING.map((country, index) =>
    // A letter of these days can still be used.
    toAsking(country, at(random.between(4, hasLetter(index) ? 50 : 200)), index)
  );
  const isTold = new Set<CountryCode>([...PAIR.map(({ country }) => country), KENYA, ALGERIA]);
  return [...registered, ...asking].filter(({ country }) => !isTold.has(country));
}

interface Dates {
  readonly asked: Instant;
  readonly letter: Instant;
  readonly confirmed: Instant;
}

function toRegistered(country: CountryCode, dates: Dates, activeSince: Instant | undefined): Stands {
  const asked = requestOf(country);
  const _id = registrationId(country, 1);
  const registration: Registration = {
    ...{ _id, schema: 1, ...asked, status: 'confirmed', askedAt: dates.asked, marks: [] },
    ...{ letterAt: dates.letter, letterBy: 'incb.secretary', letterUntil: laterBy(dates.letter, 60) },
    letterEvents: [sentOn(dates.letter)],
    ...{ decidedAt: dates.confirmed, decidedBy: 'letter', how: 'code' },
    steps: PROVISION_STEPS.map((step) => ({ step, at: dates.confirmed }))
  };
  const standing: Standing = {
    ...{ _id: standingId(country), schema: 1, country, state: 'registered' },
    ...{ registeredAt: dates.confirmed, since: dates.confirmed, by: 'letter', registration: _id },
    ...(activeSince === undefined ? {} : { activeSince })
  };
  const known = knownAuthority(country);
  return {
    country,
    registration,
    standing,
    setting: known && {
      ...{ _id: 'setting:country', schema: 1 },
      authority: { name: known.name, address: known.address }
    },
    // Every other one, in the order of their codes.
    isNamed: [...ACTIVE].sort().indexOf(country) % 2 === 0
  };
}

/** Every third waits for its Government to enter the code of INCB's letter, which `seed.ts` prints. */
function hasLetter(index: number): boolean {
  return index % 3 === 1;
}

function toAsking(country: CountryCode, askedAt: Instant, index: number): Stands {
  const letterAt = laterBy(askedAt, 2);
  const letter = hasLetter(index)
    ? ({
        status: 'letter',
        letterAt,
        letterBy: 'incb.secretary',
        letterUntil: laterBy(letterAt, 60),
        letterEvents: [sentOn(letterAt)]
      } as const)
    : ({ status: 'asked' } as const);
  const head = { _id: registrationId(country, 1), schema: 1, askedAt, marks: [], steps: [] } as const;
  return {
    country,
    registration: { ...head, ...letter, ...requestOf(country) },
    standing: null,
    setting: null,
    isNamed: false
  };
}

function laterBy(instant: Instant, days: number): Instant {
  return new Date(Date.parse(instant) + days * 86_400_000).toISOString() as Instant;
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

/** Names that differ between the platform and the United Nations; a test compares all. */
const UN_NAMES: Readonly<Record<string, string>> = {
  LA: "Lao People's Democratic Republic",
  LC: 'Saint Lucia',
  NL: 'Netherlands (Kingdom of the)',
  US: 'United States of America'
};

function nameOf(country: CountryCode): string {
  return UN_NAMES[country] ?? NAMES.of(country) ?? country;
}

/** One administrator per registered country without trade, all with one password. */
export function administratorsOfWorld(): readonly NewPerson[] {
  return NOT_ACTIVE.filter((country) => country !== KENYA).map((country) => ({
    id: `${country.toLowerCase()}.admin`,
    name: `Administrator of ${nameOf(country)} (demonstration)`,
    function: OFFICE,
    role: 'administrator',
    authority: country,
    password: SHARED_PASSWORD
  }));
}

export const SHARED_PASSWORD = 'registry-lantern-26';
const OFFICE = 'Head of the competent national authority';

function knownAuthority(country: CountryCode): ReturnType<typeof authorityOf> | null {
  return ACTIVE.includes(country) ? authorityOf(country) : null;
}

function requestOf(country: CountryCode): RegistrationRequest {
  const known = knownAuthority(country);
  const domain = `authority-${country.toLowerCase()}.example`;
  return {
    country,
    authority:
      known?.name ?? `Competent national authority of ${nameOf(country)} (name not known; demonstration)`,
    name: known?.people[0]?.name ?? `Administrator of ${nameOf(country)} (demonstration)`,
    function: OFFICE,
    email: `head@${domain}`,
    address: known?.address ?? UNKNOWN_ADDRESS,
    language: 'en'
  };
}
