/** Earlier texts of a trainer's lesson, for its author. */
import { instant, integer, isPlainObject, oneOf, parseShape, shaped, type Checked } from '../shape/shape.ts';
import { writtenShape, type OwnLesson } from './own-lesson.ts';

/** The latest are kept. */
export const MAX_VERSIONS = 20;

const version = shaped({
  required: {
    schema: oneOf([1]),
    revision: integer(1, 100_000),
    changedAt: instant,
    written: writtenShape
  }
});
export type LessonVersion = Omit<Checked<typeof version>, 'schema'>;

export function lessonToVersion({ revision, changedAt, minutes, audience, texts }: OwnLesson): LessonVersion {
  return { revision, changedAt, written: { minutes, audience, texts } };
}

export function parseVersion(value: unknown): LessonVersion | null {
  if (!isPlainObject(value)) return null;
  const { _id, _rev, ...rest } = value;
  const parsed = parseShape(version, { schema: 1, ...rest });
  if (!parsed.ok) return null;
  const { revision, changedAt, written } = parsed.value;
  return { revision, changedAt, written };
}
