/**
 * Accepts other secrets after a rotation or a loss. A person must decide, since second factors and trust in deliveries
 * depend on them.
 */
import type { RunCommand } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { markInstallation, readInstallationMark } from '#couch/installation/installation-mark.ts';
import { openEngineBeside, secretsOf, secretsPathOf } from '#couch/installation/open-engine.ts';
import { isRestoring } from '#couch/installation/restoring-mark.ts';

export const acceptSecrets: RunCommand = async (words, { env, say }) => {
  if (words.length > 0) throw new StartError('Usage: npm run provision -- accept-secrets');
  const settings = readSettings(env);
  const engine = await openEngineBeside(settings, 'to change its secrets');
  try {
    if (!(await engine.exists('accounts'))) throw new StartError('There is no installation here yet.');
    if (await isRestoring(engine))
      throw new StartError('A restore was cut short here: run npm run restore again first.');
    const held = await readInstallationMark(engine);
    await markInstallation(engine, await secretsOf(settings), held?.version);
    say(`This installation goes on with ${secretsPathOf(settings)}. Give every gateway the same file.`);
    say(
      'If the key of the exchange is new, have it certified (npm run keys -- exchange-request). If the other secret is new, I2ES can no longer check the codes of authenticator apps and recovery codes: administrators remove the second factors of the people who have no passkey.'
    );
    return 0;
  } finally {
    await engine.close();
  }
};
