export const KEPT_LESSONS = 'i2es-own-lessons';

export async function forgetKeptLessons(): Promise<void> {
  await globalThis.caches?.delete(KEPT_LESSONS).catch(() => false);
}
