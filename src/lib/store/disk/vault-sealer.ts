/** The vault's interface to the databases: a document is encrypted under its own id and decrypted under no other. */
import { open, seal } from '#lib/crypto/seal.ts';
import type { Vault } from '#lib/crypto/vault.ts';
import type { Sealer } from './sealed-database.ts';

export function sealerOf(vault: Vault): Sealer {
  return {
    seal: (id, value) => seal(vault, id, value),
    async open(id, sealed) {
      const opened = await open(vault, id, sealed);
      if (!opened.ok) throw new Error('the seal of ' + id + ' is broken');
      return opened.value;
    }
  };
}
