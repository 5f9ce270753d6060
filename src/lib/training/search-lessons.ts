/** The text is stored anyway, and read once when a search begins. */
import { LESSONS } from '#lib/domain/training/lesson-path.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { blockText, plainText, helpEntries } from './passages.ts';
import { loadHelp, loadLesson } from './lesson-files.ts';
import type { Lesson, Passage } from './lesson.ts';

export interface Found extends Passage {
  readonly excerpt: string;
}

const MAX_FOUND = 12;
const AROUND = 60;

export async function readPassages(
  locale: Locale,
  helpPage: string
): Promise<{ passages: readonly Passage[]; missing: number }> {
  const [help, ...lessons] = await Promise.all([
    loadHelp(locale),
    ...LESSONS.map((slug) => loadLesson(slug, locale))
  ]);
  const found = lessons.filter((lesson) => lesson !== null);
  return {
    passages: [...helpEntries(help ?? [], helpPage), ...found.flatMap(lessonToPassages)],
    missing: lessons.length - found.length + (help ? 0 : 1)
  };
}

/** All words, in any order; hits in a heading come first. */
export function searchPassages(passages: readonly Passage[], query: string): readonly Found[] {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hits = passages.flatMap((passage) => {
    const head = foldText(`${passage.source} ${passage.heading}`);
    const whole = `${head} ${foldText(passage.text)}`;
    if (!words.every((word) => whole.includes(word))) return [];
    const rank = words.filter((word) => head.includes(word)).length;
    return [{ ...passage, excerpt: excerptOf(passage.text, words[0] ?? ''), rank }];
  });
  return hits.sort((one, other) => other.rank - one.rank).slice(0, MAX_FOUND);
}

export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function excerptOf(text: string, word: string): string {
  const at = Math.max(0, foldText(text).indexOf(word));
  const from = at <= AROUND ? 0 : text.indexOf(' ', at - AROUND) + 1;
  const end = at + 2 * AROUND;
  return `${from > 0 ? '… ' : ''}${text.slice(from, end)}${end < text.length ? ' …' : ''}`;
}

function lessonToPassages(lesson: Lesson): readonly Passage[] {
  const { title: source, slug, lead, aims, blocks, exercise, questions } = lesson;
  const passages: Passage[] = [
    { source, heading: source, text: [lead, ...aims].join(' '), href: `/training/${slug}` }
  ];
  let heading = source;
  blocks.forEach((block, index) => {
    if (block.kind === 'heading') heading = block.text;
    else passages.push({ source, heading, text: blockText(block), href: `/training/${slug}#part-${index}` });
  });
  const text = exercise.blocks.map(blockText).join(' ');
  passages.push({ source, heading: source, text, href: `/training/${slug}#exercise` });
  for (const { id, ask, choices, why } of questions) {
    const right = choices.filter((choice) => choice.right).map((choice) => plainText(choice.text));
    const answer = [...right, plainText(why)].join('. ');
    passages.push({
      source,
      heading: plainText(ask),
      text: answer,
      href: `/training/${slug}#question-${id}`
    });
  }
  return passages;
}
