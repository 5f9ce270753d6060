/**
 * Arabic letters in their joined forms. jsPDF does no shaping, but Unicode has a code for each form (blocks FB50 and
 * FE80) and the font has all. Vowel signs are left out, as in most print: placing them needs the font's own tables.
 */

/** Forms of a letter: isolated, final; letters that join onwards also initial and medial. */
type Forms = readonly string[];

const FORMS: ReadonlyMap<string, Forms> = collectForms();
const LAM = '\u0644';
/** Joins on both sides in one form: the stroke that lengthens a word. */
const TATWEEL = '\u0640';
const MARK = /\p{M}/u;
const VOWEL_SIGNS = /[\u064b-\u0652\u0670]/g;

/** Each form decomposes to its letter; forms of a letter are adjacent, in the order of `Forms`. */
function collectForms(): Map<string, Forms> {
  const forms = new Map<string, string[]>();
  // The Arabic block first; special Persian and Urdu forms come later.
  for (const [first, last] of [
    [0xfe80, 0xfefc],
    [0xfb50, 0xfbb1],
    [0xfbd3, 0xfbe9],
    [0xfbfc, 0xfbff]
  ] as const) {
    const before = new Set(forms.keys());
    for (let code = first; code <= last; code++) {
      const form = String.fromCharCode(code);
      const letter = form.normalize('NFKC');
      if (!before.has(letter)) forms.set(letter, [...(forms.get(letter) ?? []), form]);
    }
  }
  return forms;
}

/** Reading order, letters replaced by their drawn forms; lam and alef become one. The rest stays. */
export function shapeArabic(text: string): string {
  const letters = [...text.replace(VOWEL_SIGNS, '')];
  let shaped = '';
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const pair = letter === LAM ? FORMS.get(letter + (letters[at + 1] ?? '')) : undefined;
    const forms = pair ?? FORMS.get(letter);
    const joinsBefore = joinsOnwards(neighbour(letters, at, -1));
    const end = pair ? at + 1 : at;
    const joinsAfter = (forms?.length ?? 0) > 2 && joinsBackwards(neighbour(letters, end, 1));
    shaped += forms?.[(joinsBefore ? 1 : 0) + (joinsAfter ? 2 : 0)] ?? forms?.[0] ?? letter;
    at = end;
  }
  return shaped;
}

/** Next letter in a direction; marks do not prevent joining. */
function neighbour(letters: readonly string[], at: number, step: 1 | -1): string {
  let next = at + step;
  while (MARK.test(letters[next] ?? '')) next += step;
  return letters[next] ?? '';
}

function joinsOnwards(letter: string): boolean {
  return letter === TATWEEL || (FORMS.get(letter)?.length ?? 0) > 2;
}

function joinsBackwards(letter: string): boolean {
  return letter === TATWEEL || (FORMS.get(letter)?.length ?? 0) > 1;
}
