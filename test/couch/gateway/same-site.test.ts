import { expect, test } from 'vitest';
import { isFromElsewhere } from '#couch/gateway/bounds/callers.ts';

const evil = { origin: 'https://evil.example' };
const ours = { origin: 'https://i2es.example' };

test('a page whose name somebody else has led here is refused where the public address is named', () => {
  expect(isFromElsewhere(evil, 'evil.example', 'i2es.example')).toBe(true);
  // Nothing tells it from our own where none is named: the start and the doctor say so.
  expect(isFromElsewhere(evil, 'evil.example', null)).toBe(false);
});

test('our own page, this computer’s and no page at all are not from elsewhere', () => {
  expect(isFromElsewhere(ours, 'i2es.example', 'i2es.example')).toBe(false);
  expect(isFromElsewhere({ origin: 'http://localhost:4600' }, 'localhost:4600', 'i2es.example')).toBe(false);
  expect(isFromElsewhere({ origin: 'http://[::1]:4600' }, '[::1]:4600', 'i2es.example')).toBe(false);
  expect(isFromElsewhere({}, 'evil.example', 'i2es.example')).toBe(false);
});

test('a name that only begins like this computer’s is another', () => {
  const headers = { origin: 'http://localhost.evil.example' };
  expect(isFromElsewhere(headers, 'localhost.evil.example', 'i2es.example')).toBe(true);
});
