/** The lists of INCB on this device, grouped as they were published. */
import type { ActKind } from '#lib/domain/act/kinds.ts';
import { PUBLISHED, type ListKind } from '#lib/domain/act/kinds/lists.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { EDITION_KINDS, editionOn } from '#lib/domain/lists/edition.ts';
import {
  countsOn,
  entriesOf,
  inForceOn,
  listsOf,
  type EntryOf,
  type InForce,
  type Listed
} from '#lib/domain/lists/in-force.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';

interface Sources {
  readonly today: CalendarDate;
  actsOf(kind: ActKind): readonly Act[];
  counts(id: ActId): boolean;
}

export type EditionKind = (typeof EDITION_KINDS)[number];

export interface EditionSources {
  actsOf(kind: EditionKind): readonly Act[];
  counts(id: ActId): boolean;
}

export interface Lists {
  readonly all: readonly Listed[];
  readonly inForce: InForce;
}

export function readLists(store: Sources): Lists {
  return readKinds(
    store,
    PUBLISHED.map(({ kind }) => kind)
  );
}

function readKinds(store: Sources, kinds: readonly ListKind[]): Lists {
  const named: readonly ActKind[] = [...kinds, 'list-confirmation'];
  const all = listsOf(named.flatMap((kind) => countedActs(store, kind)));
  return { all, inForce: inForceOn(all, store.today) };
}

/** The one reader of substances on a device: the bundled ones under INCB's edition that counts on the day. */
export function editionHere(sources: EditionSources, on: CalendarDate): EditionIndex {
  const acts = EDITION_KINDS.flatMap((kind) => sources.actsOf(kind));
  return editionOn(
    on,
    acts.filter(({ _id }) => sources.counts(_id))
  );
}

/** INCB's directory: a country can have several authorities. */
export function officesOf(store: Sources, country: string): readonly EntryOf<'directory'>[] {
  const { inForce } = readKinds(store, ['directory']);
  return entriesOf(inForce, 'directory').filter((one) => one.country === country);
}

export type PublicationState = 'waiting' | 'coming' | 'current' | 'replaced' | 'revoked';

export interface PublicationShown {
  readonly id: ActId;
  readonly documents: readonly Listed[];
  readonly state: PublicationState;
  /** Fewer than the publication has: the person who signs was interrupted. */
  readonly isPartial: boolean;
}

/** Newest first. Until they are confirmed, documents of one edition and person belong together. */
export function publicationsOf(
  kind: ListKind,
  { all, inForce }: Lists,
  today: CalendarDate
): PublicationShown[] {
  const groups = new Map<string, Listed[]>();
  for (const one of all) {
    const { _id, body } = one.act;
    if (body.kind !== kind) continue;
    const waits = `${body.edition} ${body.effective} ${body.by.person}`;
    const revoked = one.revoked ? _id : '';
    addTo(groups, `${one.confirmed?._id ?? waits} ${revoked}`, one);
  }
  const current = new Set([...inForce.values()].flat());
  const shown = [...groups.values()].flatMap((documents): PublicationShown[] => {
    const [first] = documents;
    if (!first) return [];
    const state = stateOf(documents, current, today);
    const isPartial = (first.act.body.parts ?? documents.length) !== documents.length;
    return [{ id: first.act._id, documents, state, isPartial }];
  });
  return shown.sort((a, b) => (signedAt(a) < signedAt(b) ? 1 : -1));
}

function stateOf(
  documents: readonly Listed[],
  current: ReadonlySet<Listed>,
  today: CalendarDate
): PublicationState {
  const [first] = documents;
  if (first?.revoked) return 'revoked';
  if (!first?.confirmed) return 'waiting';
  if (!countsOn(first, today)) return 'coming';
  return documents.some((one) => current.has(one)) ? 'current' : 'replaced';
}

function signedAt({ documents: [first] }: PublicationShown): string {
  return first?.act.body.at ?? '';
}
