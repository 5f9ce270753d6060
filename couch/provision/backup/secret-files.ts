/**
 * The files beside the databases that a server cannot be itself without: what service passwords are derived
 * from and the exchange's key, and the keys of a demonstration. They leave the data folder only when asked.
 */
import { copyFile, chmod } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { measureFile } from './line-file.ts';
import type { BackupFile } from './manifest.ts';

const SECRET_FILES = ['secrets.json', 'demonstration-keys.json'] as const;

export async function copySecrets(dataFolder: string, folder: string): Promise<BackupFile[]> {
  const copied: BackupFile[] = [];
  for (const file of SECRET_FILES) {
    if (!existsSync(join(dataFolder, file))) continue;
    await copyPrivately(join(dataFolder, file), join(folder, file));
    copied.push({ file, ...(await measureFile(join(folder, file))) });
  }
  return copied;
}

/** Names of those that were put there; what is there already stays. */
export async function restoreSecrets(
  files: readonly BackupFile[],
  folder: string,
  dataFolder: string
): Promise<string[]> {
  const restored: string[] = [];
  for (const { file } of files) {
    if (!isSecretFile(file) || existsSync(join(dataFolder, file))) continue;
    await copyPrivately(join(folder, file), join(dataFolder, file));
    restored.push(file);
  }
  return restored;
}

export function isSecretFile(file: string): boolean {
  return (SECRET_FILES as readonly string[]).includes(file);
}

async function copyPrivately(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
}
