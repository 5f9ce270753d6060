/** Sessions are ended one after another; whoever asked is free again once the list has been read anew. */
import { accept, type Result } from '#lib/domain/result.ts';

export interface EndsSessions {
  readonly end: (id: string) => Promise<Result<unknown>>;
  /** Also after a refusal: something was ended before, or what is listed is no longer so. */
  readonly readAgain: () => Promise<unknown>;
}

export async function endSessions(
  ids: readonly string[],
  { end, readAgain }: EndsSessions
): Promise<Result<unknown>> {
  return endEach(ids, end).finally(readAgain);
}

/** What is there no more has ended: its answer was lost, or somebody else was quicker. */
async function endEach(ids: readonly string[], end: EndsSessions['end']): Promise<Result<unknown>> {
  for (const id of ids) {
    const ended = await end(id);
    if (!ended.ok && ended.problems.some(({ code }) => code !== 'session.unknown')) return ended;
  }
  return accept(true);
}
