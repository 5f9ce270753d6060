/**
 * Encrypted on this device: marks of attendance and evaluations are sent once online, plans are kept until they are
 * saved or deleted.
 */
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import { accept, type Problem, type Result } from '#lib/domain/result.ts';
import { markId, parseMark, type AttendanceMark } from '#lib/domain/training/attendance.ts';
import { namesEndAt, type SessionView } from '#lib/domain/training/desk-view.ts';
import { isRefusedForGood, parseEvaluation, type Evaluation } from '#lib/domain/training/evaluation.ts';
import { trainings, type SessionChange } from '#lib/store/server/training-api.ts';
import { store } from '#lib/store/store.svelte.ts';

const DEVICE = 'kept:attendance-device';
const MARK = 'kept:out:mark:';
const EVALUATION = 'kept:out:evaluation:';
const PLAN = 'kept:plan:';
const CHANGE = 'kept:out:change:';
/** The server's limit per request. */
const MAX_AT_ONCE = 500;

type KeptId = `kept:${string}`;

interface KeptMark {
  readonly id: KeptId;
  readonly mark: AttendanceMark;
  /** Empty while it waits. */
  readonly problems: readonly Problem[];
}

interface KeptPlan {
  readonly session: SessionId;
  readonly typed: unknown;
  readonly title: string;
}

interface KeptChange {
  readonly session: SessionId;
  readonly change: SessionChange;
  /** Empty while it waits. */
  readonly problems: readonly Problem[];
}

/** Refuses text that this device cannot store: the form still holds it. */
class Outbox {
  marks(session: SessionId): readonly KeptMark[] {
    return this.#marks().filter(({ mark }) => mark.session === session);
  }

  async keepMark(noted: Omit<AttendanceMark, 'device'>): Promise<Result<boolean>> {
    const device = await this.#nameDevice();
    if (!device.ok) return device;
    const mark = { ...noted, device: device.value };
    return store.keepHere(`${MARK}${markId(mark)}`, { mark });
  }

