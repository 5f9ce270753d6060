/** Judges returned blocks by the domain's rules, with pauses. */
import { parseBlock, type Block } from '#lib/domain/authorization/block.ts';
import { judgeBlock, type BlockContext } from '#lib/domain/door/blocks.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { LongWork } from '#couch/base/long-work.ts';

/** In order of their ranges, each with those before it. `held`: blocks of the database. */
export async function judgeBlocks(
  documents: readonly object[],
  held: readonly Block[],
  context: BlockContext,
  work: LongWork
): Promise<Map<object, readonly Problem[]>> {
  const outcome = new Map<object, readonly Problem[]>();
  const known = [...held];
  for (const document of [...documents].sort(byId)) {
    await work.yieldWhenDue();
    const parsed = parseBlock(document);
    const problems = parsed.ok ? judgeBlock(parsed.value, known, context) : parsed.problems;
    outcome.set(document, problems);
    if (parsed.ok && problems.length === 0) known.push(parsed.value);
  }
  return outcome;
}

function byId(a: object, b: object): number {
  return String((a as { _id?: unknown })._id) < String((b as { _id?: unknown })._id) ? -1 : 1;
}
