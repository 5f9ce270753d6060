import type { LessonPath } from '#lib/domain/training/lesson-path.ts';
import { m } from '#lib/i18n/messages.ts';

const WORDS: Readonly<Record<LessonPath, () => string>> = {
  officer: m.training_path_officer,
  administrator: m.training_path_administrator,
  customs: m.training_path_customs,
  incb: m.training_path_incb
};

export function pathWord(path: LessonPath): string {
  return WORDS[path]();
}
