/** What a session is announced with is in the session's own language, whatever language its writer reads. */
import { expect, test } from 'vitest';
import { ON_LINE } from '#lib/domain/training/session.ts';
import { announcementText, languageOfWords } from '#lib/training-session/announcement.ts';
import { aSession } from '../samples/training.ts';

test('day, zone and place are said in the language of the title and the aims', async () => {
  const session = aSession({
    title: 'Viser ce qui est arrivé',
    aims: 'Les participants visent un envoi partiel.',
    language: 'fr',
    place: ON_LINE,
    link: 'https://meet.example.org/one'
  });
  const text = announcementText(session, await languageOfWords(session));
  expect(text).toMatch(/jeudi 10 décembre 2026/);
  expect(text).toContain('En ligne');
  expect(text).not.toMatch(/Thursday|Online/);
});
