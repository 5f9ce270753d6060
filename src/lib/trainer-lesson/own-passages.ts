/** The text of those here, title and lead of the others. */
import { textFor } from '#lib/domain/training/own-lesson.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { mayHaveAccount } from '#lib/training/learner.svelte.ts';
import { blockText } from '#lib/training/passages.ts';
import type { Passage } from '#lib/training/lesson.ts';
import { keptLessons, readShelf } from './lesson-shelf.ts';
import { ownBlocks } from './own-blocks.ts';

export async function ownPassages(): Promise<readonly Passage[]> {
  const { cards } = await readShelf((await mayHaveAccount()) ? 'own' : 'public');
  const kept = await keptLessons();
  const told = cards.filter(({ state }) => state === 'published');
  const locale = readLocale();
  return told.flatMap((card): Passage[] => {
    const { title: source, lead } = textFor(card, locale);
    const href = `/training/own/${encodeURIComponent(card._id)}`;
    const head = { source, heading: source, text: lead, href };
    const own = kept.find(({ lesson }) => lesson._id === card._id)?.lesson;
    if (!own) return [head];
    let heading = source;
    const rest = ownBlocks(textFor(own, locale).text).read.flatMap((block): Passage[] => {
      if (block.kind !== 'heading') return [{ source, heading, text: blockText(block), href }];
      heading = block.text;
      return [];
    });
    return [head, ...rest];
  });
}
