import { describe, expect, test } from 'vitest';
import { judgeTypedLink, linkHref, linksIn, parseLink } from '#lib/domain/outreach/links.ts';
import { checkBoardDocument } from '#lib/domain/exchange/system-structure.ts';

const typed = {
  kind: 'convention',
  title: 'Single Convention',
  language: 'en',
  address: 'https://x.example/1961'
};
const stored = (over: object = {}): object => ({
  _id: 'setting:link-00000000-0000-4000-8000-000000000001',
  schema: 1,
  ...typed,
  ...over
});

describe('a link of INCB', () => {
  test.each([
    'https://www.incb.example/documents?id=1#page=2',
    'https://x.example',
    'secretariat@incb.example'
  ])('opens %s', (address) => {
    expect(judgeTypedLink({ ...typed, address }).ok).toBe(true);
    expect(parseLink(stored({ address })).ok).toBe(true);
  });

  test.each([
    'http://x.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '//x.example',
    'https://x.example/"onclick=',
    'https://x.example/ a',
    'https://user@x.example',
    'https://x.example@evil.example',
    `https://x.example/${'a'.repeat(500)}`,
    ''
  ])('never opens %s', (address) => {
    expect(judgeTypedLink({ ...typed, address }).ok).toBe(false);
    expect(checkBoardDocument(stored({ address }), null).ok).toBe(false);
  });

  test('says each problem of the form at its field', () => {
    const judged = judgeTypedLink({ kind: '', title: ' ', language: 'xx', address: 'x' });
    expect(judged.ok ? [] : judged.problems.map(({ path }) => path)).toEqual([
      'kind',
      'language',
      'title',
      'address'
    ]);
  });

  test('is listed by kind and title, unless it is removed or unreadable', () => {
    const links = linksIn([
      stored({ title: 'B' }),
      stored({ kind: 'contact', title: 'A', address: 'a@b.example' }),
      stored({ title: 'A' }),
      stored({ isRemoved: true }),
      stored({ kind: 'other' }),
      null
    ]);
    expect(links.map(({ kind, title }) => [kind, title])).toEqual([
      ['convention', 'A'],
      ['convention', 'B'],
      ['contact', 'A']
    ]);
    expect(links.map(({ address }) => linkHref(address))[2]).toBe('mailto:a@b.example');
  });
});
