/**
 * Registration of the 53 countries on the slide of 22 March 2019: Algeria has requested an account, Kenya is registered
 * and has issued nothing; both are in every demonstration. Authorities' names are placeholders, persons are invented.
 */
import type { NewPerson } from '#couch/accounts/accounts.ts';
import { addDays, instantToDate } from '#lib/domain/calendar-date.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  type LetterEvent,
  PROVISION_STEPS,
  registrationId,
  type Registration
} from '#lib/domain/registration/registration.ts';
import type { RegistrationRequest } from '#lib/domain/registration/request.ts';
import { standingId, type Standing } from '#lib/domain/registration/standing.ts';
import { REGISTRATION_2019 } from '#lib/domain/usage/registration-2019.ts';
import { authorityOf, PAIR } from './authorities.ts';
import { Random } from './random.ts';

const { active: ACTIVE, 'not-active': NOT_ACTIVE, requested: REQUESTING } = REGISTRATION_2019;
const ALGERIA = 'DZ' as CountryCode;
export const KENYA = 'KE' as CountryCode;

export const SECRETARY = 'incb.secretary';
/** Confirms the lists that the secretary signs. */
export const DEPUTY = 'incb.deputy';
const OFFICE = 'Head of the competent national authority';
const UNKNOWN_ADDRESS = 'Demonstration: address not known';
const KENYAN = 'Joyce Mutua (demonstration)';

export const OTHER_PEOPLE: readonly NewPerson[] = [
  {
    id: SECRETARY,
    name: 'Demonstration secretary',
    function: 'INCB secretariat (invented)',
    ...({ role: 'incb', authority: 'INCB', password: 'vienna-registry-26' } as const)
  },
  {
    id: DEPUTY,
    name: 'Demonstration deputy secretary',
    function: 'INCB secretariat (invented)',
    ...({ role: 'incb', authority: 'INCB', password: 'danube-ledger-26' } as const)
  },
  {
    id: 'trainer.demo',
    name: 'Demonstration trainer',
    function: 'Trainer (invented)',
    ...({ role: 'trainer', authority: 'INCB', password: 'blackboard-river-26' } as const)
  },
  {
    id: 'ke.admin',
    name: KENYAN,
    function: OFFICE,
    ...({ role: 'administrator', authority: KENYA, password: 'savanna-lantern-26' } as const)
  }
];

interface Registered {
  readonly registration: Registration;
  readonly standing: Standing;
}

export function registeredBefore(now: Instant): {
  readonly requests: readonly Registration[];
  readonly standing: Standing;
} {
  const [asked, letter, confirmed] = [dayBefore(now, 150), dayBefore(now, 146), dayBefore(now, 120)];
  const kenya = toRegistered(requestOf(KENYA, KENYAN, 'joyce.mutua@authority-ke.example'), {
    asked,
    letter,
    confirmed
  });
  const algeria: Registration = {
    _id: registrationId(ALGERIA, 1),
    schema: 1,
    status: 'asked',
    askedAt: dayBefore(now, 3),
    ...requestOf(ALGERIA, 'Amina Belkacem (demonstration)', 'amina.belkacem@authority-dz.example'),
    language: 'fr',
    marks: [],
    steps: []
  };
  return { requests: [kenya.registration, algeria], standing: kenya.standing };
}

interface CountryRegistration {
  readonly country: CountryCode;
  readonly registration: Registration;
  readonly standing: Standing | null;
  readonly setting: ({ readonly _id: string } & Record<string, unknown>) | null;
  readonly isNamed: boolean;
}

