/**
 * A paper record is corrected by a further record of the same paper, which names the one before and the reason
 * (rule R25). The newest takes the place of all before: limits, links and what was said about them follow it.
 */
import type { DossierAct } from '../act/body.ts';
import { kindOf } from '../act/kinds.ts';
import type { PaperRecordBody } from '../act/kinds/paper-record.ts';
import type { ActId, Instant } from '../ids.ts';
import type { Correction } from './dossier.ts';

export interface ChainLink extends Link {
  readonly first: ActId;
}

export interface PaperLink extends ChainLink {
  /** The partner has spoken of an earlier record, or exported upon it, before it was corrected. */
  readonly asks: boolean;
}

/** `before`: each correction, and the record that it names. */
export function chainLinks(
  before: ReadonlyMap<ActId, ActId>,
  atOf: (id: ActId) => Instant
): readonly ChainLink[] {
  const firstOf = (id: ActId): ActId => (before.has(id) ? firstOf(before.get(id)!) : id);
  return Array.from(before, ([act, of]) => ({ act, of, at: atOf(act), first: firstOf(of) }));
}

/** Corrections whose earlier record is here, of the same author and instrument. */
export function paperLinks(acts: readonly DossierAct[]): readonly PaperLink[] {
  const records = new Map<ActId, PaperRecordBody>();
  for (const { _id, body } of acts) if (body.kind === 'paper-record') records.set(_id, body);
  const before = new Map<ActId, ActId>();
  records.forEach(({ corrects, issuer, paper }, id) => {
    const earlier = corrects && records.get(corrects.of);
    if (corrects && earlier?.issuer === issuer && earlier.paper.instrument === paper.instrument)
      before.set(id, corrects.of);
  });
  const links = chainLinks(before, (id) => records.get(id)!.at);
  return links.map((link) => {
    const { issuer, at: since } = records.get(link.first)!;
    const chain = new Set(links.filter(({ first }) => first === link.first).map(({ act }) => act));
    const isRecord = (id: ActId): boolean => id === link.first || chain.has(id);
    const asks = acts.some(
      ({ body }) =>
        body.issuer !== issuer && body.at > since && body.at < link.at && isBuiltOn(body, isRecord)
    );
    return { ...link, asks };
  });
}

function isBuiltOn(body: DossierAct['body'], isRecord: (id: ActId) => boolean): boolean {
  if (body.kind === 'export-authorization') return true;
  const on = kindOf(body).refersTo(body);
  return on !== null && isRecord(on) && !(body.kind === 'reply' && body.answer === 'received');
}

/** Each record that no longer counts, and the newest of its chain. */
export function supersededBy(links: readonly ChainLink[]): ReadonlyMap<ActId, ActId> {
  const newest = new Map<ActId, ActId>();
  for (const { act, of, first } of links) {
    const counts = newestLink(links, first);
    for (const id of [act, of]) if (id !== counts) newest.set(id, counts);
  }
  return newest;
}

/** The later of two corrections of one act counts, then the greater id, in any order of arrival. */

type Link = Pick<Correction, 'act' | 'of' | 'at'>;

/** The link that counts of the chain that begins with `first`. */
export function newestLink(corrections: readonly Link[], first: ActId): ActId {
  let newest = first;
  for (;;) {
    const [next] = corrections.filter(({ of }) => of === newest).sort(compareLater);
    if (!next) return newest;
    newest = next.act;
  }
}

export function compareLater(a: Link, b: Link): number {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  return a.act > b.act ? -1 : 1;
}
