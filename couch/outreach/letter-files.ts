/**
 * Attachments of announcements, for everyone who can read the announcement. On a country's own server announcement and
 * file have arrived from the central one.
 */
import type { Engine } from '#couch/engine/engine.ts';
import type { CountryFiles } from '#couch/files/country-files.ts';
import type { Bytes } from '#couch/files/piece-store.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { lettersOfBoard, type AnnouncementAct } from '#lib/domain/outreach/letters.ts';
import { readAnnouncements } from './read-announcements.ts';

interface LetterFilesOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly files: CountryFiles;
}

interface Asked {
  readonly act: string;
  readonly hash: string;
  readonly piece: number;
}

export class LetterFiles {
  readonly #options: LetterFilesOptions;
  #held: { readonly acts: Promise<readonly AnnouncementAct[]>; readonly at: string } | null = null;

  constructor(options: LetterFilesOptions) {
    this.#options = options;
  }

  /** Null for a file that the announcement does not name, and once it is withdrawn. */
  async readPiece({ act: id, hash, piece }: Asked): Promise<Bytes | null> {
    const { clock, files } = this.#options;
    const today = new Date(clock()).toISOString().slice(0, 10) as CalendarDate;
    const letter = lettersOfBoard(await this.#read(), today).find(({ act }) => act._id === id);
    const isNamed = letter?.act.body.files?.some(({ content }) => content.sha256 === hash) === true;
    if (!isNamed || letter.state === 'withdrawn') return null;
    return files.readPiece(hash, piece, { authority: 'INCB' });
  }

  /** Read again only after `reference` has changed: a file has several pieces and many readers. */
  async #read(): Promise<readonly AnnouncementAct[]> {
    const reference = this.#options.engine.open('reference');
    const at = String((await reference.info()).update_seq);
    if (this.#held?.at !== at) this.#held = { acts: readAnnouncements(reference), at };
    const { acts } = this.#held;
    return acts.catch((error: unknown) => {
      this.#held = null;
      throw error;
    });
  }
}
