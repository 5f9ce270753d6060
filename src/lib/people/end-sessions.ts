import { accept, type Result } from '#lib/domain/result.ts';

export interface EndsSessions {
  readonly end: (id: string) => Promise<Result<unknown>>;
  /** Also after a refusal: some sessions can have ended, or the list is out of date. */
  readonly readAgain: () => Promise<unknown>;
}

export async function endSessions(
  ids: readonly string[],
  { end, readAgain }: EndsSessions
): Promise<Result<unknown>> {
  return endEach(ids, end).finally(readAgain);
}

/** A missing session has ended: its answer was lost, or another person was quicker. */
async function endEach(ids: readonly string[], end: EndsSessions['end']): Promise<Result<unknown>> {
  for (const id of ids) {
    const ended = await end(id);
    if (!ended.ok && ended.problems.some(({ code }) => code !== 'session.unknown')) return ended;
  }
  return accept(true);
}
