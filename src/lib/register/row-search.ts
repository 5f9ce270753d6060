/** The search and the filters of the register, for its page, for the column beside a dossier and for the palette. */
import { foldText } from '#lib/domain/act/typed-text.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import { changedItems, inOrder, type Changed } from '#lib/domain/groups.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import type { RegisterRow, RegisterTab } from '#lib/store/api.ts';
import { isInTab, LATEST_FIRST } from '#lib/store/index/query-register.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import {
  isAsked,
  isFound,
  wordsSought,
  type CountryWords,
  type Filters,
  type Sought,
  type WordsSought
} from './found-rows.ts';
import { countTabs, RowIndex, TABS, type Hits, type TabCounts } from './row-index.ts';

export interface Found {
  /** The latest change first. */
  readonly rows: readonly RegisterRow[];
  readonly counts: TabCounts;
  in(tab: RegisterTab): readonly RegisterRow[];
}

/** More changes than this are laid out again. */
const MAX_CHANGED = 500;
/** Answers that a page, its column and the palette ask for again with each document. */
const MAX_ANSWERS = 12;

interface Answer {
  readonly countries: CountryWords;
  readonly edition: EditionIndex;
  readonly words: WordsSought;
  readonly hits: Hits;
  readonly rows: readonly RegisterRow[];
  readonly counts: TabCounts;
}

export class RowSearch {
  #index = new RowIndex([]);
  /** Rows that came or went since they were laid out. */
  #changed: Changed<RegisterRow> = { gone: [], fresh: [] };
  #rows: readonly RegisterRow[] = [];
  readonly #answers = new Map<string, Answer>();

  /** `rows`: the latest change first. What came since is compared row by row, and the rest is not looked at again. */
  in(rows: readonly RegisterRow[], asked: Filters, sought: Sought): Found {
    this.#follow(rows);
    const { direction, partner, substance, status, from, until } = asked;
    const filters = { direction, partner, substance, status, from, until };
    const { company = null } = sought;
    const { words, hits, rows: found, counts } = this.#answer(filters, sought);
    const isHit = (row: RegisterRow): boolean => isAsked(row, filters, company) && isFound(row, words);
    const [gone, fresh] = [this.#changed.gone.filter(isHit), this.#changed.fresh.filter(isHit)];
    const index = this.#index;
    return {
      rows: inOrder(found, { gone, fresh }, LATEST_FIRST),
      counts: addCounts(counts, countTabs(gone), countTabs(fresh)),
      in(tab) {
        if (tab === 'all') return this.rows;
        const here = (row: RegisterRow): boolean => isInTab(row, tab);
        const changed = { gone: gone.filter(here), fresh: fresh.filter(here) };
        return inOrder(index.rowsAt(hits, tab), changed, LATEST_FIRST);
      }
    };
  }

  #follow(rows: readonly RegisterRow[]): void {
    if (this.#rows === rows) return;
    this.#rows = rows;
    const changed = changedItems(this.#index.rows, rows, MAX_CHANGED);
    this.#changed = changed ?? { gone: [], fresh: [] };
    if (changed) return;
    this.#index = new RowIndex(rows);
    this.#answers.clear();
  }

  #answer(filters: Filters, { text, countries, company = null }: Sought): Answer {
    const edition = editionShown();
    const name = JSON.stringify([foldText(text), company, filters]);
    const held = this.#answers.get(name);
    const isHeld = held?.countries === countries && held.edition === edition;
    const answer = isHeld ? held : this.#find(filters, { text, countries, company });
    // The one asked for last is forgotten last.
    this.#answers.delete(name);
    this.#answers.set(name, answer);
    const [first] = this.#answers.keys();
    if (first !== undefined && this.#answers.size > MAX_ANSWERS) this.#answers.delete(first);
    return answer;
  }

  #find(filters: Filters, { text, countries, company = null }: Sought): Answer {
    const index = this.#index;
    const words = wordsSought(text, countries);
    const hits = index.all();
    for (const word of words.words) {
      const also = index.with(word);
      for (let at = 0; at < hits.length; at++) hits[at]! &= also[at]!;
    }
    index.markSubstances(words.whole, hits);
    if (company !== null || Object.values(filters).some((one) => one !== null))
      index.rows.forEach((row, at) => {
        if (!isAsked(row, filters, company)) hits[at] = 0;
      });
    return {
      countries,
      edition: editionShown(),
      words,
      hits,
      rows: index.rowsAt(hits, 'all'),
      counts: index.countsAt(hits)
    };
  }
}

function addCounts(all: TabCounts, gone: TabCounts, fresh: TabCounts): TabCounts {
  const counts = TABS.map((tab) => [tab, all[tab] - gone[tab] + fresh[tab]] as const);
  return Object.fromEntries(counts) as Record<RegisterTab, number>;
}

const searches = new WeakMap<object, RowSearch>();

/** One search for each store. */
export function foundRows(store: Pick<Store, 'registerRows'>, filters: Filters, sought: Sought): Found {
  const search = searches.get(store) ?? new RowSearch();
  searches.set(store, search);
  return search.in(store.registerRows(), filters, sought);
}
