/** A trainer translates a lesson passage by passage, next to its source. */
import { expect, test } from 'vitest';
import type { WrittenLesson } from '#lib/domain/training/own-lesson.ts';
import { lessonFields } from '#lib/trainer-lesson/lesson-form.ts';
import { pastPairs, translationOf, withSource } from '#lib/trainer-lesson/translation.ts';
import { readTypedQuestions } from '#lib/trainer-lesson/typed-questions.ts';

type Text = WrittenLesson['texts'][number];

const QUESTIONS = '### question\n\nWhy?\n\n- [x] Less came\n\n- [ ] More came\n\n> Read the waybill.';
const ENGLISH: Text = {
  language: 'en',
  title: 'Part of it came',
  lead: 'What to look at.',
  text: 'Compare both papers.',
  aims: ['Compare', 'Endorse'],
  questions: QUESTIONS
};
const ARABIC: Text = { language: 'ar', title: 'وصل جزء', lead: 'ما الذي تنظر إليه', text: 'قارن المستندين.' };
const LANGUAGES = { from: 'en', to: 'ar' } as const;

function aLesson(...texts: readonly Text[]): WrittenLesson {
  return { minutes: 5, audience: 'signed-in', texts };
}

function translation(
  now: WrittenLesson,
  ...saved: readonly WrittenLesson[]
): ReturnType<typeof translationOf> {
  const past = pastPairs(
    saved.map((written) => ({ written })),
    LANGUAGES
  );
  return translationOf(lessonFields(now), LANGUAGES, past);
}

test('title, topic, aims, text, question, each answer and explanation are passages', () => {
  const { source, missing } = translation(aLesson(ENGLISH, ARABIC));
  expect([...source.keys()]).toEqual([
    'title',
    'lead',
    'aims',
    'text',
    'question/ask',
    'question/0',
    'question/1',
    'question/why'
  ]);
  expect([...missing]).toEqual(['aims', 'question/ask', 'question/0', 'question/1', 'question/why']);
});

test('a text that the source does not have waits for no translator', () => {
  const more = { ...ARABIC, exercise: 'اكتب ردًا.' };
  expect(translation(aLesson(ENGLISH, more)).source.has('exercise')).toBe(false);
});

test('a translation is marked when its source changed after it, and no longer when it follows', () => {
  const before = aLesson({ ...ENGLISH, text: 'Compare.' }, ARABIC);
  const now = aLesson(ENGLISH, ARABIC);
  expect([...translation(now, now, before).changed]).toEqual(['text']);
  const followed = aLesson(ENGLISH, { ...ARABIC, text: 'قارن المستندين معًا.' });
  expect([...translation(followed, now, before).changed], 'typed, not saved yet').toEqual([]);
  expect([...translation(followed, followed, now, before).changed]).toEqual([]);
});

test('a source that is changed on the page marks its translation before it is saved', () => {
  const saved = aLesson(ENGLISH, ARABIC);
  const typed = aLesson({ ...ENGLISH, title: 'Half of it came' }, ARABIC);
  expect([...translation(typed, saved).changed]).toEqual(['title']);
});

test('an original is not older than the text that was translated from it', () => {
  const first = aLesson(ARABIC);
  const both = aLesson(ENGLISH, ARABIC);
  expect([...translation(both, both, first).changed]).toEqual([]);
});

test('a corrected translation is compared with the source that it was corrected from', () => {
  const first = aLesson({ ...ENGLISH, lead: 'Look.' }, { ...ARABIC, lead: 'انظر' });
  const corrected = aLesson(ENGLISH, ARABIC);
  expect([...translation(corrected, corrected, first).changed]).toEqual([]);
});

test('a question that is not translated shows empty boxes, with the right answer of its source', () => {
  const source = readTypedQuestions(QUESTIONS) ?? [];
  const empty = { text: '', isRight: false };
  const question = { id: 'question', ask: '', choices: [{ ...empty, isRight: true }, empty], why: '' };
  expect(withSource([], source)).toEqual([question]);
  const begun = { ...question, ask: 'لماذا؟', choices: [{ text: 'وصل أقل', isRight: true }] };
  expect(withSource([begun], source)).toEqual([{ ...begun, choices: [...begun.choices, empty] }]);
});

test('questions that are no boxes are one passage, in both languages', () => {
  const words = { ...ENGLISH, questions: `Some words.\n\n${QUESTIONS}` };
  const { source, questions, missing } = translation(aLesson(words, ARABIC));
  expect(source.has('questions')).toBe(true);
  expect(questions).toEqual([]);
  expect(missing.has('questions')).toBe(true);
});
