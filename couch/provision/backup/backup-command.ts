/** `npm run backup -- FOLDER [--with-secrets]` */
import { resolve } from 'node:path';
import type { Surroundings } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { PROGRAM_VERSION } from '#couch/base/program-version.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';
import { backUp } from './backup.ts';
import { isRestoring } from '#couch/installation/restoring-mark.ts';

const USAGE = 'Usage: npm run backup -- FOLDER [--with-secrets]';
const SECRETS = '--with-secrets';

export async function runBackup(words: readonly string[], { env, say }: Surroundings): Promise<number> {
  const [named, ...more] = words.filter((word) => word !== SECRETS);
  if (named === undefined || named.startsWith('-') || more.length > 0) throw new StartError(USAGE);
  const settings = readSettings(env);
  const folder = resolve(named);
  const engine = await openEngineBeside(settings, 'to make a backup');
  try {
    if (await isRestoring(engine))
      throw new StartError('Not copied: a restore was cut short here. Run it again first.');
    const secretsOf = words.includes(SECRETS) ? settings : null;
    const manifest = await backUp({
      engine,
      version: PROGRAM_VERSION,
      folder,
      secretsOf,
      now: () => new Date(),
      say
    });
    const count = manifest.databases.reduce((sum, { revisions }) => sum + revisions, 0);
    say(`Copied ${manifest.databases.length} databases, ${count} documents, to ${folder}.`);
    for (const { file } of manifest.secrets) say(`With ${file}: whoever has it can speak as this server.`);
    const lacking = manifest.databases.flatMap(({ name, lacks = [] }) => lacks.map((id) => ({ name, id })));
    for (const { name, id } of lacking)
      say(`Not copied: ${id} of ${name} cannot be read. Everything else was; npm run doctor looks further.`);
    return lacking.length > 0 ? 1 : 0;
  } finally {
    await engine.close();
  }
}
