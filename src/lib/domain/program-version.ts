/** semver.org, 11: an older version never replaces a newer one. */

/** Negative, zero or positive, as for a sort. Malformed versions equal every other. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [readNumbers(one), readNumbers(other)];
  if (left === null || right === null) return 0;
  const at = left.findIndex((number, index) => number !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

export function isOlderVersion(one: string, other: string): boolean {
  return compareVersions(one, other) < 0;
}

function readNumbers(version: string): readonly number[] | null {
  const parts = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(version);
  return parts && parts.slice(1).map(Number);
}
