import { openPaper, type BlockedPaper, type Paper } from '#lib/ui/open-paper.ts';
import { saveFile } from '#lib/ui/save-file.ts';

/** A file that is made when it is asked for. What is not on this device yet (writers, fonts) needs a connection once. */
export class FileMaking {
  hasFailed = $state(false);
  /** A sheet that is made, where the browser opened no window to print it. */
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
