/** Every step checks first, so it can run again at any time. */
import { readArguments, StartError, type RunCommand } from '#couch/base/command.ts';
import { databaseToKind } from '#couch/base/databases.ts';
import { readSettings } from '#couch/base/env.ts';
import { deployDesignDocuments, stageDesignDocuments } from '#couch/ddocs/deploy.ts';
import { markInstallation, refuseWhileRestoring } from '#couch/installation/installation-marks.ts';
import { besideServer, openEngine, unlessRunning } from '#couch/installation/open-engine.ts';
import {
  provisionCountry,
  provisionSystem,
  refreshCountries,
  type TellStep
} from '#couch/installation/provision.ts';
import { listManyVersioned, settleVersions } from '#couch/installation/settle.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

export const makeDatabases: RunCommand = async (words, { env, say }) => {
  const usage = 'provision -- databases [--country XX]…';
  const { country: countries = [] } = readArguments(words, usage, { names: ['country'] }).all;
  const unknown = countries.find((one) => !isCountry(one));
  if (unknown !== undefined) throw new StartError(`No country of ISO 3166: ${unknown}`);
  const settings = readSettings(env);
  const running = `The server is running on ${settings.dataFolder}: it provisions by itself.`;
  const { engine, secrets } = await unlessRunning(openEngine(settings), running);
  try {
    await refuseWhileRestoring(engine);
    const tell: TellStep = (name, step) => say(`${name}: ${step}`);
    await provisionSystem(engine, tell);
    for (const country of countries) await provisionCountry(engine, country as CountryCode, tell);
    const all = await refreshCountries(engine, countries.length > 0 ? undefined : tell);
    await markInstallation(engine, secrets);
    say(`Ready: ${all.length} countries${all.length > 0 ? ` (${all.join(' ')})` : ''}.`);
    return 0;
  } finally {
    await engine.close();
  }
};

/** `--stage` builds changed indexes next to those in use, so that an upgrade waits for nothing. */
export const bringDesigns: RunCommand = async (words, { env, say }) => {
  const isStaged = readArguments(words, 'provision -- designs [--stage]', { flags: ['stage'] }).flags.has(
    'stage'
  );
  return besideServer(readSettings(env), 'to change its design documents', async (engine) => {
    if (isStaged && engine.kind === 'embedded') {
      say('The embedded engine has nothing to stage: the next start brings its design documents.');
      return 0;
    }
    for (const name of await engine.list()) {
      const kind = databaseToKind(name);
      if (kind === null) continue;
      const database = engine.openAsAdministrator(name);
      const changed = isStaged
        ? await stageDesignDocuments(database, kind)
        : await deployDesignDocuments(database, kind, engine.kind);
      if (changed.length > 0) say(`${name}: ${changed.join(', ')}`);
    }
    if (!isStaged && (await engine.exists('accounts'))) await markInstallation(engine, null);
    say(
      isStaged
        ? 'Staged: the indexes are built, and nobody reads them yet.'
        : 'Design documents are as this program holds them.'
    );
    return 0;
  });
};

export const runSettle: RunCommand = async (words, { env, say }) => {
  const usage =
    'settle -- DATABASE [ID] [--keep N]   (without an id every document that has too many versions; N is 5 and at most 19)';
  const { files, options } = readArguments(words, usage, { files: [1, 2], names: ['keep'] });
  const [name = '', id] = files;
  const { keep = '5' } = options;
  if (databaseToKind(name) === null || !/^1?[0-9]$/.test(keep))
    throw new StartError(`Usage: npm run ${usage}`);
  return besideServer(readSettings(env), 'to settle documents', async (engine) => {
    if (!(await engine.exists(name))) throw new StartError(`There is no database ${name}.`);
    const database = engine.openAsAdministrator(name);
    const ids = id === undefined ? (await listManyVersioned(database)).map((one) => one.id) : [id];
    for (const one of ids) {
      const settled = await settleVersions(database, one, Number(keep));
      if (settled === null) throw new StartError(`There is no ${one} in ${name}.`);
      say(`${one} in ${name}: ${settled.ended} versions ended, ${settled.kept} kept.`);
    }
    if (ids.length === 0) say(`Nothing in ${name} has too many versions.`);
    return 0;
  });
};
