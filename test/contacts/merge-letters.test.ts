import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { DirectoryRow } from '#lib/contacts/contacts-state.svelte.ts';
import { mergeLetters } from '#lib/contacts/merge-letters.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { textFor } from '#lib/domain/outreach/letters.ts';

const texts = {
  en: { title: 'Dear {name}', text: 'You are {function} in {country}. {other}' },
  fr: { title: 'Bonjour {name}', text: 'Vous êtes {function} en {country}.' }
};

function aRow(country: string, over: Partial<DirectoryRow['person']>): DirectoryRow {
  const person = { name: 'A. Person', function: 'Head', email: 'a@b.example', telephone: null };
  const rest = { language: null, timeZone: null, from: [] };
  return { key: country, country: country as CountryCode, person: { ...person, ...rest, ...over } };
}

async function filesOf(rows: readonly DirectoryRow[]): Promise<Record<string, string>> {
  const made = mergeLetters(rows, ({ person }) => textFor(texts, person.language));
  const files = unzipSync(new Uint8Array(await made.content.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

function bodyOf(eml: string): string {
  return Buffer.from(eml.split('\r\n\r\n')[1] ?? '', 'base64').toString();
}

describe('one e-mail draft for each person', () => {
  test('is in the person’s language, otherwise English, with the person’s own particulars', async () => {
    const files = await filesOf([aRow('KE', {}), aRow('CH', { language: 'fr', name: 'Zoë Ünal' })]);
    expect(Object.keys(files)).toEqual(['001-KE.eml', '002-CH.eml']);
    expect(files['001-KE.eml']).toContain('\r\nTo: =?UTF-8?B?QS4gUGVyc29u?= <a@b.example>\r\n');
    expect(bodyOf(files['001-KE.eml'] ?? '')).toBe('Dear A. Person\r\n\r\nYou are Head in Kenya. {other}');
    expect(bodyOf(files['002-CH.eml'] ?? '')).toContain('Vous êtes Head en Suisse.');
  });

  test('is left out where there is no address', async () => {
    expect(await filesOf([aRow('KE', { email: null })])).toEqual({});
  });

  test('takes nothing in a name for a header or a second address', async () => {
    const name = 'X" <evil@x.example>,\r\nBcc: all@x.example';
    const [eml = ''] = Object.values(await filesOf([aRow('KE', { name })]));
    const head = eml.split('\r\n\r\n')[0] ?? '';
    expect(head).not.toContain('evil@');
    expect(head).not.toMatch(/^Bcc/im);
    expect(head.match(/@/g)).toHaveLength(1);
  });
});
