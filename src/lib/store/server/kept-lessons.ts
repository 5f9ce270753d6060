/** Cache for a person's saved copies of trainers' lessons; removed with the person's data on the device. */
export const KEPT_LESSONS = 'i2es-own-lessons';

export async function forgetKeptLessons(): Promise<void> {
  await globalThis.caches?.delete(KEPT_LESSONS).catch(() => false);
}
