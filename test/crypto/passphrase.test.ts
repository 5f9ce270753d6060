import { describe, expect, it } from 'vitest';
import { judgePassphrase } from '#lib/crypto/vault.ts';

const ABOUT = ['ch.officer', 'Margrit Zurbriggen'];

function codeOf(passphrase: string): string {
  return judgePassphrase(passphrase, ABOUT)[0]?.code ?? 'good';
}

describe('a passphrase', () => {
  it.each([
    ['eleven char', 'vault.passphrase.tooShort'],
    ['seven grey herons over Bern', 'good'],
    ['麻雀在屋顶上看着我们的船过桥', 'good'],
    ['wiebke-9-tulpen', 'good'],
    ['aaaaaaaaaaaaaaaa', 'vault.passphrase.tooCommon'],
    ['abcabcabcabcabc', 'vault.passphrase.tooCommon'],
    ['password12345', 'vault.passphrase.tooCommon'],
    ['Welcome-Password-2026', 'vault.passphrase.tooCommon'],
    ['123456789012', 'vault.passphrase.tooCommon'],
    ['qwertyuiopasdf', 'vault.passphrase.tooCommon'],
    ['Margrit.Zurbriggen1', 'vault.passphrase.namesYou'],
    ['x'.repeat(201), 'vault.passphrase.tooLong']
  ])('“%s” is %s', (passphrase, code) => {
    expect(codeOf(passphrase)).toBe(code);
  });

  it('is counted in characters, not in units of UTF-16', () => {
    expect(codeOf('😀😁😂🤣😃😄')).toBe('vault.passphrase.tooShort');
  });

  it('may consist of signs alone', () => {
    expect(codeOf('!?%&/()=+*#-')).toBe('good');
  });
});
