/** Loaded only by the screens that take and show them. */
import type { PublicContent } from '#lib/domain/file/public-file.ts';
import { ROWS_TYPE, type Scan } from '#lib/domain/file/scan.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import {
  forgetScanHere,
  isNamedWaiting,
  keepFile,
  keepPublicFile,
  keepScan,
  keepScanHere,
  readScan,
  retryScan,
  type ReadOptions
} from './commands/scans.ts';
import { scanStanding, type ScanStanding } from './index/waiting-documents.ts';
import { store, type Store } from './store.svelte.ts';

export type { ScanStanding };

const LOCKED = { code: 'store.locked' };

export class Scans {
  readonly #store: Store;

  constructor(of: Store) {
    this.#store = of;
  }

  get #open() {
    return this.#store.session.open;
  }

  async take(content: Blob, dossier: string): Promise<Result<Scan>> {
    return this.#open ? keepScan(this.#open, content, dossier) : refuse(LOCKED);
  }

  async takePublic(content: Blob): Promise<Result<PublicContent>> {
    return this.#open ? keepPublicFile(this.#open, content) : refuse(LOCKED);
  }

  /** Rows of historic records, as gzip. */
  async takeRows(content: Blob): Promise<Result<{ readonly sha256: string; readonly bytes: number }>> {
    return this.#open ? keepFile(this.#open, content, { type: ROWS_TYPE, dossier: '' }) : refuse(LOCKED);
  }

  async readRows(rows: { readonly sha256: string; readonly bytes: number }): Promise<Result<Blob>> {
    return this.#open ? readScan(this.#open, { ...rows, type: ROWS_TYPE }) : refuse(LOCKED);
  }

  async read(scan: Scan, options: ReadOptions = {}): Promise<Result<Blob>> {
    return this.#open ? readScan(this.#open, scan, options) : refuse(LOCKED);
  }

  async keepHere(scan: Scan, options: ReadOptions = {}): Promise<Result<true>> {
    return this.#open ? keepScanHere(this.#open, scan, options) : refuse(LOCKED);
  }

  /** `out`: unless a signed record or a saved draft still names it. */
  async forget({ sha256 }: Scan, what: 'kept' | 'out'): Promise<void> {
    const open = this.#open;
    if (!open || (what === 'out' && (await isNamedWaiting(open, sha256)))) return;
    await forgetScanHere(open, sha256, what);
  }

  async sendAgain({ sha256 }: Scan): Promise<void> {
    if (this.#open) await retryScan(this.#open, sha256);
  }

  standing({ sha256 }: Scan): ScanStanding {
    const kept = this.#store.documents('kept:');
    return scanStanding(kept, sha256);
  }
}

export const scans = new Scans(store);
