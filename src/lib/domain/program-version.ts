/** semver.org, 11: an older version never replaces a newer one. */

export function isOlderVersion(one: string, other: string): boolean {
  const [left, right] = [readNumbers(one), readNumbers(other)];
  const at = left?.findIndex((number, index) => number !== right?.[index]) ?? -1;
  return right !== null && (left?.[at] ?? 0) < (right[at] ?? 0);
}

function readNumbers(version: string): readonly number[] | null {
  const parts = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(version);
  return parts && parts.slice(1).map(Number);
}
