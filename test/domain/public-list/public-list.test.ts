import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import type { ActId, Instant } from '#lib/domain/ids.ts';
import { hideId, packList, packSet, readList, readSet } from '#lib/domain/public-list/hidden-ids.ts';
import { packKeys, readKeys, type PublicKeyEntry } from '#lib/domain/public-list/key-records.ts';

const idOf = (n: number): ActId =>
  `act:20261124:AU:import-authorization:${createHash('sha256').update(String(n)).digest('base64url')}` as ActId;
const hiddenOf = (first: number, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => hideId(idOf(first + index)));

function keysOf(countries: number, perCountry: number): PublicKeyEntry[] {
  const coordinate = (n: string): string => createHash('sha256').update(n).digest('base64url');
  return Array.from({ length: countries * perCountry }, (_, index) => ({
    key: { kty: 'EC', crv: 'P-256', x: coordinate(`x${index}`), y: coordinate(`y${index}`) },
    authority: codes[index % countries]!,
    role: index % perCountry === 0 ? 'administrator' : 'officer',
    validFrom: '2026-01-01T00:00:00.000Z' as Instant,
    validUntil: '2028-01-01T00:00:00.000Z' as Instant,
    endedFrom: index % 10 === 9 ? ('2026-06-01T00:00:00.000Z' as Instant) : null
  }));
}

const codes = COUNTRY_CODES.slice(0, 190);

describe('cancellations as a compressed set', () => {
  test.each([0, 1, 2, 1000])('a set of %i holds each of its authorizations', (count) => {
    const has = readSet(packSet(hiddenOf(0, count)));
    for (const hidden of hiddenOf(0, count)) expect(has?.(hidden)).toBe(true);
  });

  test('100,000 cancellations take about 18 bits each, and one foreign id in 65,536 or fewer is in them', () => {
    const packed = packSet(hiddenOf(0, 100_000));
    expect(packed.length).toBeLessThan(225_000);
    const [keys, suspended] = [packKeys(keysOf(190, 5)), packList(hiddenOf(200_000, 500))];
    const [head, recent] = [2500, packList(hiddenOf(300_000, 500)).length];
    expect(packed.length + keys.length + suspended.length + recent + head).toBeLessThan(300_000);
    const has = readSet(packed);
    const foreign = hiddenOf(1_000_000, 300).filter((hidden) => has?.(hidden));
    expect(foreign.length).toBeLessThan(3);
    for (const hidden of hiddenOf(99_900, 20)) expect(has?.(hidden)).toBe(true);
  });

  test('cut, lengthened or empty bytes are not a set', () => {
    const packed = packSet(hiddenOf(0, 100));
    expect(readSet(packed.slice(0, -3))).toBeNull();
    expect(readSet(packed.slice(0, 3))).toBeNull();
    expect(readSet(Uint8Array.of(255, 255, 255, 255, 0))).toBeNull();
  });
});

describe('a list of whole hidden ids', () => {
  test('it holds its own, is sorted, and cut bytes are not a list', () => {
    const packed = packList(hiddenOf(0, 50));
    expect(packed).toEqual(packList(hiddenOf(0, 50).reverse()));
    const has = readList(packed);
    for (const hidden of hiddenOf(0, 50)) expect(has?.(hidden)).toBe(true);
    for (const hidden of hiddenOf(50, 50)) expect(has?.(hidden)).toBe(false);
    expect(readList(packed.slice(1))).toBeNull();
  });
});

describe('keys of authorities', () => {
  test('each is read as it was packed, and cut bytes are not keys', () => {
    const entries = keysOf(10, 5);
    const read = readKeys(packKeys(entries));
    expect([...(read?.values() ?? [])]).toEqual(expect.arrayContaining(entries));
    expect(read?.size).toBe(50);
    expect(readKeys(packKeys(entries).slice(0, -1))).toBeNull();
  });
});
