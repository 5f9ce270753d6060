/** Creates a confirmed country step by step; each step checks first, so a later run can finish. */
import { putUnlessChanged, type Engine } from '#couch/engine/engine.ts';
import { DATABASE_STEPS } from '#couch/installation/provision.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { ProvisionStep, Registration } from '#lib/domain/registration/registration.ts';

/** All steps but the invitation, which a person must deliver. */
type SetUpStep = Exclude<ProvisionStep, 'invitation'>;

export interface SetUpTools {
  readonly engine: Engine;
  /** The exchange starts to serve the country immediately, not at its next check. */
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
 * The authority's name until its administrator changes it. INCB signs the public entry with a key that no server has.
 */
async function writeParticulars(
  { authority, address }: Registration,
  name: string,
  engine: Engine
): Promise<void> {
  const setting = { _id: 'setting:country', schema: 1, authority: { name: authority, address } };
  await putUnlessChanged(engine.open(name), setting);
}
