import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { ActId } from '#lib/domain/ids.ts';

interface Counting {
  actsOf(kind: ActKind): readonly Act[];
  counts(id: ActId): boolean;
}

export function countedActs<K extends ActKind>(store: Counting, kind: K): readonly ActOf<K>[] {
  return store.actsOf(kind).filter(({ _id }) => store.counts(_id)) as readonly Act[] as readonly ActOf<K>[];
}
