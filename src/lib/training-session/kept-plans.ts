/** Typed plans that the server does not have: stored encrypted on this device until saved or deleted. */
import type { SessionId } from '#lib/domain/ids.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { TypedPlan } from './plan-form.svelte.ts';

const KEPT = 'kept:plan:';

const keptId = (session: SessionId): `kept:${string}` => `kept:plan:${session.slice('session:'.length)}`;

interface KeptPlan {
  readonly session: SessionId;
  /** Read by `PlanForm.takeTyped`. */
  readonly typed: unknown;
  readonly title: string;
}

export function keptPlans(): readonly KeptPlan[] {
  return store.documents(KEPT).map(({ _id, typed }) => {
    const title = (typed as Partial<TypedPlan> | undefined)?.title ?? '';
    return { session: `session:${_id.slice(KEPT.length)}` as SessionId, typed, title: String(title).trim() };
  });
}

export function keptPlan(session: SessionId): KeptPlan | null {
  return keptPlans().find((one) => one.session === session) ?? null;
}

export async function keepPlan(session: SessionId, typed: TypedPlan): Promise<void> {
  await store.keepHere(keptId(session), { typed });
}

export async function forgetPlan(session: SessionId): Promise<void> {
  await store.forgetKept(keptId(session));
}
