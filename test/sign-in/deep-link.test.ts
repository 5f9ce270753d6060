import { describe, expect, test } from 'vitest';
import { parseDeepLink, signInHref, homePath } from '#lib/sign-in/deep-link.ts';

describe('the page that was asked for', () => {
  test('is found again behind the passphrase, with its search', () => {
    const asked = '/authorizations?tab=open&q=morphine';
    const to = new URL(signInHref(asked), 'https://i2es.example').searchParams.get('to');
    expect(parseDeepLink(to)).toBe(asked);
  });

  test('an act’s address keeps its encoding', () => {
    expect(parseDeepLink('/authorizations/act%3A20261124%3AAU%3Areply%3Ax')).toBe(
      '/authorizations/act%3A20261124%3AAU%3Areply%3Ax'
    );
  });

  test('where nothing was asked for, a trainer begins elsewhere than an officer', () => {
    expect(parseDeepLink(null, '', homePath('officer'))).toBe('/today');
    expect(parseDeepLink(null, '', homePath('trainer'))).toBe('/sessions');
    expect(parseDeepLink(null, '', homePath('customs'))).toBe('/verify');
    expect(parseDeepLink('/sync', '', homePath('trainer'))).toBe('/sync');
  });

  test.each([
    null,
    '',
    '/',
    'https://elsewhere.example/devices',
    '//elsewhere.example/devices',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    'javascript:alert(1)',
    '/sign-in?to=%2Ftoday',
    '/x/../sign-in'
  ])('%j leads to Today and nowhere else', (to) => {
    expect(parseDeepLink(to)).toBe('/today');
  });
});
