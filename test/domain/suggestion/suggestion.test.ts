/** A wish tells the screen's name and nothing of what stood there; what INCB says of it tells no country. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BodyOf } from '#lib/domain/act/body.ts';
import { SCREEN, screenName } from '#lib/domain/act/kinds/suggestion.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { standingWords, wishHash, wordOn } from '#lib/domain/suggestion/fold-wishes.ts';
import { signed } from '../../samples/survey.ts';

const told = (body: unknown): string[] => {
  const read = parseBody(body);
  return read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
};

const wish = (over: object = {}) =>
  signed({
    ...{ schema: 1, kind: 'suggestion', issuer: 'AU', to: ['INCB'], seq: { AU: 1, INCB: 1 } },
    at: '2026-11-25T09:00:00.000Z',
    by: { person: 'au.officer', name: 'A. Officer', function: '' },
    ...{ screen: 'authorizations', text: 'Let me sort by date.' },
    ...over
  } as unknown as BodyOf<'suggestion'>);

const word = (over: object = {}) =>
  signed({
    ...{ schema: 1, kind: 'suggestion-answer', issuer: 'INCB', to: ['*'], seq: { INCB: 1 } },
    at: '2026-11-26T09:00:00.000Z',
    by: { person: 'incb.secretary', name: 'A. Secretary', function: '' },
    texts: { en: { title: 'Sorting by date', text: 'It is planned.' } },
    ...{ state: 'planned', wishes: [wishHash(wish()._id)] },
    ...over
  } as unknown as BodyOf<'suggestion-answer'>);

describe('the screen of a wish', () => {
  it.each([
    ['/(app)/authorizations/[dossier]', 'authorizations'],
    ['/(app)/announcements/drafts/[id]', 'announcements/drafts'],
    ['/(app)/authorizations/new', 'authorizations/new'],
    ['/', 'start'],
    [null, 'start'],
    ['/(app)/authorizations/AU-I-2026-000042', 'authorizations'],
    ['/(app)/people/au.officer', 'people'],
    ['/(app)/surveys/act:20261124:INCB:survey:xyz', 'surveys']
  ])('of %s is %s', (route, name) => expect(screenName(route)).toBe(name));

  it('is a name that the door takes, and no parameter, for every screen there is', () => {
    const pages = readdirSync('src/routes', { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('+page.svelte')
    );
    expect(pages.length).toBeGreaterThan(15);
    for (const page of pages) {
      const route = `/${page.replace(/\/?\+page\.svelte$/, '')}`;
      const name = screenName(route);
      expect(name).toMatch(SCREEN);
      for (const [, parameter = ''] of route.matchAll(/\[([^\]]+)\]/g))
        expect(name.split('/')).not.toContain(parameter);
    }
  });

  it.each(['AU-I-2026-42', 'people/au.officer', 'authorizations?q=morphine', 'act:1', 'Today', ''])(
    'is refused at the door where it could carry more: %s',
    (screen) => expect(told(wish({ screen }).body)).toEqual(['suggestion.screen.malformed body.screen'])
  );
});

describe('a wish', () => {
  it('goes from a country to the Board, and nowhere else', () => {
    expect(told(wish().body)).toEqual([]);
    expect(told(wish({ to: ['*'], seq: { AU: 1 } }).body)).toEqual(['act.audience.wrong body.to']);
    expect(told(wish({ issuer: 'INCB', seq: { INCB: 1 } }).body)).toContain('act.issuer.wrong body.issuer');
  });

  it('carries nothing but its text', () =>
    expect(told(wish({ address: '/authorizations/x' }).body)).toEqual(['act.key.unknown body.address']));
});

describe('what INCB says of wishes', () => {
  it('names no country and no sender, unless INCB names the country', () => {
    expect(JSON.stringify(word().body)).not.toMatch(/"AU"|:AU:|au\.officer/);
    expect(told(word({ wishes: [wish()._id] }).body)).toEqual(['act.hash.malformed body.wishes.0']);
    expect(told(word({ from: ['AU'] }).body)).toEqual([]);
  });

  it('is refused without a text, and the problem speaks of the answer', () =>
    expect(told(word({ texts: {} }).body)).toEqual(['suggestion.answer.missing body.texts']));

  it('is found by whoever asked, and is null while the wish is new', () => {
    const words = standingWords([word()]);
    expect(wordOn(wish()._id, words)?.body.state).toBe('planned');
    expect(wordOn(wish({ text: 'Another.' })._id, words)).toBeNull();
  });

  it('stands as it was said last, whatever order it came in', () => {
    const first = word();
    const done = word({ state: 'done', replaces: first._id, at: '2026-11-27T09:00:00.000Z' });
    const rival = word({ state: 'declined', replaces: first._id, at: '2026-11-26T12:00:00.000Z' });
    for (const order of [
      [first, done, rival],
      [rival, done, first]
    ])
      expect(standingWords(order).map(({ body }) => body.state)).toEqual(['done']);
  });
});
