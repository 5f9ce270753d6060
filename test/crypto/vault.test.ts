import { describe, expect, it } from 'vitest';
import { generateDeviceKey, openDeviceKey } from '#lib/crypto/key.ts';
import { open, openBytes, seal, sealBytes } from '#lib/crypto/seal.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { changePassphrase, createVault, MIN_ROUNDS, openVault, type Vault } from '#lib/crypto/vault.ts';
import { verifySignature } from '#lib/crypto/verify.ts';
import { unwrap } from '#lib/domain/result.ts';
import { AU, aDevice, aMessageBody } from './sample-country.ts';

const PASSPHRASE = 'seven grey herons over Bern';

function altered(base64: string, at: number): string {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  bytes[at] = (bytes[at] as number) ^ 1;
  return btoa(String.fromCharCode(...bytes));
}

describe('a vault', () => {
  it('opens with its passphrase after its record went through JSON, and with no other', async () => {
    const { record, vault } = await createVault(PASSPHRASE);
    const stored = JSON.parse(JSON.stringify(record)) as typeof record;
    const sealed = await seal(vault, 'draft:1', { quantity: '5000000' });
    const again = unwrap(await openVault(stored, PASSPHRASE));
    expect(unwrap(await open(again, 'draft:1', sealed))).toEqual({ quantity: '5000000' });
    const wrong = await openVault(stored, PASSPHRASE + ' ');
    expect(wrong).toEqual({ ok: false, problems: [{ code: 'vault.passphrase.wrong' }] });
  });

  it('keeps its data key from being exported', async () => {
    const { vault } = await createVault(PASSPHRASE);
    expect(vault.key.extractable).toBe(false);
    await expect(globalThis.crypto.subtle.exportKey('raw', vault.key)).rejects.toThrow();
  });

  it('answers an altered record as it answers a wrong passphrase', async () => {
    const { record } = await createVault(PASSPHRASE);
    const records = [
      { ...record, wrappedKey: altered(record.wrappedKey, 20) },
      { ...record, salt: altered(record.salt, 0) },
      { ...record, iterations: MIN_ROUNDS + 1 }
    ];
    for (const one of records) {
      expect(await openVault(one, PASSPHRASE)).toMatchObject({
        problems: [{ code: 'vault.passphrase.wrong' }]
      });
    }
  });

  it('refuses a record of too few rounds, of endless rounds, and of another version', async () => {
    const { record } = await createVault(PASSPHRASE);
    const records = [
      { ...record, iterations: 1000 },
      { ...record, iterations: 1e12 },
      { ...record, version: 2 as 1 }
    ];
    for (const one of records) {
      expect(await openVault(one, PASSPHRASE)).toMatchObject({
        problems: [{ code: 'vault.record.malformed' }]
      });
    }
  });

  it('opens with the new passphrase only once it is changed, and nothing is sealed anew', async () => {
    const { record, vault } = await createVault(PASSPHRASE);
    const sealed = await seal(vault, 'draft:1', 'kept');
    const next = unwrap(await changePassphrase(record, PASSPHRASE, 'nine white storks over Basel'));
    expect((await openVault(next, PASSPHRASE)).ok).toBe(false);
    const opened = unwrap(await openVault(next, 'nine white storks over Basel'));
    expect(opened.key.extractable).toBe(false);
    expect(unwrap(await open(opened, 'draft:1', sealed))).toBe('kept');
    expect(await changePassphrase(record, 'not it at all', 'x')).toMatchObject({ ok: false });
  });

  it('takes a passphrase typed with composed or with combining letters as the same', async () => {
    const { record } = await createVault('sept hérons gris à Genève'.normalize('NFC'));
    expect((await openVault(record, 'sept hérons gris à Genève'.normalize('NFD'))).ok).toBe(true);
  });
});

describe('a sealed document', () => {
  const vaults = createVault(PASSPHRASE).then(({ vault }) => vault);
  const withVault = async (run: (vault: Vault) => Promise<void>): Promise<void> => run(await vaults);

  it('does not open as another document', () =>
    withVault(async (vault) => {
      const sealed = await seal(vault, 'company:1', { name: 'Pharma AG' });
      expect(await open(vault, 'company:2', sealed)).toMatchObject({ problems: [{ code: 'seal.broken' }] });
    }));

  it('does not open in another vault', () =>
    withVault(async (vault) => {
      const sealed = await seal(vault, 'company:1', 1);
      const { vault: other } = await createVault(PASSPHRASE);
      expect(await open(other, 'company:1', sealed)).toMatchObject({ problems: [{ code: 'seal.broken' }] });
    }));

  it('does not open with any byte altered, cut or spelled in no base64', () =>
    withVault(async (vault) => {
      const sealed = await seal(vault, 'company:1', { name: 'Pharma AG' });
      for (let i = 0; i < atob(sealed).length; i++) {
        expect((await open(vault, 'company:1', altered(sealed, i))).ok).toBe(false);
      }
      for (const bad of ['', 'AQ==', sealed.slice(0, 24), '***']) {
        expect((await open(vault, 'company:1', bad)).ok).toBe(false);
      }
    }));

  it('shows nothing of what is in it, and is never twice the same', () =>
    withVault(async (vault) => {
      const [one, two] = [
        await seal(vault, 'company:1', 'Pharma AG'),
        await seal(vault, 'company:1', 'Pharma AG')
      ];
      expect(one).not.toBe(two);
      expect(atob(one)).not.toContain('Pharma');
    }));

  it('keeps every byte, every script and every surrogate', () =>
    withVault(async (vault) => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) & 255);
      expect(unwrap(await openBytes(vault, 'x', await sealBytes(vault, 'x', bytes)))).toEqual(bytes);
      const value = { text: '\uFEFFالمخدر 麻醉品 😀 \ud800', list: [null, true, -1] };
      expect(unwrap(await open(vault, 'x', await seal(vault, 'x', value)))).toEqual(value);
    }));
});

describe('a device’s key', () => {
  it('signs, cannot be exported, and comes back after a restart with the passphrase', async () => {
    const { record, vault } = await createVault(PASSPHRASE);
    const { key, sealed } = await generateDeviceKey(vault);
    const again = unwrap(await openVault(record, PASSPHRASE));
    const reopened = unwrap(await openDeviceKey(again, JSON.parse(JSON.stringify(sealed)) as typeof sealed));
    for (const one of [key, reopened]) {
      expect(one.privateKey.extractable).toBe(false);
      await expect(globalThis.crypto.subtle.exportKey('pkcs8', one.privateKey)).rejects.toThrow();
    }
    const act = await signBody(aMessageBody(await aDevice(AU, 'au.officer', 'officer')), reopened);
    expect(await verifySignature(act, key.publicKey)).toBe(true);
  });

  it('cannot be passed off as another key, nor opened in another vault', async () => {
    const { vault } = await createVault(PASSPHRASE);
    const [one, two] = [await generateDeviceKey(vault), await generateDeviceKey(vault)];
    const swapped = { ...one.sealed, wrapped: two.sealed.wrapped };
    expect(await openDeviceKey(vault, swapped)).toMatchObject({ problems: [{ code: 'seal.broken' }] });
    const renamed = { ...one.sealed, publicKey: two.sealed.publicKey };
    expect(await openDeviceKey(vault, renamed)).toMatchObject({ problems: [{ code: 'seal.malformed' }] });
    const { vault: other } = await createVault(PASSPHRASE);
    expect((await openDeviceKey(other, one.sealed)).ok).toBe(false);
  });
});
