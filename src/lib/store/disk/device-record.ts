import type { SealedKey } from '#lib/crypto/key.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Block } from '#lib/domain/authorization/block.ts';
import { parseCentralRefusal, REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import type { ActId, Instant, KeyId, AuthorityCode } from '#lib/domain/ids.ts';
import type { Opened as OpenedLetter } from '#lib/domain/outreach/openings.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { RefusedWrite, TamperedAct } from '../api.ts';
import type { Opened } from './sealed-database.ts';

export interface ActFault {
  readonly id: ActId;
  readonly found: TamperedAct['found'];
}

export interface TamperedRecord extends ActFault {
  readonly where: AuthorityCode;
  readonly at: Instant;
}

/** Equal for all findings on one act in one database. */
export function tamperedKey({ id, found, where }: Omit<TamperedRecord, 'at'>): string {
  return `${where} ${found} ${id}`;
}

export interface DeviceRecord {
  readonly roots: readonly PublicKey[];
  /** Named last without a handover: until the server names others, the connection stays closed. */
  readonly strangeRoots: readonly KeyId[];
  readonly key: SealedKey | null;
  readonly requested: boolean;
  readonly deviceName: string | null;
  readonly demonstration: Invented;
  readonly epochs: Readonly<Record<string, string>>;
  readonly accepted: Readonly<Record<string, AcceptedDatabase>>;
  /** Server sequence per database; absent until the first sync is complete. */
  readonly filled: Readonly<Record<string, string>>;
  readonly blocks: readonly Block[];
  /** Server time up to which certificates and withdrawals are complete here. */
  readonly keysKnownAt: Instant | null;
  /** Against a clock that was set back. */
  readonly serverTime: Instant | null;
  readonly lostAt: Instant | null;
  /**
   * Only on this device: the whole office would see who has read them, and viewers cannot write to the country's
   * database.
   */
  readonly lettersRead: readonly ActId[];
  /** Opened announcements that the server must still count for the country. */
  readonly openedWaiting: readonly OpenedLetter[];
  readonly tampered: readonly TamperedRecord[];
}

export interface AcceptedDatabase {
  readonly times: number;
  /** Sequence of this computer's feed then: the server might lack older documents. */
  readonly from: number;
  /** Keys and number blocks, which everything else needs, have been offered. */
  readonly prepared: boolean;
}

export interface Known {
  readonly id: string;
  readonly rev: string;
}

export interface Refusal {
  readonly id: string;
  readonly rev: string;
  readonly problems: readonly Problem[];
}

export type RefusedRecord = Omit<RefusedWrite, 'act'> & { readonly rev: string };

export const EMPTY_DEVICE: DeviceRecord = {
  roots: [],
  strangeRoots: [],
  key: null,
  requested: false,
  deviceName: null,
  demonstration: false,
  epochs: {},
  accepted: {},
  filled: {},
  blocks: [],
  keysKnownAt: null,
  serverTime: null,
  lostAt: null,
  lettersRead: [],
  openedWaiting: [],
  tampered: []
};

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

/** Such an act counts nowhere, as if our own server had refused it. */
export class CentralRefusals {
  readonly #held = new Map<string, RefusedRecord>();

  take({ id, document }: Pick<Opened, 'id' | 'document'>): boolean {
    if (!id.startsWith(REFUSAL_PREFIX)) return false;
    const of = id.slice(REFUSAL_PREFIX.length);
    const parsed = parseCentralRefusal(document);
    if (!parsed.ok) return this.#held.delete(of);
    const { rev, problems, refusedAt } = parsed.value;
    this.#held.set(of, { id: of, rev, problems, refusedAt, setAside: false, central: true });
    return true;
  }

  get(id: string): RefusedRecord | undefined {
    return this.#held.get(id);
  }

  list(): readonly RefusedRecord[] {
    return [...this.#held.values()];
  }
}
