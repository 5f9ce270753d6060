import { describe, expect, it } from 'vitest';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import {
  deviceRequestOf,
  parseDeviceRequest,
  requestToHolder,
  type RequestParticulars
} from '#lib/domain/registration/device-request.ts';

const key: PublicKey = {
  kty: 'EC',
  crv: 'P-256',
  x: bytesToBase64url(new Uint8Array(32).fill(7)),
  y: bytesToBase64url(new Uint8Array(32).fill(8))
};

function aRequest(over: Partial<RequestParticulars> = {}) {
  return deviceRequestOf({
    key,
    device: 'Office computer',
    person: 'au.admin',
    name: 'Margaret Hale',
    role: 'administrator',
    authority: 'AU' as AuthorityCode,
    requestedAt: '2026-11-24T09:00:00.000Z' as Instant,
    ...over
  });
}

const codeOf = (value: unknown): string => {
  const parsed = parseDeviceRequest(value);
  return parsed.ok ? 'ok' : (parsed.problems[0]?.code ?? '');
};

describe('a device request', () => {
  it('is read again as it was written, whatever a database or a later version adds', () => {
    const parsed = parseDeviceRequest({ ...aRequest(), _rev: '1-a', later: true });
    expect(parsed).toEqual({ ok: true, value: aRequest() });
  });

  it('from before requests named their authority is of the country in whose database it lies', () => {
    const { authority: _authority, ...older } = aRequest();
    expect(codeOf(older)).toBe('device.request.malformed');
    expect(parseDeviceRequest(older, 'AU' as AuthorityCode)).toMatchObject({ value: { authority: 'AU' } });
  });

  it('whose key is not the one it names, or that is no request at all, is refused', () => {
    expect(codeOf({ ...aRequest(), keyId: 'A'.repeat(43) })).toBe('device.key.malformed');
    expect(codeOf({ ...aRequest(), key: { ...key, d: 'secret' } })).toBe('device.key.malformed');
    expect(codeOf({ ...aRequest(), device: 'Desk\u202e1' })).toBe('act.text.invisible');
    expect(codeOf({ ...aRequest(), authority: 'XX' })).toBe('device.request.malformed');
    expect(codeOf({ ...aRequest(), person: 'Margaret Hale' })).toBe('device.request.malformed');
    for (const value of [null, [], 'x', {}, { schema: 2 }]) expect(codeOf(value)).not.toBe('ok');
  });
});

/** The table of `requestToHolder`. */
const TABLE: readonly (readonly [string, string, string | null])[] = [
  ['administrator', 'AU', 'administrator'],
  ['officer', 'AU', 'officer'],
  ['incb', 'INCB', 'administrator'],
  ['exchange', 'EXCHANGE', 'exchange'],
  ['reader', 'AU', null],
  ['service', 'AU', null],
  ['system', 'AU', 'officer'],
  ['system', 'INCB', null],
  ['root', 'INCB', null],
  ['administrator', 'INCB', null],
  ['incb', 'AU', null],
  ['exchange', 'AU', null],
  ['administrator', 'EXCHANGE', null]
];

describe('as what a device is certified', () => {
  it.each(TABLE)('%s of %s: %s', (role, authority, certified) => {
    const holder = requestToHolder(aRequest({ role, authority: authority as AuthorityCode }));
    expect(holder.ok ? holder.value.role : null).toBe(certified);
  });
});
