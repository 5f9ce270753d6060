import { openPaper, type BlockedPaper, type Paper } from '#lib/ui/open-paper.ts';
import { saveFile } from '#lib/ui/save-file.ts';

/** A file made on demand. Parts not yet on this device (writers, fonts) need a connection once. */
export class FileMaking {
  hasFailed = $state(false);
  blocked = $state.raw<BlockedPaper | null>(null);

  async make(work: () => Promise<Paper>): Promise<void> {
    await this.#use(work, (made) => saveFile(made.content, made.name));
  }

  async print(work: () => Promise<Paper>): Promise<void> {
    await this.#use(work, (made) => (this.blocked = openPaper(made, 'print')));
  }

  async #use(work: () => Promise<Paper>, take: (made: Paper) => void): Promise<void> {
    this.hasFailed = false;
    this.blocked = null;
    try {
      take(await work());
    } catch {
      this.hasFailed = true;
    }
  }
}
