/**
 * How a country stands: registered, suspended or closed by INCB. A change shuts people out or lets them
 * in; it touches no record, and what is addressed to the country goes on arriving.
 */
import { isPlainObject } from '../act/shape.ts';
import { isInstant } from '../calendar-date.ts';
import { isCountry } from '../country.ts';
import type { CountryCode, Instant } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';

export const STANDING_STATES = ['registered', 'suspended', 'closed'] as const;
export type StandingState = (typeof STANDING_STATES)[number];

/** `standing:<CC>` in the Board's database; written by the gateway alone. */
export interface Standing {
  readonly _id: string;
  readonly schema: 1;
  readonly country: CountryCode;
  readonly state: StandingState;
  readonly registeredAt: Instant;
  /** When it came to stand so. */
  readonly since: Instant;
  readonly by: string;
  readonly reason?: string;
  /** The request that was confirmed; a country from before requests has none. */
  readonly registration?: string;
  /** Its first act of a trade passed the door. */
  readonly activeSince?: Instant;
  /** It runs a server of its own. */
  readonly ownServer?: true;
}

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

/** What is stored, as it is read again; unknown further keys are of a later version and stay. */
export function parseStanding(value: unknown): Result<Standing> {
  const wellFormed =
    isPlainObject(value) &&
    value['schema'] === 1 &&
    isCountry(value['country']) &&
    value['_id'] === standingId(value['country']) &&
    (STANDING_STATES as readonly unknown[]).indexOf(value['state']) >= 0 &&
    isInstant(value['registeredAt']) &&
    isInstant(value['since']) &&
    (value['activeSince'] === undefined || isInstant(value['activeSince']));
  return wellFormed ? accept(value as unknown as Standing) : refuse({ code: 'document.malformed' });
}
