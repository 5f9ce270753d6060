/** In reading order; pages, server and tests all use this list. */
export const LESSONS = [
  'trade-control',
  'with-i2es',
  'account',
  'administrator',
  'importing',
  'exporting',
  'shipping',
  'differences',
  'offline',
  'verification',
  'paper-partner',
  'customs',
  'incb'
] as const;
export type LessonSlug = (typeof LESSONS)[number];

const TRADE = [
  'importing',
  'exporting',
  'shipping',
  'differences',
  'offline',
  'verification',
  'paper-partner'
] as const;

export const LESSON_PATHS = {
  officer: ['trade-control', 'with-i2es', ...TRADE],
  administrator: ['trade-control', 'with-i2es', 'account', 'administrator', ...TRADE],
  customs: ['trade-control', 'with-i2es', 'verification', 'customs'],
  incb: ['trade-control', 'with-i2es', 'account', 'incb']
} as const satisfies Readonly<Record<string, readonly LessonSlug[]>>;
export type LessonPath = keyof typeof LESSON_PATHS;

export const PATH_NAMES = Object.keys(LESSON_PATHS) as readonly LessonPath[];

export function lessonNamed(value: unknown): LessonSlug | null {
  return LESSONS.find((slug) => slug === value) ?? null;
}

export function pathNamed(value: unknown): LessonPath | null {
  return PATH_NAMES.find((path) => path === value) ?? null;
}

export function lessonsOf(path: LessonPath): readonly LessonSlug[] {
  return LESSON_PATHS[path];
}
