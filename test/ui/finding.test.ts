import { describe, expect, it } from 'vitest';
import { findByLetters } from '#lib/ui/form/fuzzy.ts';
import { isShortcut, keyOf, shortcutCaps } from '#lib/ui/shell/shortcut.ts';

const companies = ['Société Pharma', 'Pharma Suisse SA', 'Laboratoires Réunis', 'Alpha pharmaceuticals'];
const find = (query: string): readonly string[] => findByLetters(companies, query, (name) => name);

describe('finding by a few letters', () => {
  it('does not mind accents or case', () => {
    expect(find('societe')).toEqual(['Société Pharma']);
    expect(find('RÉUNIS')).toEqual(['Laboratoires Réunis']);
  });

  it('puts what begins with the letters first, then what has a word beginning with them', () => {
    expect(find('pharma')).toEqual(['Pharma Suisse SA', 'Société Pharma', 'Alpha pharmaceuticals']);
  });

  it('takes words in any order and wants all of them', () => {
    expect(find('sa pharma')).toEqual(['Pharma Suisse SA']);
    expect(find('pharma nowhere')).toEqual([]);
  });

  it('with nothing typed shows everything in its own order', () => {
    expect(find('  ')).toEqual(companies);
  });
});

describe('a shortcut', () => {
  const press = (key: string, held: Partial<KeyboardEvent> = {}): KeyboardEvent =>
    ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }) as KeyboardEvent;

  it('is Ctrl on a desk and ⌘ on a Mac, and not the other', () => {
    expect(isShortcut(press('k', { ctrlKey: true }), 'mod+k', false)).toBe(true);
    expect(isShortcut(press('k', { metaKey: true }), 'mod+k', true)).toBe(true);
    expect(isShortcut(press('k', { metaKey: true }), 'mod+k', false)).toBe(false);
    expect(isShortcut(press('k'), 'mod+k', false)).toBe(false);
  });

  it('that is a sign does not ask how the keyboard makes it', () => {
    expect(isShortcut(press('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(isShortcut(press('?'), '?', false)).toBe(true);
  });

  it('is found on keyboards without Latin letters by its place, and on others by what the key says', () => {
    const held = { ctrlKey: true };
    expect(isShortcut(press('л', { ...held, code: 'KeyK' }), 'mod+k', false)).toBe(true);
    expect(isShortcut(press('ن', { ...held, code: 'KeyK' }), 'mod+k', false)).toBe(true);
    expect(isShortcut(press('؟', { shiftKey: true, code: 'Slash' }), '?', false)).toBe(true);
    expect(isShortcut(press('.', { code: 'Slash' }), '/', false)).toBe(true);
    expect(isShortcut(press('ظ', { code: 'Slash' }), '/', false)).toBe(true);
    expect(keyOf({ key: 'لا', code: 'KeyB' })).toBe('b');
    // AZERTY: the key that says `a` is where others have `q`.
    expect(keyOf({ key: 'a', code: 'KeyQ' })).toBe('a');
    expect(keyOf({ key: '-', code: 'Slash' })).toBe('-');
  });

  it('is drawn with the caps of the machine', () => {
    expect(shortcutCaps('mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(shortcutCaps('mod+k', true)).toEqual(['⌘', 'K']);
  });
});
