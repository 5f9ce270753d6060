import { describe, expect, test } from 'vitest';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { judgeSending } from '#lib/domain/registration/record-letter.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';

const NOW = '2026-11-26T15:00:00.000Z' as Instant;

function judge(madeAt: string, on: string, madeOn?: string): string | undefined {
  const registration = { status: 'letter', letterAt: madeAt as Instant } as Registration;
  const [problem] = judgeSending(
    registration,
    { on: on as CalendarDate },
    NOW,
    madeOn as CalendarDate | undefined
  );
  return problem?.code;
}

describe('the day on which a letter was sent', () => {
  test.each([
    ['the day of the letter', '2026-11-24T14:00:00.000Z', '2026-11-24', undefined],
    ['the day before, in the afternoon', '2026-11-24T14:00:00.000Z', '2026-11-23', 'letter.sent.on.early'],
    ['the day before, which it still is in the west', '2026-11-24T05:00:00.000Z', '2026-11-23', undefined],
    ['two days before', '2026-11-24T05:00:00.000Z', '2026-11-22', 'letter.sent.on.early'],
    ['today, which is tomorrow in the east', '2026-11-24T05:00:00.000Z', '2026-11-27', undefined],
    ['a day that has begun nowhere', '2026-11-24T05:00:00.000Z', '2026-11-28', 'letter.sent.on.future']
  ])('is judged without a known time zone: %s', (_name, madeAt, on, problem) => {
    expect(judge(madeAt, on)).toBe(problem);
  });

  test('is never before the day of the letter where the reader is', () => {
    expect(judge('2026-11-24T05:00:00.000Z', '2026-11-23', '2026-11-24')).toBe('letter.sent.on.early');
    expect(judge('2026-11-24T05:00:00.000Z', '2026-11-24', '2026-11-24')).toBeUndefined();
    // Written in Auckland on the 24th, when it was the 23rd in London.
    expect(judge('2026-11-23T20:00:00.000Z', '2026-11-24', '2026-11-24')).toBeUndefined();
  });
});
