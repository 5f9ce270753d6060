import { saveFile } from '#lib/ui/save-file.ts';

/** A file that is made when it is asked for. What is not on this device yet (writers, fonts) needs a connection once. */
export class FileMaking {
  hasFailed = $state(false);

  async make(work: () => Promise<{ readonly content: Blob; readonly name: string }>): Promise<void> {
    this.hasFailed = false;
    try {
      const made = await work();
      saveFile(made.content, made.name);
    } catch {
      this.hasFailed = true;
    }
  }
}
