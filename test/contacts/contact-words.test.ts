import { describe, expect, test } from 'vitest';
import { mailHref, telephoneHref } from '#lib/contacts/contact-words.ts';

describe('a link to somebody', () => {
  test('writes to one address and adds nothing to the message', () => {
    expect(mailHref('joyce.mutua@ppb.example')).toBe('mailto:joyce.mutua@ppb.example');
    expect(mailHref('a?bcc=b&body=x@ppb.example')).toBe('mailto:a%3Fbcc%3Db%26body%3Dx@ppb.example');
  });

  test('dials figures and no words', () => {
    expect(telephoneHref('+254 (20) 271-6905 ext. 12')).toBe('tel:+254202716905');
    expect(telephoneHref('ask at the desk')).toBe('tel:');
  });
});
