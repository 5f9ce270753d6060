/** `npm run restore -- FOLDER`: into an empty installation, which the settings name as for a start. */
import { resolve } from 'node:path';
import type { Surroundings } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';
import { checkBackup, restore } from './restore.ts';
import { hasSecrets } from './secret-files.ts';

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
    await restore(manifest, { engine, folder, secretsTo: settings, now: () => new Date(), say });
  } finally {
    await engine.close();
  }
  say('Restored. Every database has a new epoch: devices stop and ask before they go on.');
  if (!hasSecrets(settings))
    say(
      'The backup holds no secrets, and none are here: I2ES does not start without them. Copy secrets.json from the old server. If it is lost, run npm run provision -- accept-secrets: it makes new ones and says what you must do then.'
    );
  say('Next: npm run provision brings its walls and design documents; then npm start, and npm run doctor.');
  say(
    `What was ended after ${manifest.at} may be open again. Invitations and links for a new password are void; people, roles, passwords and suspensions are those of the backup: every administrator compares them, and the keys, and the audit tells them so.`
  );
  say(
    'Publish every withdrawal that the root has stated once more, before people are let in: npm run keys -- publish FILE for each; until then a stolen key may be trusted here. npm run doctor reminds you.'
  );
  return 0;
}
