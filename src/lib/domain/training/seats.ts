/**
 * The server's order of receipt counts: there are never more people than places, and a later enrolment never takes a
 * confirmed place, however many enrol offline.
 */
import type { AuthorityCode, Instant } from '../ids.ts';
import { authorityCode } from '../shape/references.ts';
import { anyText, instant, oneOf, stored, type Checked } from '../shape/shape.ts';
import { isAddressed } from '../outreach/audience.ts';
import type { Session } from './session.ts';

/** Role of a guest without an account (`guests.ts`) among the enrolments; it has no right. */
export const GUEST_ROLE = 'guest';

export interface EnrolmentHeard {
  /** The signed enrolment, or the id of a guest. */
  readonly act: string;
  readonly session: Session['_id'];
  readonly intent: 'enrol' | 'withdraw';
  readonly person: string;
  readonly name: string;
  readonly function: string;
  readonly authority: AuthorityCode;
  readonly role: string;
  /** Time on the person's device; separates repeated enrolments. */
  readonly at: Instant;
  readonly heardAt: Instant;
}

/**
 * - `confirmed`: has one of the places
 * - `waiting`: comes in when a place becomes free; `place` is their turn
 * - `withdrawn`: gave it back
 * - `notInvited`: it is for others
 * - `late`: heard of after the session was over
 * - `unenrolled`: never asked for a place and was there all the same, by the trainers' list (`desk-view.ts`)
 */
export const SEAT_STATES = ['confirmed', 'waiting', 'withdrawn', 'notInvited', 'late', 'unenrolled'] as const;
export type SeatState = (typeof SEAT_STATES)[number];

export const storedSeat = stored({
  required: {
    person: anyText,
    name: anyText,
    function: anyText,
    authority: authorityCode,
    state: oneOf(SEAT_STATES),
    heardAt: instant
  }
});
/** `place`: from 1 within the same state; 0 without a turn. */
export type Seat = Checked<typeof storedSeat> & { readonly place: number };

type Told = Pick<Session, '_id' | 'capacity' | 'audience' | 'endsAt'>;

export function foldSeats(session: Told, heard: readonly EnrolmentHeard[]): readonly Seat[] {
  const own = heard.filter((one) => one.session === session._id);
  const inTime = latestOf(own.filter(({ heardAt }) => heardAt < session.endsAt));
  const turns = [...latestOf(own)].map(([person, turn]) => ({
    ...(inTime.get(person) ?? turn),
    final: turn.last
  }));
  const count = { confirmed: 0, waiting: 0 };
  return turns.sort(byTurn).map(({ final, ...turn }) => {
    const held = stateOf(session, turn, count.confirmed);
    const place = held === 'confirmed' || held === 'waiting' ? ++count[held] : 0;
    // A withdrawal after the session (server time) frees no place: the person still counts towards the capacity.
    const isGivenBack = final.intent === 'withdraw';
    const { person, name, function: office, authority } = turn.last;
    const standing = isGivenBack ? ({ state: 'withdrawn', place: 0 } as const) : { state: held, place };
    return { person, name, function: office, authority, ...standing, heardAt: turn.since };
  });
}

interface Turn {
  readonly last: EnrolmentHeard;
  /** Start of the turn: re-enrolling after a withdrawal goes to the end. */
  readonly since: Instant;
  readonly by: string;
}

function latestOf(heard: readonly EnrolmentHeard[]): ReadonlyMap<string, Turn> {
  const turns = new Map<string, Turn>();
  const byPerson = [...heard].sort((one, other) => compare(one.at, other.at) || compare(one.act, other.act));
  for (const one of byPerson) {
    const before = turns.get(one.person);
    const isSameTurn = before?.last.intent === 'enrol' && one.intent === 'enrol';
    const keeps = before !== undefined && isSameTurn && before.since <= one.heardAt;
    turns.set(one.person, keeps ? { ...before, last: one } : { last: one, since: one.heardAt, by: one.act });
  }
  return turns;
}

/** A turn taken in time stays, even if another device repeats it after the session. */
function stateOf(session: Told, { last, since }: Turn, taken: number): SeatState {
  if (last.intent === 'withdraw') return 'withdrawn';
  const reader = { authority: last.authority, role: last.role, language: null };
  // The trainers invited their guests themselves, from wherever they are.
  if (last.role !== GUEST_ROLE && !isAddressed(session.audience, reader)) return 'notInvited';
  if (since >= session.endsAt) return 'late';
  return taken < session.capacity ? 'confirmed' : 'waiting';
}

function byTurn(one: Turn, other: Turn): number {
  return compare(one.since, other.since) || compare(one.by, other.by);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function countSeats(seats: readonly Seat[]): { readonly confirmed: number; readonly waiting: number } {
  const of = (state: SeatState): number => seats.filter((seat) => seat.state === state).length;
  return { confirmed: of('confirmed'), waiting: of('waiting') };
}
