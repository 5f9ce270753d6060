/**
 * A secret comes from the environment or from a file (`NAME_FILE`), which appears in no process list and no container
 * description.
 */
import { readFileSync } from 'node:fs';
import type { Environment } from './setting-names.ts';
import { StartError } from './start-error.ts';

type SecretName = 'COUCHDB_URL' | 'METRICS_TOKEN' | 'SMTP_URL';

/** First line of the file that `NAME_FILE` names, or `NAME`. Null if neither is set. */
export function readSecretSetting(env: Environment, name: SecretName): string | null {
  const file = env[`${name}_FILE`];
  if (!file) return env[name] || null;
  if (env[name]) throw new StartError(`${name} and ${name}_FILE are both set: leave one of them out.`);
  const [line = ''] = readText(file, `${name}_FILE`).split('\n');
  if (line.trim() === '') throw new StartError(`${file} is empty; ${name}_FILE names it.`);
  return line.trim();
}

function readText(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new StartError(`${file} cannot be read; ${setting} names it.`);
  }
}
