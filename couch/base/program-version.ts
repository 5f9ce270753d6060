/** The running version of I2ES, from `package.json`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE_FOLDER } from './source-folder.ts';

export const PROGRAM_VERSION = (
  JSON.parse(readFileSync(join(SOURCE_FOLDER, 'package.json'), 'utf8')) as { version: string }
).version;
