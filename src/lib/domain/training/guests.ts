/**
 * Guests of a session without an account, whom its trainers invite by a link. The server keeps only the hash of the
 * link's secret. A link that is withdrawn or over looks like one that never was.
 */
import type { CountryCode, Instant, SessionId } from '../ids.ts';
import { emailAddress } from '../registration/request.ts';
import { accept, refuse, type Result } from '../result.ts';
import { country, hash, personReference } from '../shape/references.ts';
import {
  fits,
  instant,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  parseShape,
  shaped,
  stored,
  text,
  yesOrNo,
  type Checked
} from '../shape/shape.ts';
import { GUEST } from './attendance.ts';
import { countSeats, GUEST_ROLE, SEAT_STATES, type EnrolmentHeard, type Seat } from './seats.ts';
import { isOver, MAX_SEATS, parseSession, seenByGuest, SESSION_LANGUAGES, type Session } from './session.ts';

const MAX_GUEST_LINKS = 20;
/** E-mail addresses to which one link is sent. */
const MAX_GUEST_ADDRESSES = 50;
/** By one trainer, so that a stolen session sends no flood to strangers. */
const MAX_GUEST_ADDRESSES_A_DAY = 200;
const DAY_MS = 86_400_000;
/** Anyone with the link can type the address of a stranger, cancel, and type another one. */
const MAX_ADDRESSES_PER_SEAT = 2;

const linkRequest = shaped({
  required: { seats: integer(1, MAX_SEATS) },
  optional: {
    /** Absent: until the session is over. */
    until: instant,
    emails: listOf(emailAddress, 1, MAX_GUEST_ADDRESSES)
  }
});
export type GuestLinkRequest = Checked<typeof linkRequest>;

export function parseLinkRequest(value: unknown): Result<GuestLinkRequest> {
  return parseShape(linkRequest, value);
}

const entry = shaped({
  required: {
    name: text(1, 120),
    organisation: text(1, 160),
    country,
    language: oneOf(SESSION_LANGUAGES)
  },
  optional: { email: emailAddress }
});
export type GuestEntry = Checked<typeof entry>;

export function parseGuestEntry(value: unknown): Result<GuestEntry> {
  return parseShape(entry, value);
}

const link = {
  required: { seats: integer(1, MAX_SEATS), madeAt: instant },
  optional: { until: instant, withdrawnAt: instant }
} as const;
const addresses = integer(0, MAX_SEATS * MAX_ADDRESSES_PER_SEAT);
const storedLink = stored({
  required: { ...link.required, by: personReference },
  /** Numbers of e-mail addresses: to which the trainer sent it, and which its guests gave, also those who cancelled. */
  optional: { ...link.optional, addressesSent: addresses, addressesGiven: addresses }
});
type StoredLink = Checked<typeof storedLink>;

/** `id`: the hash of its secret. */
export interface GuestLink extends StoredLink {
  readonly id: string;
  readonly session: SessionId;
}

const storedGuest = stored({
  required: {
    link: hash,
    name: text(1, 120),
    organisation: text(1, 160),
    country,
    language: oneOf(SESSION_LANGUAGES),
    enrolledAt: instant
  },
  optional: { email: emailAddress }
});
type StoredGuest = Checked<typeof storedGuest>;

export interface Guest extends StoredGuest {
  readonly id: string;
  readonly session: SessionId;
  /** Parsed by `session-news.ts`. */
  readonly told: unknown;
}

const LINK_ID = /^guests:([0-9a-f-]{36}):([A-Za-z0-9_-]{43})$/;
const GUEST_ID = /^guest:([0-9a-f-]{36}):([0-9a-f]{24})$/;

export function linkId(session: SessionId, secretHash: string): string {
  return `guests:${session.slice('session:'.length)}:${secretHash}`;
}

export function guestId(session: SessionId, id: string): string {
  return `guest:${session.slice('session:'.length)}:${id}`;
}

/** Null for a damaged document. */
export function linkIn(document: Record<string, unknown>): GuestLink | null {
  const [, uuid, id] = LINK_ID.exec(String(document['_id'])) ?? [];
  if (uuid === undefined || id === undefined || !fits(storedLink, document)) return null;
  const { seats, madeAt, by, until, withdrawnAt, addressesSent, addressesGiven } = document;
  const ends = { ...(until ? { until } : {}), ...(withdrawnAt ? { withdrawnAt } : {}) };
  const counts = {
    ...(addressesSent ? { addressesSent } : {}),
    ...(addressesGiven ? { addressesGiven } : {})
  };
  return { id, session: `session:${uuid}` as SessionId, seats, madeAt, by, ...ends, ...counts };
}

export function guestIn(document: Record<string, unknown>): Guest | null {
  const { told = null } = document;
  const [, uuid, id] = GUEST_ID.exec(String(document['_id'])) ?? [];
  if (uuid === undefined || id === undefined || !fits(storedGuest, document)) return null;
  const { link: by, name, organisation, country: of, language, enrolledAt, email } = document;
  const session = `session:${uuid}` as SessionId;
  const given = { link: by, name, organisation, country: of, language, enrolledAt };
  return { id, session, ...given, ...(email === undefined ? {} : { email }), told };
}

export function guestPerson({ id }: Pick<Guest, 'id'>): string {
  return GUEST + id;
}

/** A guest takes a turn as everyone does. */
export function guestToHeard(guest: Guest): EnrolmentHeard {
  const { id: act, session, name, organisation, country: authority, enrolledAt: heardAt } = guest;
  const who = { person: guestPerson(guest), name, function: organisation, authority, role: GUEST_ROLE };
  return { act, session, intent: 'enrol', ...who, at: heardAt, heardAt };
}

type Ending = Pick<Session, 'endsAt'>;

