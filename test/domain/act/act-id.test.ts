import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isActId, parseActId } from '#lib/domain/act/act-id.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import type { MessageBody, Signature } from '#lib/domain/act/body.ts';
import type { CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';

const AU = 'AU' as CountryCode;
const body: MessageBody = {
  schema: 1,
  kind: 'message',
  issuer: AU,
  to: ['CH' as CountryCode],
  seq: { AU: 4, CH: 2 },
  at: '2026-11-24T23:59:59.999Z' as Instant,
  by: { person: 'au.officer', name: 'A. Officer', function: 'Delegate' },
  text: 'Consignment left Sydney.'
};
const signature: Signature = { alg: 'ES256', key: 'k'.repeat(43) as KeyId, value: 'v'.repeat(86) };

describe('act id', () => {
  test('carries date, issuer, kind and the hash of the canonical content', () => {
    const canonical =
      '{"body":{"at":"2026-11-24T23:59:59.999Z","by":{"function":"Delegate","name":"A. Officer","person":"au.officer"},' +
      '"issuer":"AU","kind":"message","schema":1,"seq":{"AU":4,"CH":2},"text":"Consignment left Sydney.","to":["CH"]},' +
      `"signature":{"alg":"ES256","key":"${'k'.repeat(43)}","value":"${'v'.repeat(86)}"}}`;
    const hash = createHash('sha256').update(canonical).digest('base64url');
    expect(actId(body, signature)).toBe(`act:20261124:AU:message:${hash}`);
    expect(parseActId(actId(body, signature))).toEqual({
      date: '2026-11-24',
      issuer: 'AU',
      kind: 'message',
      hash
    });
  });

  test('any change of the content or of the signature is another act', () => {
    const changed: MessageBody = { ...body, text: body.text + ' ' };
    const ids = [
      actId(body, signature),
      actId(changed, signature),
      actId(body, { ...signature, value: 'w' })
    ];
    expect(new Set(ids).size).toBe(3);
  });

  const hash = 'A'.repeat(43);
  test.each([
    ['a date that is none', `act:20260230:AU:message:${hash}`],
    ['a country that is none', `act:20261124:XX:message:${hash}`],
    ['a kind that is no name', `act:20261124:AU:Permit:${hash}`],
    ['a short hash', `act:20261124:AU:message:${hash.slice(1)}`],
    ['a hash with stray bits', `act:20261124:AU:message:${hash.slice(1)}B`],
    ['a draft', 'draft:6f1d'],
    ['something behind it', `act:20261124:AU:message:${hash} `],
    ['no text', 5]
  ])('%s is no act id', (_, text) => {
    expect(isActId(text)).toBe(false);
    expect(parseActId(text)).toBeNull();
  });

  test('a kind of a later version has an id, and no kind here', () => {
    expect(parseActId(`act:20261124:AU:permit:${hash}`)).toMatchObject({ issuer: 'AU', kind: null });
  });

  test('the Board and the exchange have act ids too', () => {
    expect(parseActId(`act:20261124:INCB:certificate:${hash}`)?.issuer).toBe('INCB');
    expect(parseActId(`act:20261124:EXCHANGE:receipt:${hash}`)?.issuer).toBe('EXCHANGE');
  });
});
