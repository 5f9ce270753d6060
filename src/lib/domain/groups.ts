export function addTo<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

/** For lists of documents in order of arrival: nothing of `before` was removed. */
export function isGrown<T>(before: readonly T[], now: readonly T[]): boolean {
  const last = before.length - 1;
  return now[last] === before[last];
}
