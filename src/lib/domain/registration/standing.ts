/**
 * How a country stands: registered, suspended or closed by INCB. A change shuts people out or lets them
 * in; it touches no record, and what is addressed to the country goes on arriving.
 */
import { country } from '../shape/references.ts';
import {
  anyText,
  instant,
  listOf,
  oneOf,
  pattern,
  readStored,
  stored,
  type Checked
} from '../shape/shape.ts';
import type { CountryCode } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';

const STANDING_STATES = ['registered', 'suspended', 'closed'] as const;
export type StandingState = (typeof STANDING_STATES)[number];

/** The last ones: a record has a bound. */
export const MAX_EARLIER_SPELLS = 50;

/** A time in which it was registered, before INCB closed it and it asked anew: what a look back at those days needs. */
const spell = stored({ required: { from: instant, until: instant }, optional: { registration: anyText } });

const standing = stored({
  required: {
    _id: pattern(/^standing:[A-Z]{2}$/, 'document.malformed'),
    schema: oneOf([1]),
    country,
    state: oneOf(STANDING_STATES),
    registeredAt: instant,
    /** When it came to stand so. */
    since: instant,
    by: anyText
  },
  optional: {
    reason: anyText,
    /** The request that was confirmed; a country from before requests has none. */
    registration: anyText,
    /** Its first act of a trade passed the door. */
    activeSince: instant,
    /** The earliest first. */
    earlier: listOf(spell, 1, MAX_EARLIER_SPELLS),
    /** It runs a server of its own. */
    ownServer: oneOf([true]),
    /** Its administrator has agreed that it is named in public: as its own database has it. */
    named: oneOf([true])
  }
});
/** `standing:<CC>` in the Board's database; written by the gateway alone. */
export type Standing = Checked<typeof standing>;

export const STANDING_CHANGES = ['suspend', 'resume', 'close'] as const;
export type StandingChange = (typeof STANDING_CHANGES)[number];

export function standingId(country: CountryCode): string {
  return `standing:${country}`;
}

const OUTCOMES: Readonly<Record<StandingChange, Readonly<Record<StandingState, StandingState | null>>>> = {
  suspend: { registered: 'suspended', suspended: null, closed: null },
  resume: { registered: null, suspended: 'registered', closed: null },
  close: { registered: 'closed', suspended: 'closed', closed: null }
};

/**
 * | now \ change | suspend   | resume     | close  |
 * |--------------|-----------|------------|--------|
 * | registered   | suspended | no         | closed |
 * | suspended    | no        | registered | closed |
 * | closed       | no        | no         | no     |
 *
 * A closed country comes back by asking anew: who spoke for it then may not speak for it now.
 */
export function changeStanding(state: StandingState, change: StandingChange): Result<StandingState> {
  const next = OUTCOMES[change][state];
  return next === null ? refuse({ code: 'country.change.refused', values: { state, change } }) : accept(next);
}

/** Null where the country's people may work; otherwise what they are told. */
export function standingProblem(standing: Pick<Standing, 'state'> | null): Problem | null {
  if (standing === null || standing.state === 'registered') return null;
  return { code: standing.state === 'suspended' ? 'country.suspended' : 'country.closed' };
}

export function parseStanding(value: unknown): Result<Standing> {
  const read = readStored(standing, value);
  if (!read.ok) return read;
  return read.value._id === standingId(read.value.country) ? read : refuse({ code: 'document.malformed' });
}