/** All but the pair, Kenya and Algeria. `activeSince`: each country's first act of a trade. */
export function registrationsOfWorld(
  now: Instant,
  activeSince: ReadonlyMap<CountryCode, Instant>
): readonly CountryRegistration[] {
  const random = new Random(57);
  const at = (days: number): Instant => dayBefore(now, days);
  const registered = [...ACTIVE, ...NOT_ACTIVE].map((country): CountryRegistration => {
    const days = activeSince.has(country) ? random.between(430, 900) : random.between(60, 900);
    const dates = {
      asked: at(days + random.between(20, 90)),
      letter: at(days + random.between(4, 19)),
      confirmed: at(days)
    };
    const known = knownAuthority(country);
    const authority = known && { name: known.name, address: known.address };
    return {
      country,
      ...toRegistered(requestOf(country), dates, activeSince.get(country)),
      setting: authority && { _id: 'setting:country', schema: 1, authority },
      isNamed: [...ACTIVE].sort().indexOf(country) % 2 === 0
    };
  });
  const asking = REQUESTING.map((country, index) =>
    toAsking(country, at(random.between(4, hasLetter(index) ? 50 : 200)), index)
  );
  const isTold = new Set<CountryCode>([...PAIR.map(({ country }) => country), KENYA, ALGERIA]);
  return [...registered, ...asking].filter(({ country }) => !isTold.has(country));
}

function toRegistered(
  request: RegistrationRequest,
  { asked, letter, confirmed }: Readonly<Record<'asked' | 'letter' | 'confirmed', Instant>>,
  activeSince?: Instant
): Registered {
  const { country } = request;
  const _id = registrationId(country, 1);
  return {
    registration: {
      _id,
      schema: 1,
      ...request,
      status: 'confirmed',
      askedAt: asked,
      marks: [],
      ...letterOn(letter),
      decidedAt: confirmed,
      decidedBy: 'letter',
      how: 'code',
      steps: PROVISION_STEPS.map((step) => ({ step, at: confirmed }))
    },
    standing: {
      _id: standingId(country),
      schema: 1,
      country,
      state: 'registered',
      registeredAt: confirmed,
      since: confirmed,
      by: 'letter',
      registration: _id,
      ...(activeSince === undefined ? {} : { activeSince })
    }
  };
}

/** Every third waits for its Government to enter the code of INCB's letter, which `seed.ts` prints. */
function hasLetter(index: number): boolean {
  return index % 3 === 1;
}

function toAsking(country: CountryCode, askedAt: Instant, index: number): CountryRegistration {
  const head = { _id: registrationId(country, 1), schema: 1, askedAt, marks: [], steps: [] } as const;
  const letter = hasLetter(index)
    ? ({ status: 'letter', ...letterOn(laterBy(askedAt, 2)) } as const)
    : ({ status: 'asked' } as const);
  const registration = { ...head, ...letter, ...requestOf(country) };
  return { country, registration, standing: null, setting: null, isNamed: false };
}

function letterOn(
  letter: Instant
): Required<Pick<Registration, 'letterAt' | 'letterBy' | 'letterUntil' | 'letterEvents'>> {
  const sent: LetterEvent = {
    what: 'sent',
    on: instantToDate(letter),
    how: 'diplomatic',
    letter,
    at: letter,
    by: SECRETARY
  };
  const until = laterBy(letter, 60);
  return { letterAt: letter, letterBy: SECRETARY, letterUntil: until, letterEvents: [sent] };
}

function dayBefore(now: Instant, days: number): Instant {
  return `${addDays(instantToDate(now), -days)}T09:30:00.000Z` as Instant;
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

function administratorOf(country: CountryCode): string {
  return `Administrator of ${nameOf(country)} (demonstration)`;
}

export const SHARED_PASSWORD = 'registry-lantern-26';

export function administratorsOfWorld(): readonly NewPerson[] {
  return NOT_ACTIVE.filter((country) => country !== KENYA).map((country) => ({
    id: `${country.toLowerCase()}.admin`,
    name: administratorOf(country),
    function: OFFICE,
    ...({ role: 'administrator', authority: country, password: SHARED_PASSWORD } as const)
  }));
}

function knownAuthority(country: CountryCode): ReturnType<typeof authorityOf> | null {
  return ACTIVE.includes(country) ? authorityOf(country) : null;
}

function requestOf(country: CountryCode, name?: string, email?: string): RegistrationRequest {
  const known = knownAuthority(country);
  const unknown = `Competent national authority of ${nameOf(country)} (name not known; demonstration)`;
  return {
    country,
    authority: known?.name ?? unknown,
    name: name ?? known?.people[0]?.name ?? administratorOf(country),
    function: OFFICE,
    email: email ?? `head@authority-${country.toLowerCase()}.example`,
    address: known?.address ?? UNKNOWN_ADDRESS,
    language: 'en'
  };
}
