/**
 * Foreign files in a data folder: such a folder is neither used nor emptied, so that a wrong setting destroys no files.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { databaseToKind } from '#couch/base/databases.ts';
import { EngineError } from './problem.ts';

/** Within the data folder. */
export const DATABASES_FOLDER = 'databases';
/** An interrupted start can leave these temporary names. */
const KEY_FILES = ['secrets.json', 'demonstration-keys.json'].flatMap((name) => [name, `${name}.new`]);
/** Every name that I2ES gives in a data folder. */
const MADE_HERE: readonly string[] = [
  DATABASES_FOLDER,
  'i2es-data.json',
  'in-use',
  'in-use.txt',
  'set-aside',
  ...KEY_FILES
];
/** Files of the operating system, which are harmless and stay. */
const MADE_BY_SYSTEM: readonly string[] = ['lost+found', '.DS_Store', '.snapshot'];
const INDEX = /-mrview-[0-9a-f]{32}$/;
const MAX_NAMED = 5;

/** Relative paths; empty if the folder is missing. */
function listForeign(folder: string): readonly string[] {
  const foreign = namesIn(folder).filter((name) => !MADE_HERE.includes(name));
  const databases = namesIn(join(folder, DATABASES_FOLDER)).filter(
    (name) => databaseToKind(name.replace(INDEX, '')) === null
  );
  return [...foreign, ...databases.map((name) => `${DATABASES_FOLDER}/${name}`)];
}

/** `deed` begins the sentence: “Not started”. */
export function refuseForeign(folder: string, deed: string): void {
  const foreign = listForeign(folder);
  if (foreign.length === 0) return;
  const named = foreign.slice(0, MAX_NAMED).join(', ');
  const more = foreign.length > MAX_NAMED ? ` and ${foreign.length - MAX_NAMED} more` : '';
  throw new EngineError(
    'folder-foreign',
    `${deed}: ${folder} holds files that I2ES did not make: ${named}${more}. Move these files to another folder and change the settings that name them, such as ROOTS_FILE, or name another folder in DATA_DIR.`
  );
}

/** Removes I2ES files by name. The folder stays: it might be a volume, which only its owner can remove. */
export function removeOwn(folder: string): void {
  for (const name of MADE_HERE) rmSync(join(folder, name), { recursive: true, force: true });
}

function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => !MADE_BY_SYSTEM.includes(name));
}
