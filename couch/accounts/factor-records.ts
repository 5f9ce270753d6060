/** A person's second factors, `factors:<person>` in `accounts`. */
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { CodeGuesses } from './code-guesses.ts';
import type { AuthenticatorTransport } from '@simplewebauthn/server';

export interface Passkey {
  readonly id: string;
  /** base64url, the authenticator's own id. */
  readonly credential: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly AuthenticatorTransport[];
  readonly name: string;
  readonly addedAt: number;
  readonly usedAt: number | null;
}

export interface FactorsDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  /** `lastStep`: codes of this time step or an earlier one are refused. */
  readonly totp: { readonly sealed: string; readonly addedAt: number; readonly lastStep: number } | null;
  readonly passkeys: readonly Passkey[];
  readonly guesses?: CodeGuesses;
  /** Keyed hashes of the unused codes. */
  readonly recovery: readonly string[];
  readonly begun?: { readonly totp?: string; readonly challenge?: string; readonly until: number };
}

export class FactorRecords {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async read(person: string): Promise<FactorsDocument> {
    const held = await readDocument<FactorsDocument>(this.#database, idOf(person));
    return held ?? { _id: idOf(person), schema: 1, totp: null, passkeys: [], recovery: [] };
  }

  async change(
    person: string,
    change: (held: FactorsDocument) => FactorsDocument | null
  ): Promise<FactorsDocument | null> {
    for (;;) {
      const changed = change(await this.read(person));
      if (!changed || (await putUnlessChanged(this.#database, changed))) return changed;
    }
  }

  async remove(person: string): Promise<void> {
    for (;;) {
      const { _id, _rev } = await this.read(person);
      if (_rev === undefined || (await putUnlessChanged(this.#database, { _id, _rev, _deleted: true })))
        return;
    }
  }
}

export function countFactors({ totp, passkeys }: FactorsDocument): number {
  return (totp ? 1 : 0) + passkeys.length;
}

function idOf(person: string): string {
  return `factors:${person}`;
}
