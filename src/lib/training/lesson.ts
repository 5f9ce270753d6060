import type { HelpSlug } from '#lib/domain/training/help-topics.ts';
import type { LessonSlug } from '#lib/domain/training/lesson-path.ts';

export type Inline =
  | string
  | { readonly kind: 'strong'; readonly text: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly text: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** An address of the app that begins with a slash. */
  | { readonly kind: 'place'; readonly to: string; readonly text: readonly Inline[] };

export type Text = readonly Inline[];

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'note'; readonly text: Text }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Text[] }
  | { readonly kind: 'table'; readonly head: readonly Text[]; readonly rows: readonly (readonly Text[])[] }
  | { readonly kind: 'drawing'; readonly name: string; readonly words: string }
  | { readonly kind: 'picture'; readonly name: string; readonly words: string };

export interface Question {
  readonly id: string;
  readonly ask: Text;
  readonly choices: readonly { readonly text: Text; readonly right: boolean }[];
  readonly why: Text;
}

export interface LessonCard {
  readonly slug: LessonSlug;
  readonly title: string;
  readonly lead: string;
  readonly minutes: number;
}

export interface Lesson extends LessonCard {
  readonly aims: readonly string[];
  readonly blocks: readonly Block[];
  readonly exercise: { readonly to: string; readonly blocks: readonly Block[] };
  readonly questions: readonly Question[];
}

/** Bytes as transferred. */
export interface LessonShelf {
  readonly cards: readonly LessonCard[];
  readonly bytes: { readonly text: number; readonly pictures: number };
}

export interface Passage {
  readonly source: string;
  readonly heading: string;
  readonly text: string;
  readonly href: string;
}

export interface HelpEntry {
  readonly id: string;
  readonly ask: string;
  readonly blocks: readonly Block[];
}

export interface HelpTopic {
  readonly slug: HelpSlug;
  readonly title: string;
  readonly entries: readonly HelpEntry[];
}