function endOf({ until }: Pick<StoredLink, 'until'>, { endsAt }: Ending): Instant {
  return until !== undefined && until < endsAt ? until : endsAt;
}

export function isLinkOpen(
  one: Pick<StoredLink, 'until' | 'withdrawnAt'>,
  session: Ending,
  now: Instant
): boolean {
  return one.withdrawnAt === undefined && now < endOf(one, session);
}

/** For the trainers of the session. */
export type SeenLink = Pick<GuestLink, 'id' | 'seats' | 'madeAt' | 'until' | 'withdrawnAt'> & {
  readonly taken: number;
};

export function seeLink(one: GuestLink, guests: readonly Guest[]): SeenLink {
  const { by: _by, session: _session, addressesSent: _sent, addressesGiven: _given, ...seen } = one;
  return { ...seen, taken: takenOf(one, guests) };
}

function takenOf({ id }: Pick<GuestLink, 'id'>, guests: readonly Guest[]): number {
  return guests.filter((guest) => guest.link === id).length;
}

const seenLink = stored({
  required: { ...link.required, id: hash, taken: integer(0, MAX_SEATS) },
  optional: link.optional
});

export function parseSeenLink(value: unknown): SeenLink | null {
  return fits(seenLink, value) ? value : null;
}

/** `held`: of all sessions. */
export function judgeLink(
  asked: GuestLinkRequest,
  session: Session,
  { held, by }: { readonly held: readonly GuestLink[]; readonly by: string },
  now: Instant
): Result<GuestLinkRequest> {
  if (session.cancelled) return refuse({ code: 'training.session.cancelled' });
  if (isOver(session, now)) return refuse({ code: 'training.session.over' });
  const { until } = asked;
  if (until !== undefined && (until <= now || until > session.endsAt))
    return refuse({ code: 'training.guests.until', path: 'until' });
  const open = held.filter((one) => one.session === session._id && isLinkOpen(one, session, now));
  if (open.length >= MAX_GUEST_LINKS)
    return refuse({ code: 'training.guests.tooMany', values: { most: MAX_GUEST_LINKS } });
  const dayBefore = new Date(Date.parse(now) - DAY_MS).toISOString();
  const sent = held
    .filter((one) => one.by === by && one.madeAt > dayBefore)
    .reduce((count, { addressesSent = 0 }) => count + addressesSent, asked.emails?.length ?? 0);
  if (asked.emails && sent > MAX_GUEST_ADDRESSES_A_DAY) {
    const values = { most: MAX_GUEST_ADDRESSES_A_DAY };
    return refuse({ code: 'training.guests.addresses', path: 'emails', values });
  }
  return accept(asked);
}

export function judgeGuest(
  { email }: GuestEntry,
  by: GuestLink,
  session: Session,
  guests: readonly Guest[]
): Result<true> {
  if (session.cancelled) return refuse({ code: 'training.session.cancelled' });
  if (takenOf(by, guests) >= by.seats) return refuse({ code: 'training.guests.full' });
  const { addressesGiven = 0 } = by;
  return email !== undefined && addressesGiven >= by.seats * MAX_ADDRESSES_PER_SEAT
    ? refuse({ code: 'training.guests.noMoreMail', path: 'email' })
    : accept(true);
}

/** A guest's own place; `attended`: on the trainers' list, once the session is over. */
export interface GuestPlace {
  readonly name: string;
  readonly organisation: string;
  readonly country: CountryCode;
  readonly state: Seat['state'];
  readonly place: number;
  readonly isMailed: boolean;
  readonly attended: boolean;
}

export interface GuestView extends SeenByGuest {
  /** Whether the server sends news of the session. */
  readonly takesEmail: boolean;
}

export interface SeenByGuest {
  readonly session: Session;
  readonly confirmed: number;
  readonly waiting: number;
  /** Places that the link still gives; null on the page of a place. */
  readonly left: number | null;
  readonly own: GuestPlace | null;
}

export function viewLink(
  by: GuestLink,
  session: Session,
  { seats, guests }: { readonly seats: readonly Seat[]; readonly guests: readonly Guest[] }
): SeenByGuest {
  const left = Math.max(0, by.seats - takenOf(by, guests));
  return { session: seenByGuest(session, false), ...countSeats(seats), left, own: null };
}

export function viewPlace(
  guest: Guest,
  session: Session,
  { seats, attended }: { readonly seats: readonly Seat[]; readonly attended: boolean }
): SeenByGuest {
  const { name, organisation, country: of, email } = guest;
  const seat = seats.filter(({ person }) => person === guestPerson(guest))[0];
  const { state, place } = seat ?? { state: 'late' as const, place: 0 };
  const own = { name, organisation, country: of, state, place, isMailed: email !== undefined, attended };
  return { session: seenByGuest(session, state === 'confirmed'), ...countSeats(seats), left: null, own };
}

const count = integer(0, Number.MAX_SAFE_INTEGER);
const place = stored({
  required: {
    name: text(1, 120),
    organisation: text(1, 160),
    country,
    state: oneOf(SEAT_STATES),
    place: count,
    isMailed: yesOrNo,
    attended: yesOrNo
  }
});
const seats = stored({ required: { confirmed: count, waiting: count } });

export function parseGuestView(value: unknown): GuestView | null {
  if (!isPlainObject(value) || !fits(seats, value)) return null;
  const session = parseSession((value as Record<string, unknown>)['session']);
  if (!session.ok) return null;
  const { left, own, takesEmail } = value as Record<string, unknown>;
  return {
    session: session.value,
    confirmed: value.confirmed,
    waiting: value.waiting,
    left: fits(count, left) ? left : null,
    takesEmail: takesEmail === true,
    own: fits(place, own) ? own : null
  };
}
