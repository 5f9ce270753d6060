/** The boxes of a quiz write the text that a lesson keeps, and read it back. */
import { expect, test } from 'vitest';
import { markText } from '#lib/trainer-lesson/mark-text.ts';
import { ownBlocks, ownQuestions } from '#lib/trainer-lesson/own-blocks.ts';
import {
  NEW_CHOICES,
  newQuestionId,
  readTypedQuestions,
  writeTypedQuestions,
  type TypedQuestion
} from '#lib/trainer-lesson/typed-questions.ts';

const QUESTIONS: readonly TypedQuestion[] = [
  {
    id: 'less-came',
    ask: 'Less came than was **authorized**. What do you endorse?',
    choices: [
      { text: 'What came', isRight: true },
      { text: 'What was authorized', isRight: false },
      { text: 'Nothing', isRight: false }
    ],
    why: 'The endorsement states what [came](/training).'
  },
  { id: 'another', ask: 'كم؟', choices: [{ text: 'واحد', isRight: true }], why: 'لأن.' }
];

test('questions from boxes are the questions that a reader gets', () => {
  const text = writeTypedQuestions(QUESTIONS);
  expect(readTypedQuestions(text)).toEqual(QUESTIONS);
  const { read, strange } = ownQuestions(text);
  expect(strange).toEqual([]);
  expect(read.map(({ id, choices }) => [id, choices.map(({ right }) => right)])).toEqual([
    ['less-came', [true, false, false]],
    ['another', [true]]
  ]);
});

test('a half-typed question stays in its boxes', () => {
  const half = [{ id: 'question', ask: 'Why?', choices: NEW_CHOICES, why: '' }];
  expect(readTypedQuestions(writeTypedQuestions(half))).toEqual(half);
});

test.each([
  'Words before.\n\n### one\n\nWhy?\n\n- [x] a\n\n> b',
  '### one\n\nWhy?\n\nMore words.\n\n- [x] a\n\n> b',
  '### one\n\nWhy?\n\n- [x] a',
  '### One!\n\nWhy?\n\n- [x] a\n\n> b',
  '### one\n\nWhy?\n\n- [x] a\n\n> b\n\n| a | b |'
])('a text that the boxes would change stays a text: %j', (text) => {
  expect(readTypedQuestions(text)).toBeNull();
});

test('each new question has a name of its own, of letters', () => {
  const questions: TypedQuestion[] = [];
  for (let no = 0; no < 60; no++) questions.push({ ...QUESTIONS[0]!, id: newQuestionId(questions) });
  expect(new Set(questions.map(({ id }) => id)).size).toBe(60);
  expect(ownQuestions(writeTypedQuestions(questions)).strange).toEqual([]);
});

test('the buttons of the editor write blocks that a lesson shows', () => {
  const chosen = (text: string, words: string) => {
    const from = text.indexOf(words);
    return { text, from, until: from + words.length };
  };
  const kindsOf = (text: string): string[] => {
    const { read, strange } = ownBlocks(text);
    expect(strange).toEqual([]);
    return read.map((block) => (block.kind === 'list' && block.ordered ? 'steps' : block.kind));
  };
  const text = 'Before.\nFirst\nSecond\nAfter.';
  expect(kindsOf(markText(chosen(text, 'First\nSecond'), 'steps').text)).toEqual([
    'paragraph',
    'steps',
    'paragraph'
  ]);
  expect(kindsOf(markText(chosen(text, 'First\nSecond'), 'list').text)).toEqual([
    'paragraph',
    'list',
    'paragraph'
  ]);
  expect(kindsOf(markText(chosen(text, 'First'), 'heading').text)).toEqual([
    'paragraph',
    'heading',
    'paragraph'
  ]);
  expect(kindsOf(markText(chosen(text, 'First'), 'note').text)).toEqual(['paragraph', 'note', 'paragraph']);
  const strong = markText(chosen(text, 'First'), 'strong');
  expect(strong.text.slice(strong.from - 2, strong.until + 2)).toBe('**First**');
  expect(ownBlocks(markText(chosen(text, 'First'), 'link').text).strange).toEqual([]);
});
