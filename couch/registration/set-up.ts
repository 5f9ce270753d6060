/**
 * What a confirmation makes of a country, step by step. Each looks first and may be repeated, so whoever
 * comes after a run that was cut short finishes it.
 */
import { putUnlessChanged, type Engine } from '#couch/engine/engine.ts';
import { DATABASE_STEPS } from '#couch/installation/provision.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { ProvisionStep, Registration } from '#lib/domain/registration/registration.ts';

/** Everything but the invitation, whose token has to be handed to somebody. */
export type SetUpStep = Exclude<ProvisionStep, 'invitation'>;

export interface SetUpTools {
  readonly engine: Engine;
  /** The exchange begins to carry for the country at once, instead of at its next look. */
  readonly joinExchange: (country: CountryCode) => Promise<void>;
}

export async function takeStep(
  step: SetUpStep,
  registration: Registration,
  tools: SetUpTools
): Promise<void> {
  const name = authorityToDatabase(registration.country) ?? '';
  if (step === 'exchange') return tools.joinExchange(registration.country);
  if (step === 'directory') return writeParticulars(registration, name, tools.engine);
  return DATABASE_STEPS[step](tools.engine, name);
}

/**
 * The country's own entry: how its authority is called on what it issues, until its administrator says
 * otherwise. The entry that others read is signed at the Board's desk, with a key that no server has.
 */
async function writeParticulars(
  { authority, address }: Registration,
  name: string,
  engine: Engine
): Promise<void> {
  const setting = { _id: 'setting:country', schema: 1, authority: { name: authority, address } };
  await putUnlessChanged(engine.open(name), setting);
}
