/** Finds several loads that together equal one, line by line: authorized 500 g once, exported 300 g and 200 g. */

export type Load = Readonly<Record<string, number>>;

/** A match of more parts is a coincidence. */
const MAX_PARTS = 4;
const MAX_STEPS = 2000;

/** Indexes of at least two parts with that total; null if none or ambiguous. */
export function findSum(whole: Load, parts: readonly Load[]): readonly number[] | null {
  const names = Object.keys(whole);
  const found: number[][] = [];
  let steps = 0;
  const search = (from: number, chosen: readonly number[], rest: Load): void => {
    if (++steps > MAX_STEPS || found.length > 1) return;
    if (names.every((name) => rest[name] === 0)) {
      if (chosen.length > 1) found.push(chosen.slice());
      return;
    }
    if (chosen.length === MAX_PARTS) return;
    for (let at = from; at < parts.length; at++) {
      const left = minus(rest, parts[at]!);
      if (left) search(at + 1, chosen.concat(at), left);
    }
  };
  search(0, [], whole);
  return found.length === 1 && steps <= MAX_STEPS ? found[0]! : null;
}

function minus(rest: Load, part: Load): Load | null {
  const left: Record<string, number> = { ...rest };
  for (const name of Object.keys(part)) {
    const after = (left[name] ?? -1) - (part[name] ?? 0);
    if (after < 0) return null;
    left[name] = after;
  }
  return left;
}
