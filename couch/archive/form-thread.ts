/** Prints the forms of one archive in a thread of its own, so that the gateway goes on answering. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DossierToPrint, FormSetup, PrintedForm } from '#lib/domain/exchange/archive-manifest.ts';

const MAX_MEGABYTES = 600;

/** One archive at a time: a thread uses a core and about 300 MB. */
export class FormThreads {
  readonly #appFolder: string;
  #isBusy = false;

  constructor(appFolder: string) {
    this.#appFolder = appFolder;
  }

  /** Null if another archive is being printed, or the program is not built. */
  claim(): FormThread | null {
    const program = join(this.#appFolder, 'archive-forms.cjs');
    if (this.#isBusy || !existsSync(program)) return null;
    this.#isBusy = true;
    return new FormThread(program, join(this.#appFolder, 'fonts'), () => (this.#isBusy = false));
  }
}

export class FormThread {
  readonly #program: string;
  readonly #fonts: string;
  readonly #release: () => void;
  #running: { readonly worker: Worker; readonly ended: Promise<never> } | null = null;

  constructor(program: string, fonts: string, release: () => void) {
    [this.#program, this.#fonts, this.#release] = [program, fonts, release];
  }

  open(setup: FormSetup): void {
    const worker = new Worker(this.#program, {
      workerData: { setup, fonts: this.#fonts },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES }
    });
    const ended = new Promise<never>((_, reject) => {
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('The thread that prints forms has ended.')));
    });
    ended.catch(() => undefined);
    this.#running = { worker, ended };
  }

  async print(dossier: DossierToPrint): Promise<readonly PrintedForm[]> {
    const { worker, ended } = this.#running!;
    const printed = once(worker, 'message') as Promise<[readonly PrintedForm[]]>;
    worker.postMessage(dossier);
    const [forms] = await Promise.race([printed, ended]);
    return forms;
  }

  /** By the one who claimed it, also if printing never began. */
  async close(): Promise<void> {
    await this.#running?.worker.terminate();
    this.#release();
  }
}
