import type { AuthenticatorTransport } from '@simplewebauthn/server';
import { changeDocument, removeDocument } from '#couch/database/documents.ts';
import { readDocument, type Database } from '#couch/engine/engine.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { toInstant } from './invitation.ts';
import type { CodeGuesses } from './slow-down.ts';

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
  readonly recovery: readonly string[];
  readonly begun?: { readonly totp?: string; readonly challenge?: string; readonly until: number };
}

export class FactorRecords {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async read(person: string): Promise<FactorsDocument> {
    return (await readDocument<FactorsDocument>(this.#database, idOf(person))) ?? none(person);
  }

  change(
    person: string,
    change: (held: FactorsDocument) => FactorsDocument | null
  ): Promise<FactorsDocument | null> {
    return changeDocument<FactorsDocument>(this.#database, idOf(person), (held) =>
      change(held ? { ...held, _id: idOf(person) } : none(person))
    );
  }

  async remove(person: string): Promise<void> {
    await removeDocument(this.#database, idOf(person));
  }
}

function none(person: string): FactorsDocument {
  return { _id: idOf(person), schema: 1, totp: null, passkeys: [], recovery: [] };
}

export function countFactors({ totp, passkeys }: FactorsDocument): number {
  return (totp ? 1 : 0) + passkeys.length;
}

function idOf(person: string): string {
  return `factors:${person}`;
}

/** Never a secret, a key or a hash. */
export interface FactorsView {
  readonly totp: { readonly addedAt: Instant } | null;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly addedAt: Instant;
    readonly usedAt: Instant | null;
  }[];
  readonly recoveryLeft: number;
  readonly required: boolean;
  /** Passkeys work only if the app is opened at this address. */
  readonly origin: string;
}

export function toFactorsView({
  totp,
  passkeys,
  recovery
}: FactorsDocument): Omit<FactorsView, 'required' | 'origin'> {
  return {
    totp: totp && { addedAt: toInstant(totp.addedAt) },
    passkeys: passkeys.map(({ id, name, addedAt, usedAt }) => ({
      id,
      name,
      addedAt: toInstant(addedAt),
      usedAt: usedAt === null ? null : toInstant(usedAt)
    })),
    recoveryLeft: recovery.length
  };
}
