/**
 * A disk of a few megabytes in memory, to be filled to its end. Only the system's administrator may mount
 * one, and only Linux has it; where it cannot be had the suite says aloud that it is skipped.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';

export interface TinyDisk {
  readonly folder: string;
  freeBytes(): number;
  /** Somebody else's file, which leaves so many bytes free. */
  fillUpTo(free: number): void;
  /** That file is gone. */
  makeRoom(): void;
  drop(): void;
}

export function openTinyDisk(megabytes: number): TinyDisk {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  const ballast = join(folder, 'holiday.mov');
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    freeBytes,
    fillUpTo: (free) => {
      rmSync(ballast, { force: true });
      const taken = new Uint8Array(Math.max(0, freeBytes() - free));
      try {
        writeFileSync(ballast, taken);
      } catch (error) {
        // The server wrote at the same moment: the disk is as full as can be.
        if ((error as { code?: string }).code !== 'ENOSPC') throw error;
      }
    },
    makeRoom: () => rmSync(ballast, { force: true }),
    drop: () => {
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

function whyNone(): string | null {
  try {
    openTinyDisk(1).drop();
    return null;
  } catch (error) {
    return (
      String((error as Error).message)
        .split('\n')
        .slice(-1)[0] ?? 'not permitted'
    );
  }
}

/** Runs the suite where a disk may be mounted. */
export function describeTinyDisk(title: string, suite: () => void): void {
  const reason = whyNone();
  if (reason === null) describe(title, suite);
  else {
    console.warn(`SKIPPED: ${title}. No disk may be mounted here: ${reason}`);
    describe.skip(`${title} (no disk may be mounted here)`, suite);
  }
}
