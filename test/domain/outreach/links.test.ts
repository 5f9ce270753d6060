import { describe, expect, test } from 'vitest';
import {
  judgeTypedLink,
  linkChange,
  linkHref,
  linksIn,
  parseLink,
  type Link
} from '#lib/domain/outreach/links.ts';
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

  test('is listed in both versions when two devices of INCB change it offline, and not in the old one', () => {
    const before = stored() as Link;
    const change = (title: string, uuid: string): readonly object[] =>
      linkChange(before, { ...typed, title } as never, uuid).map((one) => ({ ...one, schema: 1 }));
    const both = [
      ...change('A', '00000000-0000-4000-8000-00000000000a'),
      ...change('B', '00000000-0000-4000-8000-00000000000b')
    ];
    // A replica holds one document for each id.
    const held = new Map([before, ...both].map((one) => [(one as Link)._id, one]));
    expect(linksIn([...held.values()]).map(({ title }) => title)).toEqual(['A', 'B']);
  });

  test('stays when one device changes it and another removes it', () => {
    const before = stored() as Link;
    const changed = linkChange(
      before,
      { ...typed, title: 'A' } as never,
      '00000000-0000-4000-8000-00000000000a'
    );
    const removed = linkChange(before, null, '00000000-0000-4000-8000-00000000000c');
    const held = new Map([before, ...changed, ...removed].map((one) => [one._id, { ...one, schema: 1 }]));
    expect(linksIn([...held.values()]).map(({ title }) => title)).toEqual(['A']);
  });
});
