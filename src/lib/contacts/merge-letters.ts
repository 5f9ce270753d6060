/** One draft message for each person, in a ZIP file, for the user's own mail program. */
import { strToU8, zipSync } from 'fflate';
import { countryName } from '#lib/i18n/format.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import type { LetterText } from '#lib/domain/outreach/letters.ts';
import { fillLetter, letterToEml } from '#lib/outreach/eml.ts';
import type { Paper } from '#lib/ui/file/hand-over.ts';
import type { DirectoryRow } from './contacts-state.svelte.ts';

export function mergeLetters(
  rows: readonly DirectoryRow[],
  textOf: (row: DirectoryRow) => LetterText | null,
  at = new Date()
): Paper {
  const files: Record<string, Uint8Array> = {};
  rows.forEach((row, index) => {
    const { country, person } = row;
    const letter = textOf(row);
    const email = parseEmail(person.email);
    if (!letter || !email.ok) return;
    const values = {
      name: person.name,
      function: person.function ?? '',
      country: countryName(country, letter.language)
    };
    const name = `${String(index + 1).padStart(3, '0')}-${country}.eml`;
    const to = { name: person.name, email: email.value };
    files[name] = strToU8(letterToEml([fillLetter(letter, values)], at, to));
  });
  const content = new Blob([zipSync(files) as BlobPart], { type: 'application/zip' });
  return { content, name: `i2es-letters-${at.toISOString().slice(0, 10)}.zip` };
}
