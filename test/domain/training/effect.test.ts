/** Usage before and after training: whole months on both sides, or no figure. */
import { describe, expect, it } from 'vitest';
import type { SessionId } from '#lib/domain/ids.ts';
import { trainingEffects } from '#lib/domain/training/effect.ts';
import { NO_EVALUATIONS } from '#lib/domain/training/evaluation.ts';
import type { Tally } from '#lib/domain/training/tally.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';

function aTally(month: string, present: Record<string, number>, certificates = present): Tally {
  const session = `session:${month}` as SessionId;
  return { session, month, language: 'en', present, certificates, evaluation: NO_EVALUATIONS, waiting: 0 };
}

/** `imports` of each month from `from` on. */
function used(country: string, from: number, imports: readonly number[]): readonly UsageRecord[] {
  return imports.map((count, index) => {
    const at = from + index;
    const month = `${2026 + Math.floor((at - 1) / 12)}-${String(((at - 1) % 12) + 1).padStart(2, '0')}`;
    return { country, month, imports: count, exports: 0 } as unknown as UsageRecord;
  });
}

const COUNTED = { first: '2026-01', last: '2027-01' };
const kenya = used('KE', 1, [1, 1, 1, 1, 1, 1, 50, 3, 3, 3, 3, 3, 3]);
const uganda = used('UG', 1, [2, 2, 2, 2, 2, 2, 50, 1, 1, 1, 1, 1, 1]);

describe('usage before and after training', () => {
  it('is of six months on each side, without the month of the first session', () => {
    const tallies = [aTally('2026-07', { KE: 4 }, { KE: 3 }), aTally('2026-10', { KE: 2 })];
    expect(trainingEffects(tallies, kenya, COUNTED, 'country')).toEqual([
      { key: 'KE', sessions: 2, people: 6, certificates: 5, compared: 1, before: 6, after: 18 }
    ]);
  });

  it('is not given for a country with a month that is not over, or was not counted', () => {
    for (const counted of [
      { ...COUNTED, last: '2026-12' },
      { ...COUNTED, first: '2026-02' }
    ])
      expect(trainingEffects([aTally('2026-07', { KE: 4 })], kenya, counted, 'country')).toMatchObject([
        { people: 4, compared: 0, before: null, after: null }
      ]);
  });

  it('of a region adds only countries with both figures, and people of all', () => {
    const tallies = [aTally('2026-07', { KE: 4, UG: 1 }), aTally('2026-09', { TZ: 3, FR: 2 })];
    const usage = [...kenya, ...uganda];
    const [east] = trainingEffects(tallies, usage, COUNTED, 'region').filter(({ compared }) => compared > 0);
    expect(east).toMatchObject({ sessions: 2, people: 8, compared: 2, before: 18, after: 24 });
  });

  it('of a country without any authorization is zero, not unknown', () => {
    expect(trainingEffects([aTally('2026-07', { RW: 1 })], kenya, COUNTED, 'country')).toMatchObject([
      { before: 0, after: 0, compared: 1 }
    ]);
  });
});
