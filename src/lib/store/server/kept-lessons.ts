/** The cache in which a browser keeps what a person chose of trainers' lessons; it goes with what a device has of a person. */
export const KEPT_LESSONS = 'i2es-own-lessons';

export async function forgetKeptLessons(): Promise<void> {
  await globalThis.caches?.delete(KEPT_LESSONS).catch(() => false);
}
