/** Where the server connects for a notification, and that the tests read messages as browsers do. */
import { expect, test } from 'vitest';
import { isPublic } from '#couch/base/address-key.ts';
import { lookupPublic } from '#couch/base/public-post.ts';
import { parsePushAddress } from '#couch/notifications/web-push.ts';
import { aBrowser, decrypt } from './push-service.ts';

test('the browser of these tests reads the message of RFC 8291, appendix A', () => {
  const body = `DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml
    mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT
    pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN`;
  const bytes = new Uint8Array(Buffer.from(body.replace(/\s/g, ''), 'base64url'));
  const privateKey = 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94';
  const text = decrypt(bytes, { privateKey, auth: 'BTBZMqHH6r4Tts7J_aSIgg' });
  expect(text).toBe('When I grow up, I want to be a watermelon');
});

const { endpoint, p256dh, auth } = aBrowser().address;

test.each([
  'http://push.example/x',
  'https://127.0.0.1/x',
  'https://2130706433/x',
  'https://0x7f.1/x',
  'https://017700000001/x',
  'https://[::1]/x',
  'https://[::ffff:10.0.0.1]/x',
  'https://8.8.8.8/x',
  'https://localhost/x',
  'https://localhost./x',
  'https://db.localhost/x',
  'https://couchdb/x',
  'https://printer.local/x',
  'https://db.internal/x',
  'https://metadata.google.internal/x',
  'https://push.example:5984/x',
  'https://name:word@push.example/x',
  'https://push.example/x#y',
  'file:///etc/passwd',
  'javascript:alert(1)',
  `https://push.example/${'x'.repeat(1000)}`,
  'push.example',
  '',
  7,
  null,
  { href: 'https://push.example/x' }
])('the address %s is no push service', (one) => {
  expect(parsePushAddress({ endpoint: one, p256dh, auth })).toBeNull();
});

test('push services of browsers are taken, and keys only as a browser makes them', () => {
  for (const one of [
    endpoint,
    'https://fcm.googleapis.com/fcm/send/a:b',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
    'https://web.push.apple.com/QGuQ',
    'https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d'
  ])
    expect(parsePushAddress({ endpoint: one, p256dh, auth })?.endpoint).toBe(one);
  const wrong = [
    { p256dh: p256dh.slice(1), auth },
    // The right length, but not a point of the curve.
    { p256dh: `B${'A'.repeat(86)}`, auth },
    { p256dh: `${p256dh}=`, auth },
    { p256dh, auth: auth.slice(2) },
    { p256dh, auth: 16 },
    { p256dh: null, auth }
  ];
  for (const keys of wrong) expect(parsePushAddress({ endpoint, ...keys })).toBeNull();
});

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
  ...['192.0.2.1', '198.18.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1'],
  ...[
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::a00:1',
    '2001:db8::1',
    '2002:a00:1::'
  ]
])('%s is not a public address', (address) => {
  expect(isPublic(address)).toBe(false);
});

test.each(['8.8.8.8', '142.250.1.1', '2a00:1450:4001::1', '::ffff:8.8.8.8'])(
  '%s is a public address',
  (address) => {
    expect(isPublic(address)).toBe(true);
  }
);

test('a name that leads inside is refused before a connection', async () => {
  const told = await new Promise((resolve) => lookupPublic('localhost', {}, resolve));
  expect(String(told)).toContain('not public');
});
