/** `npm run restore -- FOLDER`: into an empty installation, which the settings name as for a start. */
import { resolve } from 'node:path';
import type { Surroundings } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';
import { checkBackup, restore } from './restore.ts';
import { hasSecrets, restoreSecrets } from './secret-files.ts';

const USAGE = 'Usage: npm run restore -- FOLDER   (settings: DATA_DIR, COUCHDB_URL; see couch/README.md)';

export async function runRestore(words: readonly string[], { env, say }: Surroundings): Promise<number> {
  const [named, ...more] = words;
  if (named === undefined || named.startsWith('-') || more.length > 0) throw new StartError(USAGE);
  const settings = readSettings(env);
  const folder = resolve(named);
  const manifest = await checkBackup(folder);
  say(`The backup of ${manifest.at} is whole: ${manifest.databases.length} databases.`);
  const engine = await openEngineBeside(settings, 'to restore a backup', true);
  try {
    await restore(manifest, { engine, folder, now: () => new Date(), say });
    for (const file of await restoreSecrets(manifest.secrets, folder, settings)) say(`${file} is back.`);
  } finally {
    await engine.close();
  }
  say('Restored. Every database has a new epoch: devices stop and ask before they go on.');
  say('Next: npm run provision brings its walls and design documents; then npm start, and npm run doctor.');
  if (!hasSecrets(settings))
    say(
      'Its secrets are not here. The next start makes new ones: have the exchange’s key certified (npm run keys); codes of authenticator apps and recovery codes can no longer be checked, so an administrator removes the second factors of whoever has no passkey.'
    );
  say(
    `What was ended after ${manifest.at} may be open again. Invitations and links for a new password are void; people, roles, passwords and suspensions are those of the backup: every administrator compares them, and the keys, and the audit tells them so.`
  );
  say(
    'Publish every withdrawal that the root has stated once more, before people are let in: npm run keys -- publish FILE for each; until then a stolen key may be trusted here. npm run doctor reminds you.'
  );
  return 0;
}
