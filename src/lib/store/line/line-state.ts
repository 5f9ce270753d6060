/** What the shell says of the line, from what is known and nothing else (invariant 8). */
import type { ActId } from '#lib/domain/ids.ts';
import type { LineState } from '../api.ts';
import type { LineView } from './line-view.ts';
import type { OpenStore } from '../desk/open-store.ts';

type Seen = Pick<OpenStore, 'records' | 'book' | 'person' | 'now'>;

/** Own acts that the server has neither acknowledged nor refused. */
export function unsentActs({ records, book, person }: Omit<Seen, 'now'>): ActId[] {
  const unsent: ActId[] = [];
  for (const act of records.shelf.acts.values()) {
    if (act.body.issuer !== person.authority) continue;
    if (!book.isOnServer(act._id) && !book.isRefused(act._id)) unsent.push(act._id);
  }
  return unsent;
}

/** Documents whose present revision the server has neither acknowledged nor refused. */
function countUnsent(book: Seen['book'], documents: Iterable<readonly [string, string]>): number {
  let count = 0;
  for (const [id, rev] of documents) if (!book.isSent(id, rev) && !book.isRefused(id)) count++;
  return count;
}

function* revisionsOfDrafts({ shelf }: Seen['records']): Iterable<readonly [string, string]> {
  for (const [id, { rev }] of shelf.drafts) yield [id, rev];
}

function* revisionsOfOthers({ shelf }: Seen['records']): Iterable<readonly [string, string]> {
  for (const [id, { _rev = '' }] of shelf.others)
    if (id.startsWith('company:') || id.startsWith('setting:')) yield [id, _rev];
}

/** The server is there, is the one we know, and nothing is under way. */
export function isSettled(view: LineView): boolean {
  return view.reachable && !view.busy && !view.signedOut && !view.epochDiffers && !view.rootsDiffer;
}

/** What has not left this computer, and what the server would not take. */
export function countOpen(store: Omit<Seen, 'now'>): Omit<LineState['counts'], 'delivered'> {
  const acts = unsentActs(store).length;
  const drafts = countUnsent(store.book, revisionsOfDrafts(store.records));
  const others = countUnsent(store.book, revisionsOfOthers(store.records));
  return {
    unsent: acts + drafts + others,
    unsentActs: acts,
    unsentDrafts: drafts,
    refused: store.book.refusals().filter((one) => !one.setAside).length
  };
}

export function readLineState(view: LineView, store: Seen, before: LineState | null): LineState {
  const counts = { delivered: store.book.deliveredCount, ...countOpen(store) };
  const state = nameState(view, counts.unsent, counts.refused);
  const lost = state === 'offline' ? store.book.device.lostAt : null;
  const since = lost ?? (before?.state === state ? before.since : store.now());
  return { state, counts, since };
}

function nameState(view: LineView, unsent: number, refused: number): LineState['state'] {
  if (view.rootsDiffer) return 'roots';
  if (view.epochDiffers) return 'epoch';
  if (view.signedOut) return 'signed-out';
  if (view.reachable && view.full) return 'full';
  if (refused > 0) return 'refused';
  if (!view.reachable) return 'offline';
  if (view.busy) return 'syncing';
  return unsent > 0 ? 'unsent' : 'all-delivered';
}
