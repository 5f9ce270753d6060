/**
 * The register laid out for its search: a key press compares a few texts and bytes instead of each row. Two texts hold
 * the words of all rows: the numbers of each, and the rest, which many rows share.
 */
import type { CountryCode } from '#lib/domain/ids.ts';
import type { RegisterRow, RegisterTab } from '#lib/store/api.ts';
import { isInFigures, isInTab } from '#lib/store/index/query-register.ts';
import type { SoughtWord } from './found-rows.ts';

export const TABS: readonly RegisterTab[] = ['all', 'issued', 'received', 'open', 'expiring', 'closed'];
const IN_FIGURES = 1 << TABS.length;

export type TabCounts = Readonly<Record<RegisterTab, number>>;

/** One byte for each row: 1 if it is found. */
export type Hits = Uint8Array;

/** Texts one after another, each with its place. */
class Texts {
  readonly #joined: string;
  readonly #starts: Int32Array;

  constructor(texts: readonly string[]) {
    this.#joined = texts.join('\n');
    this.#starts = new Int32Array(texts.length + 1);
    texts.forEach((text, at) => (this.#starts[at + 1] = this.#starts[at]! + text.length + 1));
  }

  /** `word` has no blank, so it is never in two texts at once. */
  mark(word: string, hits: Hits): void {
    let text = 0;
    for (let at = this.#joined.indexOf(word); at >= 0;) {
      while (this.#starts[text + 1]! <= at) text++;
      hits[text] = 1;
      at = this.#joined.indexOf(word, this.#starts[text + 1]);
    }
  }
}

export class RowIndex {
  readonly rows: readonly RegisterRow[];
  readonly #numbers: Texts;
  readonly #rests: Texts;
  /** Of each row. */
  readonly #restOf: Int32Array;
  readonly #restCount: number;
  readonly #partners = new Map<CountryCode, number[]>();
  readonly #substances = new Map<string, number[]>();
  readonly #tabs: Uint8Array;

  constructor(rows: readonly RegisterRow[]) {
    this.rows = rows;
    this.#restOf = new Int32Array(rows.length);
    this.#tabs = new Uint8Array(rows.length);
    const numbers: string[] = [];
    const rests = new Map<string, number>();
    rows.forEach((row, at) => {
      const { haystack, partner, totals } = row;
      // Any blank would do: the part that rows share begins with the partner.
      const cut = Math.max(0, haystack.indexOf(` ${partner.toLowerCase()} `));
      numbers.push(haystack.slice(0, cut));
      const rest = haystack.slice(cut);
      const known = rests.get(rest) ?? rests.size;
      if (known === rests.size) rests.set(rest, known);
      this.#restOf[at] = known;
      this.#tabs[at] = bitsOf(row);
      addPlace(this.#partners, partner, at);
      for (const { substance } of totals) addPlace(this.#substances, substance, at);
    });
    this.#numbers = new Texts(numbers);
    this.#rests = new Texts([...rests.keys()]);
    this.#restCount = rests.size;
  }

  all(): Hits {
    return new Uint8Array(this.rows.length).fill(1);
  }

  with({ word, countries, substances }: SoughtWord): Hits {
    const hits = new Uint8Array(this.rows.length);
    this.#numbers.mark(word, hits);
    const rests = new Uint8Array(this.#restCount);
    this.#rests.mark(word, rests);
    for (let at = 0; at < hits.length; at++) hits[at]! |= rests[this.#restOf[at]!]!;
    for (const country of countries) for (const at of this.#partners.get(country) ?? []) hits[at] = 1;
    this.markSubstances(substances, hits);
    return hits;
  }

  markSubstances(substances: Iterable<string>, hits: Hits): void {
    for (const substance of substances) for (const at of this.#substances.get(substance) ?? []) hits[at] = 1;
  }

  rowsAt(hits: Hits, tab: RegisterTab): RegisterRow[] {
    const bit = 1 << TABS.indexOf(tab);
    const found: RegisterRow[] = [];
    for (let at = 0; at < hits.length; at++)
      if (hits[at] === 1 && (this.#tabs[at]! & bit) !== 0) found.push(this.rows[at]!);
    return found;
  }

  countsAt(hits: Hits): TabCounts {
    const byBits = new Uint32Array(2 * IN_FIGURES);
    for (let at = 0; at < hits.length; at++) if (hits[at] === 1) byBits[this.#tabs[at]!]!++;
    return countsOf((bit) =>
      byBits.reduce(
        (sum, count, bits) => sum + ((bits & bit) !== 0 && (bits & IN_FIGURES) !== 0 ? count : 0),
        0
      )
    );
  }
}

function addPlace<K>(places: Map<K, number[]>, key: K, at: number): void {
  const held = places.get(key);
  if (held) held.push(at);
  else places.set(key, [at]);
}

function bitsOf(row: RegisterRow): number {
  return TABS.reduce(
    (bits, tab, at) => (isInTab(row, tab) ? bits | (1 << at) : bits),
    isInFigures(row) ? IN_FIGURES : 0
  );
}

function countsOf(count: (bit: number) => number): TabCounts {
  return Object.fromEntries(TABS.map((tab, at) => [tab, count(1 << at)])) as Record<RegisterTab, number>;
}

/** What the server refused is in no count. */
export function countTabs(rows: readonly RegisterRow[]): TabCounts {
  const bits = rows.map(bitsOf);
  return countsOf((bit) => bits.filter((one) => (one & bit) !== 0 && (one & IN_FIGURES) !== 0).length);
}
