/** Accents and case do not matter, words can come in any order. */

function plainLetters(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

export function wholeName(text: string): string {
  return plainLetters(text)
    .replace(/[.,'’ʼ()]/g, '')
    .replace(/[\s\-\u2010-\u2015]+/g, ' ')
    .trim();
}

/** Lower is better: 0 the start of the text, 1 the start of a word, 2 inside. */
function placeOf(text: string, word: string): number | undefined {
  const at = text.indexOf(word);
  if (at < 0) return undefined;
  if (at === 0) return 0;
  return /[\s\-–/·.,:()]/.test(text[at - 1] ?? '') ? 1 : 2;
}

function matchScore(text: string, words: readonly string[]): number | undefined {
  let score = 0;
  for (const word of words) {
    const place = placeOf(text, word);
    if (place === undefined) return undefined;
    score += place;
  }
  return score;
}

export function findByLetters<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => string
): readonly T[] {
  const words = plainLetters(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items
    .map((item, index) => ({ item, index, score: matchScore(plainLetters(textOf(item)), words) }))
    .filter((hit) => hit.score !== undefined)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0) || a.index - b.index)
    .map((hit) => hit.item);
}
