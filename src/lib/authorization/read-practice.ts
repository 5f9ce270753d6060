/** National practices on this device. They are few, so each question reads them all. */
import type { Act, AuthorizationAct } from '#lib/domain/act/body.ts';
import { editionOf, practiceOn, type PracticeAct } from '#lib/domain/authorization/practice-in-force.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { editionHere, type EditionSources } from '#lib/lists/read-lists.ts';

export interface PracticeSources {
  actsOf(kind: 'national-practice'): readonly Act[];
  counts(id: ActId): boolean;
}

/** Without one that the server has refused: it would refuse each authorization that names it. */
export function practicesHere(sources: PracticeSources): readonly PracticeAct[] {
  const acts = sources.actsOf('national-practice') as readonly PracticeAct[];
  return acts.filter(({ _id }) => sources.counts(_id));
}

/** Newest first. */
export function practicesBy(sources: PracticeSources, country: string): readonly PracticeAct[] {
  return practicesHere(sources)
    .filter(({ body }) => body.issuer === country)
    .toSorted((a, b) => (a.body.at < b.body.at ? 1 : -1));
}

export function practiceInForce(
  sources: PracticeSources,
  country: string,
  on: CalendarDate
): PracticeAct | null {
  return practiceOn(practicesHere(sources), country, on);
}

/** INCB's edition on the day of issue with the national substances that the authorization can name. */
export function editionFor(sources: PracticeSources & EditionSources, act: AuthorizationAct): EditionIndex {
  return editionOf(act, editionHere(sources, act.body.issuedOn), practicesHere(sources));
}
