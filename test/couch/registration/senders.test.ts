import { expect, test } from 'vitest';
import { Senders } from '#couch/registration/open-registration.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

const senders = new Senders('a secret of this installation');
const of = (address: string) => senders.of(address, 'AU' as CountryCode);

test('an address of IPv4 is one sender however it is written, and its /16 one network', () => {
  for (const written of ['::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:c000:201'])
    expect(of(written)).toEqual(of('192.0.2.1'));
  expect(of('192.0.9.9').network).toBe(of('192.0.2.1').network);
  expect(of('192.0.9.9').address).not.toBe(of('192.0.2.1').address);
  expect(of('192.1.2.1').network).not.toBe(of('192.0.2.1').network);
});

test('of IPv6 a whole site is one sender, and a provider one network', () => {
  expect(of('2001:db8:1::1')).toEqual(of('2001:0DB8:0001:ffff::2%eth0'));
  expect(of('2001:db8:2::1').address).not.toBe(of('2001:db8:1::1').address);
  expect(of('2001:db8:2::1').network).toBe(of('2001:db8:1::1').network);
  expect(of('2001:db9:1::1').network).not.toBe(of('2001:db8:1::1').network);
});
