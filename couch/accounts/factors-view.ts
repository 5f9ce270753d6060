/** Second factors for their owner's eyes: never a secret, a key or a hash. */
import type { Instant } from '#lib/domain/ids.ts';
import type { FactorsDocument } from './factor-records.ts';

interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly addedAt: Instant;
  readonly usedAt: Instant | null;
}

export interface FactorsView {
  readonly totp: { readonly addedAt: Instant } | null;
  readonly passkeys: readonly PasskeyView[];
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

function toInstant(at: number): Instant {
  return new Date(at).toISOString() as Instant;
}
