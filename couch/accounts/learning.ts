/**
 * Finished lessons, kept with the account so that they survive a new computer. A certificate confirms no more than the
 * finished path.
 */
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import { signBadge } from '#lib/crypto/badge.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { LessonPath } from '#lib/domain/training/lesson-path.ts';
import {
  joinToldProgress,
  parseLessonProgress,
  pathFinishedOn,
  type LessonProgress
} from '#lib/domain/training/lesson-progress.ts';
import type { LearningDocument } from './documents.ts';
import type { Person } from './person.ts';
import { parseStored } from './stored-document.ts';

interface LearningOptions {
  readonly engine: Engine;
  /** Null if this server signs none. */
  readonly key: SigningKey | null;
}

const TRIES = 5;

export class Learning {
  readonly #database: Database;
  readonly #key: SigningKey | null;

  constructor({ engine, key }: LearningOptions) {
    this.#database = engine.open('accounts');
    this.#key = key;
  }

  async read(person: string): Promise<LessonProgress> {
    const held = await readDocument<LearningDocument>(this.#database, learningId(person));
    return parseLessonProgress(parseStored('learning', held)?.progress);
  }

  /** Merged with the stored progress, so that two concurrent browsers lose nothing. */
  async join(person: string, told: LessonProgress): Promise<LessonProgress> {
    for (let tried = 1; ; tried++) {
      const held = await readDocument<LearningDocument>(this.#database, learningId(person));
      const known = parseLessonProgress(parseStored('learning', held)?.progress);
      const progress = joinToldProgress(told, known);
      if (held && JSON.stringify(known) === JSON.stringify(progress)) return progress;
      const document = { ...(held ?? {}), _id: learningId(person), schema: 1, progress };
      if ((await putUnlessChanged(this.#database, document)) || tried === TRIES) return progress;
    }
  }

  async certify({ id, name, authority }: Person, path: LessonPath): Promise<Result<string>> {
    if (!this.#key) return refuse({ code: 'training.certificate.noKey' });
    const finishedOn = pathFinishedOn(await this.read(id), path);
    if (finishedOn === null) return refuse({ code: 'training.path.open', path: 'path' });
    return accept(await signBadge({ path, name, authority, finishedOn, word: 'account' }, this.#key));
  }

  /** Null if the server signs none. */
  get keyId(): string | null {
    return this.#key?.keyId ?? null;
  }

  async forget(person: string): Promise<void> {
    const held = await readDocument<LearningDocument>(this.#database, learningId(person));
    if (held) await putUnlessChanged(this.#database, { _id: held._id, _rev: held._rev, _deleted: true });
  }
}

function learningId(person: string): string {
  return `learning:${person}`;
}
