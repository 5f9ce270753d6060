/** The built app in a folder of its own, so that a story can serve a newer one than the tabs have. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import program from '../../package.json' with { type: 'json' };

const WORKER = 'service-worker.js';

export class AppCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'i2es-app-'));

  constructor() {
    cpSync('build', this.folder, { recursive: true });
    // What is served packed would stay as it was.
    for (const packed of ['.br', '.gz']) rmSync(join(this.folder, WORKER + packed), { force: true });
  }

  /** One byte is another program to a browser. Its version is that of the build, unless another is named. */
  renew(version = program.version): void {
    const worker = readFileSync(join('build', WORKER), 'utf8');
    writeFileSync(join(this.folder, WORKER), `${worker.replaceAll(program.version, version)}\n`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
