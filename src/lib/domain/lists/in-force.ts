/**
 * Lists of INCB that count: confirmed by a second person, not revoked, and in effect. The same on every device and
 * server, in whatever order the documents arrive. A verified signature already proves who the person is.
 */
import type { Act, ActOf, BodyOf } from '../act/body.ts';
import { isListKind } from '../act/kinds.ts';
import { PUBLISHED, type ListKind } from '../act/kinds/lists.ts';
import { instantToDate } from '../calendar-date.ts';
import { addTo } from '../groups.ts';
import type { ActId, CalendarDate, Instant, MicrogramsText } from '../ids.ts';
import { microgramsOf, microgramsToText } from '../quantity.ts';

export type ListAct<K extends ListKind = ListKind> = { readonly [L in K]: ActOf<L> }[K];
type Confirmation = ActOf<'list-confirmation'>;

export type EntryOf<K extends ListKind> = BodyOf<K>['entries'][number];

export interface Listed<K extends ListKind = ListKind> {
  readonly act: ListAct<K>;
  /** Null: it waits for a second person. */
  readonly confirmed: Confirmation | null;
  readonly revoked: Confirmation | null;
  /** First day on which it counts, and the first on which it does not, if revoked. */
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/** All lists among the acts, each with what people of INCB said about it. */
export function listsOf(acts: readonly Act[]): readonly Listed[] {
  const lists = acts.filter((act): act is ListAct => isListKind(act.body.kind));
  const byId = new Map(lists.map((act) => [act._id, act]));
  const said = new Map<ActId, Confirmation[]>();
  for (const act of acts) {
    if (act.body.kind !== 'list-confirmation') continue;
    const one = act as Confirmation;
    if (one.body.as === 'confirmed' && judgeConfirmation(one.body, (id) => byId.get(id)) !== null) continue;
    for (const id of one.body.lists) addTo(said, id, one);
  }
  return lists.map((act) => {
    const about = said.get(act._id) ?? [];
    const confirmed = firstOf(about, 'confirmed');
    const revoked = firstOf(about, 'revoked');
    const from = confirmed && laterDay(act.body.effective, confirmed.body.at);
    return { act, confirmed, revoked, from, until: revoked && instantToDate(revoked.body.at) };
  });
}

/** Null if it counts. A missing document leaves the whole publication without effect. */
export function judgeConfirmation(
  { lists, by, as }: BodyOf<'list-confirmation'>,
  find: (id: ActId) => ListAct | undefined
): 'list.confirmation.unknown' | 'list.confirmation.partial' | 'list.confirmation.own' | null {
  const named = lists.map(find);
  if (named.some((act) => act === undefined)) return 'list.confirmation.unknown';
  const isPartial = (act: ListAct | undefined): boolean => (act?.body.parts ?? lists.length) !== lists.length;
  if (as === 'confirmed' && named.some(isPartial)) return 'list.confirmation.partial';
  return named.some((act) => act?.body.by.person === by.person) ? 'list.confirmation.own' : null;
}

function firstOf(about: readonly Confirmation[], as: Confirmation['body']['as']): Confirmation | null {
  const found = about.filter(({ body }) => body.as === as);
  return found.reduce<Confirmation | null>(
    (first, one) => (first === null || orderOf(one) < orderOf(first) ? one : first),
    null
  );
}

function orderOf({ body, _id }: Confirmation): string {
  return body.at + _id;
}

function laterDay(effective: CalendarDate, at: Instant): CalendarDate {
  const day = instantToDate(at);
  return effective > day ? effective : day;
}

export function countsOn({ from, until }: Listed, on: CalendarDate): boolean {
  return from !== null && from <= on && (until === null || on < until);
}

/** Another document about the same replaces an earlier one: a country's year, or the whole list. */
export function scopeOf({ body }: ListAct): string {
  return 'year' in body ? `${body.kind} ${body.country} ${body.year}` : body.kind;
}

export type InForce = ReadonlyMap<string, readonly Listed[]>;

/**
 * The documents that count on a day, by scope. A whole list can need several documents, all of one confirmation: if one
 * is revoked, the publication before counts.
 */
export function inForceOn(lists: readonly Listed[], on: CalendarDate): InForce {
  const publications = new Map<string, Listed[]>();
  for (const one of lists)
    if (one.confirmed) addTo(publications, `${one.confirmed._id} ${scopeOf(one.act)}`, one);
  const chosen = new Map<string, readonly Listed[]>();
  for (const documents of publications.values()) {
    const [first] = documents;
    if (!first || !documents.every((one) => countsOn(one, on))) continue;
    const scope = scopeOf(first.act);
    const [current] = chosen.get(scope) ?? [];
    if (!current || rankOf(first) > rankOf(current)) chosen.set(scope, documents);
  }
  return chosen;
}

function rankOf({ act, confirmed }: Listed): string {
  return `${act.body.effective} ${confirmed ? orderOf(confirmed) : ''}`;
}

export function entriesOf<K extends ListKind>(inForce: InForce, kind: K): readonly EntryOf<K>[] {
  return (inForce.get(kind) ?? []).flatMap(({ act }) => act.body.entries as readonly EntryOf<K>[]);
}

interface YearFigure {
  /** Micrograms of anhydrous base, with supplements. */
  readonly total: MicrogramsText;
  readonly parts: readonly EntryOf<'estimate'>[];
  readonly source: string;
  readonly edition: string;
  readonly act: ActId;
  readonly publishedAt: Instant;
}

export type Figures = (country: string, substance: string, year: number) => YearFigure | null;

/** Estimates (1961) and assessments (1971) that count on a day; null where INCB has published no figure. */
export function figuresInForce(acts: readonly Act[], on: CalendarDate): Figures {
  const inForce = inForceOn(listsOf(acts), on);
  return (country, substance, year) => {
    for (const kind of ['estimate', 'assessment'] as const) {
      const listed = (inForce.get(`${kind} ${country} ${year}`) ?? []) as readonly Listed<typeof kind>[];
      const [first] = listed;
      const parts = listed.flatMap(({ act }) =>
        act.body.entries.filter((one) => one.substance === substance)
      );
      if (!first || parts.length === 0) continue;
      const { _id: act, body } = first.act;
      const total = parts.reduce((sum, { base }) => sum + microgramsOf(base), 0);
      const publishedAt = first.confirmed?.body.at ?? body.at;
      return {
        total: microgramsToText(total),
        parts,
        source: body.source,
        edition: body.edition,
        act,
        publishedAt
      };
    }
    return null;
  };
}

/** What an entry is about within its scope: another one with the same key replaces it. */
export function keyOfEntry(kind: ListKind, entry: object): string {
  const keyOf = PUBLISHED.find((one) => one.kind === kind)?.keyOf as ((entry: object) => string) | undefined;
  return keyOf?.(entry) ?? '';
}
