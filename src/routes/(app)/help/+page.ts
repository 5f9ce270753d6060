import { openPart } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { loadHelp } from '#lib/training/lesson-files.ts';
import type { HelpTopic } from '#lib/training/lesson.ts';

export async function load(): Promise<{ help: readonly HelpTopic[] | null }> {
  const [help] = await Promise.all([loadHelp(readLocale()), openPart('training'), openPart('desks')]);
  return { help };
}
