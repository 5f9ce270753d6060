/** `npm run archive -- COUNTRY FILE.zip` */
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readArguments, StartError, type RunCommand } from '#couch/base/command.ts';
import { readSettings, type Settings } from '#couch/base/env.ts';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { registerDesigns } from '#couch/ddocs/deploy.ts';
import { isDiskFull, type Engine } from '#couch/engine/engine.ts';
import { besideServer, secretsPathOf } from '#couch/installation/open-engine.ts';
import { readSecretsFile } from '#couch/installation/secrets.ts';
import { readSystemSettings } from '#couch/installation/system-settings.ts';
import { importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { isCountry } from '#lib/domain/country.ts';
import { formsIn, readFormLanguages, type ArchiveManifest } from '#lib/domain/exchange/archive-manifest.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { FormThreads } from './form-thread.ts';
import { archiveCountry, readArchivePages, type ArchiveSource } from './country-archive.ts';

const USAGE =
  'archive -- COUNTRY [FILE.zip] [--forms LANGUAGE [--second LANGUAGE]]   (COUNTRY: such as AU; LANGUAGE: en, fr, es, ru, zh or ar)';

const MAX_NAMED = 20;

export const runArchive: RunCommand = async (words, { root, env, say }) => {
  const { files, options } = readArguments(words, USAGE, { files: [1, 2], names: ['forms', 'second'] });
  const [code = '', given] = files;
  const country = code.toUpperCase();
  const languages = readFormLanguages(options);
  if (!isCountry(country) || languages === undefined) throw new StartError(`Usage: npm run ${USAGE}`);
  const settings = readSettings(env);
  const at = new Date();
  const file = resolve(given ?? `i2es-archive-${country}-${at.toISOString().slice(0, 10)}.zip`);
  if (existsSync(file)) throw new StartError(`${file} exists already; an archive does not replace a file.`);
  const app = settings.appFolder ?? join(root, 'build');
  const pages = readArchivePages(app);
  const thread = languages && new FormThreads(app).claim();
  if (pages === null || (languages && !thread))
    throw new StartError(
      'The archive needs pages of the built app, which are missing. Run npm run build first, or name a built app in APP_DIR.'
    );
  return besideServer(settings, 'to make an archive', async (engine) => {
    const printed = (count: number): void => {
      if (count % 500 === 0) say(`Printed ${count} forms.`);
    };
    if (thread) await registerDesigns('country');
    const source = {
      country,
      at,
      pages,
      ...(await readSource(engine, country, settings)),
      ...(thread ? { forms: { ...languages, thread, origin: settings.origin, printed } } : {})
    };
    const manifest = await writeArchive(source, file).finally(() => thread?.close());
    const { acts, entries, leftOut } = manifest;
    const forms = thread ? `${formsIn(manifest).size} forms, ` : '';
    say(`Archived ${country}: ${acts} signed documents, ${forms}${entries.length} entries, in ${file}.`);
    say('The archive is not encrypted: keep it as you keep the country’s files.');
    for (const { id, code: why } of leftOut.slice(0, MAX_NAMED))
      say(`Left out: ${id} (${why}). Everything else was archived; npm run doctor looks further.`);
    if (leftOut.length > MAX_NAMED)
      say(`Left out: ${leftOut.length - MAX_NAMED} more, which manifest.json names.`);
    return leftOut.length > 0 ? 1 : 0;
  });
};

async function readSource(
  engine: Engine,
  country: CountryCode,
  settings: Settings
): Promise<Pick<ArchiveSource, 'engine' | 'open' | 'accounts' | 'system' | 'version' | 'key'>> {
  const open = engine.openAsAdministrator.bind(engine);
  const system = (await engine.exists('accounts')) ? await readSystemSettings({ open }) : null;
  if (system === null || !(await engine.exists(authorityToDatabase(country) ?? '')))
    throw new StartError(`${country} has no database here.`);
  return { engine, open, accounts: { open }, system, version: PROGRAM_VERSION, key: await readKey(settings) };
}

/** Reads and makes none: without it the archive is unsigned. */
async function readKey(settings: Settings): Promise<SigningKey | null> {
  const path = secretsPathOf(settings);
  return existsSync(path) ? importSigningKey((await readSecretsFile(path)).exchangeKey) : null;
}

async function writeArchive(source: ArchiveSource, file: string): Promise<ArchiveManifest> {
  let made: ArchiveManifest | null = null;
  const told = (manifest: ArchiveManifest): void => void (made = manifest);
  const part = [file, 'part'].join('.');
  try {
    await pipeline(
      archiveCountry({ ...source, told }),
      createWriteStream(part, { mode: 0o600, flush: true })
    );
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    const { code } = error as { code?: string };
    if (isDiskFull(error)) throw new StartError(`The disk of ${file} is full: there is no archive.`);
    if (code === 'EACCES' || code === 'ENOENT') throw new StartError(`${file} cannot be written.`);
    throw error;
  }
  return made!;
}
