/** `secrets FILE`: secrets that all gateways of an installation share, made before the first start. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RunCommand } from '#couch/base/command.ts';
import { StartError } from '#couch/base/env.ts';
import { makeSecretsFile } from '#couch/installation/secrets.ts';

const USAGE = 'Usage: npm run provision -- secrets FILE   (then SECRETS_FILE=FILE for every gateway)';

export const makeSecrets: RunCommand = async ([file, ...more], { say }) => {
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new StartError(USAGE);
  const path = resolve(file);
  if (existsSync(path)) throw new StartError(`${path} is there already; secrets are never written over.`);
  if (!existsSync(dirname(path))) throw new StartError(`There is no folder ${dirname(path)}.`);
  await makeSecretsFile(path);
  say(`Written to ${path}, for its owner alone. Whoever has it can speak as this server: keep a copy apart.`);
  return 0;
};
