/** A folder for the built gallery, which all files of a run share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    galleryFolder: string;
  }
}

export default function provideGalleryFolder(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-gallery-'));
  project.provide('galleryFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
