/** Open Badge 3.0: session and trainer are in the achievement, start and end in the subject. */
import { sessionReference } from '../shape/references.ts';
import { fits, isPlainObject } from '../shape/shape.ts';
import { isInstant } from '../calendar-date.ts';
import type { Instant, SessionId } from '../ids.ts';

export interface AttendanceFacts {
  readonly word: 'attendance';
  readonly session: SessionId;
  readonly title: string;
  readonly trainer: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly name: string;
  readonly authority: string | null;
  /** The regional body whose session it was. */
  readonly organizer?: string;
  /** Of a session of several days. */
  readonly days?: DaysAttended;
  /** Without an account: the trainers invited or added the person. */
  readonly isGuest?: true;
}

export interface DaysAttended {
  readonly attended: number;
  readonly of: number;
}

const DAYS = /^Attended ([1-9]\d?) of ([1-9]\d?) days of /;
const AS_GUEST = ' as a guest.';

const ACHIEVEMENT = 'urn:i2es:';

export function attendanceParts(facts: AttendanceFacts): BadgeParts {
  const { session, title, trainer, organizer, startsAt, endsAt, days, isGuest } = facts;
  const count = days ? `${days.attended} of ${days.of} days of ` : '';
  const id = ACHIEVEMENT + session;
  return {
    stated: facts,
    // Only the short title: a long one would make the code too large to scan.
    name: 'I2ES training session',
    // Whole seconds, as in JWT claims.
    validFrom: `${endsAt.slice(0, 19)}Z`,
    achievement: {
      id,
      name: title,
      description: `Attended ${count}a training session of I2ES${isGuest ? AS_GUEST : '.'}`,
      creator: {
        id: `${id}#trainer`,
        type: ['Profile'],
        name: trainer,
        ...(organizer === undefined
          ? {}
          : { parentOrg: { id: `${id}#organizer`, type: ['Profile'], name: organizer } })
      }
    },
    subject: { activityStartDate: startsAt, activityEndDate: endsAt }
  };
}

export function attendanceFactsIn(
  name: string,
  authority: string | null,
  { id, name: title, description, creator }: Record<string, unknown>,
  { activityStartDate: startsAt, activityEndDate: endsAt }: Record<string, unknown>
): AttendanceFacts | null {
  const session = String(id).slice(ACHIEVEMENT.length);
  const trainer = isPlainObject(creator) ? creator['name'] : null;
  const parent = isPlainObject(creator) ? creator['parentOrg'] : null;
  const named = isPlainObject(parent) ? parent['name'] : null;
  const organizer = typeof named === 'string' ? { organizer: named } : {};
  if (!fits(sessionReference, session) || typeof title !== 'string' || typeof trainer !== 'string')
    return null;
  if (!isInstant(startsAt) || !isInstant(endsAt)) return null;
  const [, attended, of] = DAYS.exec(String(description)) ?? [];
  const days = attended && of ? { days: { attended: Number(attended), of: Number(of) } } : {};
  const facts = { session, title, trainer, startsAt, endsAt, name, authority };
  const guest = String(description).slice(-AS_GUEST.length) === AS_GUEST ? ({ isGuest: true } as const) : {};
  return { word: 'attendance', ...facts, ...days, ...organizer, ...guest };
}

export interface BadgeParts {
  readonly stated: object;
  readonly name: string;
  readonly validFrom: string;
  readonly achievement: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly creator?: object;
  };
  readonly subject?: object;
}
