/** A change affects access only: data stays and documents for the country still arrive. */
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

/** Only the last periods stay: the record is bounded. */
export const MAX_EARLIER_SPELLS = 50;

const spell = stored({ required: { from: instant, until: instant }, optional: { registration: anyText } });

const standing = stored({
  required: {
    _id: pattern(/^standing:[A-Z]{2}$/, 'document.malformed'),
    schema: oneOf([1]),
    country,
    state: oneOf(STANDING_STATES),
    registeredAt: instant,
    since: instant,
    by: anyText
  },
  optional: {
    reason: anyText,
    registration: anyText,
    /** First trade act that the server accepted. */
    activeSince: instant,
    /** Earliest first. */
    earlier: listOf(spell, 1, MAX_EARLIER_SPELLS),
    ownServer: oneOf([true]),
    named: oneOf([true])
  }
});
/** `standing:<CC>` in INCB's database; only the gateway writes it. */
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

export function standingProblem(standing: Pick<Standing, 'state'> | null): Problem | null {
  if (standing === null || standing.state === 'registered') return null;
  return { code: standing.state === 'suspended' ? 'country.suspended' : 'country.closed' };
}

export function parseStanding(value: unknown): Result<Standing> {
  const read = readStored(standing, value);
  if (!read.ok) return read;
  return read.value._id === standingId(read.value.country) ? read : refuse({ code: 'document.malformed' });
}
