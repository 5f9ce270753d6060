/** What the print dialog tells before a form is printed whose letters this device has no font for. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { lackingScripts } from '#lib/dossier/print-options.ts';
import { m } from '#lib/i18n/messages.ts';
import { anImportAuthorization } from '../samples/acts.ts';

const CHOSEN = { locale: 'en', copy: 'original' } as const;

function aFormIn(name: string) {
  return anImportAuthorization({ over: { importer: { name, address: '12 Harbour Street' } } });
}

afterEach(() => vi.unstubAllGlobals());

describe('with neither the font on this device nor a connection', () => {
  test.each([
    ['شركة 上海', [m.dossier_print_script_arabic(), m.dossier_print_script_chinese()]],
    ['上海', [m.dossier_print_script_chinese()]],
    ['Łódź', []]
  ])('of %s these letters are told to be lacking: %s', async (name, scripts) => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    expect(await lackingScripts(aFormIn(name), CHOSEN)).toEqual(scripts);
  });
});

test('with the fonts at hand nothing is told', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(new Uint8Array(4))));
  expect(await lackingScripts(aFormIn('شركة 上海'), CHOSEN)).toEqual([]);
});
