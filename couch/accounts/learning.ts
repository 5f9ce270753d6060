/**
 * Kept with the account, so that they survive a new computer. A certificate confirms no more than the finished path.
 */
import type { Engine } from '#couch/engine/engine.ts';
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
import type { Person } from './person.ts';
import { Records } from './stored-document.ts';

interface LearningOptions {
  readonly engine: Engine;
  /** Null if this server signs none. */
  readonly key: SigningKey | null;
}

export class Learning {
  readonly #records: Records<'learning'>;
  readonly #key: SigningKey | null;

  constructor({ engine, key }: LearningOptions) {
    this.#records = new Records(engine.open('accounts'), 'learning');
    this.#key = key;
  }

  async read(person: string): Promise<LessonProgress> {
    return parseLessonProgress((await this.#records.read(person))?.progress);
  }

  async join(person: string, told: LessonProgress): Promise<LessonProgress> {
    let progress = told;
    await this.#records.change(person, (held) => {
      const known = parseLessonProgress(held?.progress);
      progress = joinToldProgress(told, known);
      return held && JSON.stringify(known) === JSON.stringify(progress) ? null : { ...held, progress };
    });
    return progress;
  }

  async certify({ id, name, authority }: Person, path: LessonPath): Promise<Result<string>> {
    if (!this.#key) return refuse({ code: 'training.certificate.noKey' });
    const finishedOn = pathFinishedOn(await this.read(id), path);
    if (finishedOn === null) return refuse({ code: 'training.path.open', path: 'path' });
    return accept(await signBadge({ path, name, authority, finishedOn, word: 'account' }, this.#key));
  }

  get keyId(): string | null {
    return this.#key?.keyId ?? null;
  }

  async forget(person: string): Promise<void> {
    await this.#records.remove(person);
  }
}
