import { pattern } from '../shape/shape.ts';
import type { OwnLessonId } from '../ids.ts';

export const lessonReference = pattern<OwnLessonId>(
  /^lesson:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'training.lesson.malformed'
);
