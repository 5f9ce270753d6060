/**
 * `npm run provision`: databases, service users, access rules, design documents and epochs. Every step checks first, so
 * it can run again at any time.
 */
import { parseArgs } from 'node:util';
import type { RunCommand } from '#couch/base/command.ts';
import { EngineError } from '#couch/engine/engine.ts';
import { readSettings, StartError, type Settings } from '#couch/base/env.ts';
import { openEngine } from '#couch/installation/open-engine.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { markInstallation } from '#couch/installation/installation-mark.ts';
import { isRestoring } from '#couch/installation/restoring-mark.ts';
import {
  provisionCountry,
  provisionSystem,
  refreshCountries,
  type TellStep
} from '#couch/installation/provision.ts';

const USAGE = 'Usage: npm run provision -- databases [--country XX]…';

export const makeDatabases: RunCommand = async (words, { env, say }) => {
  const countries = readCountries(words);
  const { engine, secrets } = await open(readSettings(env));
  try {
    if (await isRestoring(engine))
      throw new StartError('A restore was cut short here: run npm run restore again first.');
    const tell: TellStep = (name, step) => say(`${name}: ${step}`);
    await provisionSystem(engine, tell);
    for (const country of countries) await provisionCountry(engine, country, tell);
    const all = await refreshCountries(engine, countries.length > 0 ? undefined : tell);
    await markInstallation(engine, secrets);
    say(`Ready: ${all.length} countries${all.length > 0 ? ` (${all.join(' ')})` : ''}.`);
    return 0;
  } finally {
    await engine.close();
  }
};

function readCountries(words: readonly string[]): readonly CountryCode[] {
  const country = { type: 'string', multiple: true } as const;
  let named: readonly string[];
  try {
    named = parseArgs({ args: [...words], options: { country }, strict: true }).values.country ?? [];
  } catch {
    throw new StartError(USAGE);
  }
  const unknown = named.find((one) => !isCountry(one));
  if (unknown !== undefined) throw new StartError(`No country of ISO 3166: ${unknown}`);
  return named as readonly CountryCode[];
}

async function open(settings: Settings): ReturnType<typeof openEngine> {
  try {
    return await openEngine(settings);
  } catch (error) {
    if (!(error instanceof EngineError) || error.trouble !== 'folder-in-use') throw error;
    throw new StartError(`The server is running on ${settings.dataFolder}: it provisions by itself.`);
  }
}
