/** Installs a Debian package where that is possible: as root, on Debian. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

let isListRead = false;

/** True where the package manager was asked; whether it had the package, the caller sees by the command. */
export function installDebianPackage(name: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  console.log(`Installing the Debian package "${name}" …`);
  if (!isListRead) spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  isListRead = true;
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  });
  return true;
}
