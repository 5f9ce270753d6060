import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SOURCE_FOLDER = folderAbove(fileURLToPath(import.meta.url));

export const PROGRAM_VERSION = (
  JSON.parse(readFileSync(join(SOURCE_FOLDER, 'package.json'), 'utf8')) as { version: string }
).version;

function folderAbove(path: string): string {
  const folder = dirname(path);
  if (existsSync(join(folder, 'package.json')) || folder === path) return folder;
  return folderAbove(folder);
}
