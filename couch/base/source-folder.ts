/** The source folder with `package.json`, found from sources and from compiled files. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SOURCE_FOLDER = folderAbove(fileURLToPath(import.meta.url));

function folderAbove(path: string): string {
  const folder = dirname(path);
  if (existsSync(join(folder, 'package.json')) || folder === path) return folder;
  return folderAbove(folder);
}
