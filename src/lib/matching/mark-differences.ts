/**
 * Marks differences of two texts, so a wrong digit is easy to see: the longest common part stays, the rest is marked.
 */
export interface Piece {
  readonly text: string;
  readonly isOther: boolean;
}

/** Longer texts are marked whole: pieces of a completely changed address are unreadable. */
const MAX_COMPARED_LENGTH = 240;
/** Below this common share it is another text, not a changed one. */
const MIN_COMMON_SHARE = 0.4;

export function markDifferences(a: string, b: string): readonly [readonly Piece[], readonly Piece[]] {
  if (a === b) return [whole(a, false), whole(b, false)];
  const [left, right] = [toTokens(a), toTokens(b)];
  if (left.length > MAX_COMPARED_LENGTH || right.length > MAX_COMPARED_LENGTH)
    return [whole(a, true), whole(b, true)];
  const common = findCommon(left, right);
  if (common.length < MIN_COMMON_SHARE * Math.max(left.length, right.length))
    return [whole(a, true), whole(b, true)];
  return [
    toPieces(left, new Set(common.map(([at]) => at))),
    toPieces(right, new Set(common.map(([, at]) => at)))
  ];
}

function whole(text: string, isOther: boolean): readonly Piece[] {
  return text === '' ? [] : [{ text, isOther }];
}

/** Characters of Latin text or numbers; whole words in scripts that join letters or carry marks. */
function toTokens(text: string): readonly string[] {
  return /[^\s -\u024f\u2010-\u2030]/.test(text) ? (text.match(/\s+|\S+/g) ?? []) : Array.from(text);
}

function findCommon(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] =
        a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const common: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) common.push([i++, j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return common;
}

function toPieces(tokens: readonly string[], same: ReadonlySet<number>): readonly Piece[] {
  const pieces: { text: string; isOther: boolean }[] = [];
  tokens.forEach((text, at) => {
    const isOther = !same.has(at);
    const last = pieces.at(-1);
    if (last?.isOther === isOther) last.text += text;
    else pieces.push({ text, isOther });
  });
  return pieces;
}
