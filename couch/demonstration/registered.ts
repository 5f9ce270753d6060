/**
 * Registration by the lists of the user group meeting of 22 March 2019: Algeria has requested an account, Kenya is
 * registered and has issued nothing. Authorities' names are placeholders, persons are invented.
 */
import type { NewPerson } from '#couch/accounts/accounts.ts';
import { addDays, instantToDate } from '#lib/domain/calendar-date.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { LetterEvent } from '#lib/domain/registration/letter-event.ts';
import { PROVISION_STEPS, registrationId, type Registration } from '#lib/domain/registration/registration.ts';
import type { RegistrationRequest } from '#lib/domain/registration/request.ts';
import { standingId, type Standing } from '#lib/domain/registration/standing.ts';

export const ALGERIA = 'DZ' as CountryCode;
export const KENYA = 'KE' as CountryCode;

export const OTHER_PEOPLE: readonly NewPerson[] = [
  {
    id: 'incb.secretary',
    name: 'Demonstration secretary',
    function: 'INCB secretariat (invented)',
    role: 'incb',
    authority: 'INCB',
    password: 'vienna-registry-26'
  },
  {
    id: 'trainer.demo',
    name: 'Demonstration trainer',
    function: 'Trainer (invented)',
    role: 'trainer',
    authority: 'INCB',
    password: 'blackboard-river-26'
  },
  {
    id: 'ke.admin',
    name: 'Joyce Mutua (demonstration)',
    function: 'Head of the competent national authority',
    role: 'administrator',
    authority: KENYA,
    password: 'savanna-lantern-26'
  }
];

export const UNKNOWN_ADDRESS = 'Demonstration: address not known';

const ALGERIA_ASKS: RegistrationRequest = {
  country: ALGERIA,
  authority: 'Competent national authority of Algeria (name not known; demonstration)',
  name: 'Amina Belkacem (demonstration)',
  function: 'Head of the competent national authority',
  email: 'amina.belkacem@authority-dz.example',
  address: UNKNOWN_ADDRESS,
  language: 'fr'
};

const KENYA_ASKED: RegistrationRequest = {
  country: KENYA,
  authority: 'Competent national authority of Kenya (name not known; demonstration)',
  name: 'Joyce Mutua (demonstration)',
  function: 'Head of the competent national authority',
  email: 'joyce.mutua@authority-ke.example',
  address: UNKNOWN_ADDRESS,
  language: 'en'
};

export function sentOn(letter: Instant): LetterEvent {
  const how = { what: 'sent', on: instantToDate(letter), how: 'diplomatic' } as const;
  return { ...how, letter, at: letter, by: 'incb.secretary' };
}

export interface Registered {
  readonly requests: readonly Registration[];
  readonly standing: Standing;
}

export function registeredBefore(now: Instant): Registered {
  const daysAgo = (days: number): Instant => `${addDays(instantToDate(now), -days)}T09:30:00.000Z` as Instant;
  const [asked, sent, confirmed] = [daysAgo(150), daysAgo(146), daysAgo(120)];
  const kenya: Registration = {
    _id: registrationId(KENYA, 1),
    schema: 1,
    ...KENYA_ASKED,
    status: 'confirmed',
    askedAt: asked,
    marks: [],
    letterAt: sent,
    letterBy: 'incb.secretary',
    letterUntil: daysAgo(86),
    letterEvents: [sentOn(sent)],
    decidedAt: confirmed,
    decidedBy: 'letter',
    how: 'code',
    steps: PROVISION_STEPS.map((step) => ({ step, at: confirmed }))
  };
  const head = { _id: registrationId(ALGERIA, 1), schema: 1, status: 'asked', askedAt: daysAgo(3) } as const;
  const algeria: Registration = { ...head, ...ALGERIA_ASKS, marks: [], steps: [] };
  return {
    requests: [kenya, algeria],
    standing: {
      _id: standingId(KENYA),
      schema: 1,
      country: KENYA,
      state: 'registered',
      registeredAt: confirmed,
      since: confirmed,
      by: 'letter',
      registration: kenya._id
    }
  };
}
