/** Sets and maps of the device book's documents: merged, so that no tab overwrites another's writes. */
import type { Known } from './device-record.ts';

export function addEach<V>(to: Set<V>, values: readonly V[]): void {
  for (const value of values) to.add(value);
}

/** Conflicting leaves are acknowledged one by one: the latest few are remembered per document. */
const REVISIONS_KEPT = 8;

export function addRevisions(
  before: Record<string, unknown>,
  known: readonly Known[]
): Record<string, string[]> {
  const after = { ...before } as Record<string, string[]>;
  for (const { id, rev } of known) {
    after[id] = [...(after[id] ?? []).filter((one) => one !== rev), rev].slice(-REVISIONS_KEPT);
  }
  return after;
}

export function addAll<V>(to: Map<string, V>, from: Record<string, unknown>): void {
  for (const key of Object.keys(from)) to.set(key, from[key] as V);
}

export function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
