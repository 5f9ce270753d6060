import { expect, test } from 'vitest';
import { LESSON_PATHS } from '#lib/domain/training/lesson-path.ts';
import { lessonForPlace } from '#lib/domain/training/help-topics.ts';
import type { Passage } from '#lib/training/lesson.ts';
import { foldText, searchPassages } from '#lib/training/search-lessons.ts';

const passage = (heading: string, text: string): Passage => ({ source: 'Lesson', heading, text, href: '/x' });
const PASSAGES = [
  passage('Arrival', 'The goods come in and the endorsement certifies the quantity actually imported.'),
  passage('Endorsement', 'It is returned when the period has expired.'),
  passage('Различия', 'Ёмкость и количество.'),
  passage('核查', '把包装当作单位是最常见的错误。'),
  passage('الفرق', 'الكَمِّية المستوردة فعلًا')
];
const headings = (query: string): string[] => searchPassages(PASSAGES, query).map(({ heading }) => heading);

test('what stands in a heading is found before what stands in the text', () => {
  expect(headings('endorsement')).toEqual(['Endorsement', 'Arrival']);
});

test('all words have to be there, in whichever order, with or without capitals and accents', () => {
  expect(headings('IMPORTED goods')).toEqual(['Arrival']);
  expect(headings('goods expired')).toEqual([]);
  expect(headings('емкость')).toEqual(['Различия']);
  expect(headings('包装 错误')).toEqual(['核查']);
  expect(headings('الكمية')).toEqual(['الفرق']);
  expect(headings('   ')).toEqual([]);
  expect(foldText('Évaluation')).toBe('evaluation');
});

test('an excerpt shows the words around the hit', () => {
  const long = passage('x', `${'before '.repeat(40)}needle ${'after '.repeat(40)}`);
  expect(searchPassages([long], 'needle')[0]?.excerpt).toMatch(/^… .*needle.* …$/);
});

test('each desk’s “?” leads to the lesson that explains it', () => {
  expect(lessonForPlace('/authorizations/new?kind=export')).toBe('exporting');
  expect(lessonForPlace('/authorizations/new')).toBe('importing');
  expect(lessonForPlace('/authorizations/drafts/1b4e28ba')).toBe('importing');
  expect(lessonForPlace('/authorizations/drafts/1b4e28ba?form=export')).toBe('exporting');
  expect(lessonForPlace('/authorizations/drafts/1b4e28ba?from=x&kind=export')).toBe('exporting');
  expect(lessonForPlace('/authorizations/drafts/1b4e28ba?kind=import&paper=KE')).toBe('paper-partner');
  expect(lessonForPlace('/announcements', { role: 'incb' })).toBe('incb');
  expect(lessonForPlace('/announcements', { role: 'officer' })).toBe('with-i2es');
  expect(lessonForPlace('/authorizations/AU-1')).toBe('shipping');
  expect(lessonForPlace('/sync')).toBe('offline');
  expect(lessonForPlace('//evil.example')).toBe('with-i2es');
  expect(LESSON_PATHS.officer).toContain(lessonForPlace('/today'));
});
