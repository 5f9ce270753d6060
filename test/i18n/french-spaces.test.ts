/** French sets a space before its double signs and inside its quotes, and no line may be broken there. */
import { expect, test } from 'vitest';
import { readMessages, sentencesOf } from './message-file.ts';

/** A plain space that a line may break at, and a space that is lacking. */
const MAY_BREAK = /[ \t\n](?=[:;!?»%])|«[ \t\n]/;
const LACKS_SPACE = /[\p{L}\p{N}})…][;!?»]|[\p{L}})…]:(?=\s|$)|«[^\u00a0]/u;

test('no French sentence may be broken before its double signs or inside its quotes', () => {
  const sentences = Object.values(readMessages('fr')).flatMap(sentencesOf);
  expect(sentences.filter((one) => /[:;!?»]/.test(one)).length).toBeGreaterThan(400);
  expect(sentences.filter((one) => MAY_BREAK.test(one) || LACKS_SPACE.test(one))).toEqual([]);
});

test.each([
  'Supprimer ce brouillon ?',
  'Une « lettre\u00a0»',
  'Une «\u00a0lettre »',
  'Envoyé : {when}',
  'Quoi?'
])('a planted one is found: %s', (sentence) => {
  expect(MAY_BREAK.test(sentence) || LACKS_SPACE.test(sentence)).toBe(true);
});
