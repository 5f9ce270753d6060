/**
 * Reviewed drafts, signed one by one on the same way as a single one. Each is judged again when its turn comes, because
 * those before it have used quantities and numbers. Whatever interrupts, the rest stays drafts.
 */
import type { Act } from '#lib/domain/act/body.ts';
import { isSameText, type Draft } from '#lib/domain/draft/draft.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import type { Judged } from './batch-judge.ts';

export interface BatchSteps {
  readonly draft: (id: DraftId) => Draft | null;
  readonly judge: (draft: Draft) => Promise<Judged>;
  readonly issue: (judged: Judged) => Promise<Result<Act>>;
  readonly prepare: (judged: Judged) => Promise<Result<unknown>>;
}

export interface BatchProgress {
  readonly issued: readonly DraftId[];
  readonly prepared: readonly DraftId[];
  readonly left: readonly { readonly draft: Draft; readonly problems: readonly Problem[] }[];
  /** Nothing more can be signed on this device now. */
  readonly end: readonly Problem[];
}

/** These would stop each of the following too. */
const ENDS = /^(?:device|block|store|reservation)\./;

export async function issueBatch(
  reviewed: readonly Draft[],
  steps: BatchSteps,
  watch: { readonly isStopped: () => boolean; readonly tell: (progress: BatchProgress) => void }
): Promise<BatchProgress> {
  let progress: BatchProgress = { issued: [], prepared: [], left: [], end: [] };
  for (const draft of reviewed) {
    if (watch.isStopped() || progress.end.length > 0) break;
    const { _id } = draft;
    const [deed, problems] = await signOne(draft, steps);
    const { issued, prepared, left } = progress;
    if (deed === 'issued') progress = { ...progress, issued: [...issued, _id] };
    else if (deed === 'prepared') progress = { ...progress, prepared: [...prepared, _id] };
    else if (problems.some(({ code }) => ENDS.test(code))) progress = { ...progress, end: problems };
    else progress = { ...progress, left: [...left, { draft, problems }] };
    watch.tell(progress);
  }
  return progress;
}

async function signOne(
  draft: Draft,
  { draft: draftOf, judge, issue, prepare }: BatchSteps
): Promise<readonly [deed: 'issued' | 'prepared' | null, problems: readonly Problem[]]> {
  const now = draftOf(draft._id);
  if (!now) return [null, [{ code: 'batch.gone' }]];
  if (!isSameText(now, draft)) return [null, [{ code: 'batch.changed' }]];
  const judged = await judge(now);
  if (judged.turn === 'wait') return [null, [{ code: 'batch.changed' }]];
  if (judged.turn === 'look') return [null, judged.problems];
  const signed = judged.turn === 'sign' ? await issue(judged) : await prepare(judged);
  if (!signed.ok) return [null, signed.problems];
  return [judged.turn === 'sign' ? 'issued' : 'prepared', []];
}