  /** A trainer has no key to identify the device. Random: reveals nothing about its user. */
  async #nameDevice(): Promise<Result<string>> {
    const held = store.documents(DEVICE)[0]?.['name'];
    if (typeof held === 'string') return accept(held);
    const name = crypto.randomUUID().replace(/-/g, '').slice(0, 16);
    const kept = await store.keepHere(DEVICE, { name });
    return kept.ok ? accept(name) : kept;
  }

  async forgetMark(id: KeptId): Promise<void> {
    await store.forgetKept(id);
  }

  hasEvaluation(session: SessionId): boolean {
    return store.documents(EVALUATION + session).length > 0;
  }

  keepEvaluation(evaluation: Evaluation): Promise<Result<boolean>> {
    return store.keepHere(`${EVALUATION}${evaluation.session}`, { evaluation });
  }

  plans(): readonly KeptPlan[] {
    return store.documents(PLAN).map(({ _id, typed }) => {
      const title = (typed as { readonly title?: unknown } | undefined)?.title ?? '';
      return {
        session: `session:${_id.slice(PLAN.length)}` as SessionId,
        typed,
        title: String(title).trim()
      };
    });
  }

  plan(session: SessionId): KeptPlan | null {
    return this.plans().find((one) => one.session === session) ?? null;
  }

  keepPlan(session: SessionId, typed: object): Promise<Result<boolean>> {
    return store.keepHere(planId(session), { typed });
  }

  async forgetPlan(session: SessionId): Promise<void> {
    await store.forgetKept(planId(session));
  }

  /** A plan or a cancellation that is sent when the device is online. A later one of the same session replaces it. */
  keepChange(session: SessionId, change: SessionChange): Promise<Result<boolean>> {
    return store.keepHere(changeId(session), { change: JSON.parse(JSON.stringify(change)) as object });
  }

  changeOf(session: SessionId): KeptChange | null {
    return this.#changes().find((one) => one.session === session) ?? null;
  }

  async forgetChange(session: SessionId): Promise<void> {
    await store.forgetKept(changeId(session));
  }

  async send(): Promise<void> {
    await this.#sendChanges();
    await this.#sendMarks();
    await this.#sendEvaluations();
  }

  /** Due names are forgotten offline too: the form's promise holds on every device. */
  async forgetOldNames(views: readonly SessionView[], now: Instant): Promise<void> {
    const past = new Set(views.flatMap(({ session }) => (namesEndAt(session) <= now ? session._id : [])));
    for (const { id, mark } of this.#marks()) if (past.has(mark.session)) await store.forgetKept(id);
  }

  #marks(): readonly KeptMark[] {
    return store.documents(MARK).flatMap((document) => {
      const mark = parseMark(document['mark']);
      const problems = (document['problems'] ?? []) as readonly Problem[];
      return mark.ok ? [{ id: document._id as KeptId, mark: mark.value, problems }] : [];
    });
  }

  #changes(): readonly KeptChange[] {
    return store.documents(CHANGE).map(({ _id, change, problems }) => ({
      session: `session:${_id.slice(CHANGE.length)}` as SessionId,
      change: change as SessionChange,
      problems: (problems ?? []) as readonly Problem[]
    }));
  }

  /** False if the trainer took it back while it was on its way. */
  #isKept(session: SessionId): boolean {
    return this.#changes().some((one) => one.session === session);
  }

  /** Before the marks: attendance of a new session needs the session. */
  async #sendChanges(): Promise<void> {
    for (const { session, change, problems } of this.#changes()) {
      if (problems.length > 0) continue;
      const answer = await trainings.change(session, change);
      if (answer.ok || isThere(change, answer.problems)) {
        await store.forgetKept(changeId(session));
        if ('plan' in change) await store.forgetKept(planId(session));
      } else if (!UNSENT.test(answer.problems[0]?.code ?? '') && this.#isKept(session)) {
        await store.keepHere(changeId(session), { change, problems: answer.problems });
      }
    }
  }

  async #sendMarks(): Promise<void> {
    // A session that the server does not have yet: it would refuse the attendance for good.
    const unsent = this.#changes().flatMap(({ session, change }) => (change.revision === 0 ? [session] : []));
    const waiting = this.#marks().filter(
      ({ mark, problems }) => problems.length === 0 && !unsent.includes(mark.session)
    );
    const out = waiting.slice(0, MAX_AT_ONCE);
    if (out.length === 0) return;
    const answer = await trainings.attend(out.map(({ mark }) => mark));
    if (!answer.ok) return;
    const refused = new Map(answer.value.refused.map(({ index, problems }) => [index, problems]));
    for (const [index, { id, mark }] of out.entries()) {
      const problems = refused.get(index);
      await (problems ? store.keepHere(id, { mark, problems }) : store.forgetKept(id));
    }
  }

  async #sendEvaluations(): Promise<void> {
    for (const document of store.documents(EVALUATION)) {
      const evaluation = parseEvaluation(document['evaluation']);
      const answer = evaluation.ok ? await trainings.evaluate(evaluation.value) : evaluation;
      // A final refusal discards it; offline it waits.
      if (answer.ok || isRefusedForGood(answer.problems)) await store.forgetKept(document._id as KeptId);
    }
  }
}

/** The server has not judged it. */
const UNSENT = /^(?:(?:line|server|session)\.|request\.tooMany)/;

/** A new session that an earlier attempt has saved, with its answer lost. */
function isThere({ revision }: SessionChange, problems: readonly Problem[]): boolean {
  return revision === 0 && problems[0]?.code === 'training.session.changedMeanwhile';
}

function changeId(session: SessionId): KeptId {
  return `${CHANGE}${session.slice('session:'.length)}`;
}

function planId(session: SessionId): KeptId {
  return `${PLAN}${session.slice('session:'.length)}`;
}

export const outbox = new Outbox();
