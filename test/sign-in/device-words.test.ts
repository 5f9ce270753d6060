import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { deviceLead, waitingWord } from '#lib/sign-in/device-words.ts';
import type { DeviceState, Role } from '#lib/store/api.ts';

const validUntil = '2027-11-27T00:00:00.000Z' as Instant;
const STATES = ['none', 'waiting', 'expired', 'withdrawn'] as const satisfies readonly DeviceState['state'][];

function told(role: Role, certifiers: readonly string[] = []): readonly string[] {
  return STATES.map((state) => deviceLead({ state, validUntil }, { role, certifiers }));
}

test('a country’s only administrator reads in every state of the device that INCB certifies it', () => {
  for (const words of told('administrator')) expect(words).toContain('INCB');
  expect(waitingWord({ role: 'administrator', certifiers: [] })).toContain('INCB');
});

test('an administrator with colleagues reads their names, and an officer is sent to the administrator', () => {
  const [, waiting] = told('administrator', ['Margaret Hale']);
  expect(waiting).toContain('Margaret Hale');
  for (const words of [...told('administrator', ['Margaret Hale']), ...told('officer')])
    expect(words).not.toContain('INCB');
});

test('a person who reads only needs no certificate', () => {
  expect(new Set(told('reader')).size).toBe(1);
});
