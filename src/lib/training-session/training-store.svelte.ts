/**
 * The server's last view, joined with `outbox.ts` and with the person's own signed enrolments. All can be read and
 * marked offline.
 */
import { onMount, untrack } from 'svelte';
import type { Act, BodyOf } from '#lib/domain/act/body.ts';
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import { refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { foldAttendance, type AttendanceMark } from '#lib/domain/training/attendance.ts';
import { withoutOldNames, type SessionView, type TrainingView } from '#lib/domain/training/desk-view.ts';
import type { Evaluation } from '#lib/domain/training/evaluation.ts';
import { holdsPlace, movedUp } from '#lib/domain/training/own-sessions.ts';
import { parseView } from '#lib/domain/training/read-view.ts';
import {
  parsePlan,
  parseSession,
  type AnnouncementAnswer,
  type Session
} from '#lib/domain/training/session.ts';
import { whenNothingPressed } from '#lib/pwa/press.ts';
import { trainings, type SessionChange } from '#lib/store/server/training-api.ts';
import { store } from '#lib/store/store.svelte.ts';
import { outbox } from './outbox.ts';

const VIEW = 'kept:training';
const MOVED_UP = 'kept:moved-up:';
/** Milliseconds between requests while training sessions are on the screen. */
export const ASK_EVERY = 60_000;

export type OwnEnrolment = Pick<BodyOf<'enrolment'>, 'intent' | 'at'> & {
  readonly isOnServer: boolean;
  readonly carriedAt: Instant | null;
};

class TrainingStore {
  isRefreshing = $state(false);
  problems = $state.raw<readonly Problem[]>([]);
  #going: Promise<void> | null = null;
  #read: { readonly kept: object; readonly view: TrainingView | null } | null = null;

  get view(): TrainingView | null {
    const [kept] = store.documents(VIEW);
    if (kept !== this.#read?.kept) this.#read = kept ? { kept, view: parseView(kept['view']) } : null;
    return this.#read?.view ?? null;
  }

  get sessions(): readonly SessionView[] {
    return this.view?.sessions ?? [];
  }

  find(id: string): SessionView | null {
    return this.sessions.find(({ session }) => session._id === id) ?? null;
  }

  /** A session that this device planned offline, before the server has it: attendance is recorded all the same. */
  unsent(id: string): SessionView | null {
    const { person } = store;
    const { change } = outbox.changeOf(id as SessionId) ?? {};
    const plan = parsePlan(change && 'plan' in change && change.revision === 0 ? change.plan : null);
    if (!plan.ok || !person) return null;
    const { id: account, name, body } = person;
    const session: Session = {
      ...plan.value,
      _id: id as SessionId,
      schema: 1,
      revision: 0,
      trainer: { person: account, name },
      changedAt: store.now,
      ...(body === undefined ? {} : { body: { id: body, name } })
    };
    const empty = { announcement: null, own: null, hasEvaluated: false, confirmed: 0, waiting: 0 };
    return { session, ...empty, seats: [], marks: [], remarks: [], links: [] };
  }

  /** The fold counts duplicates once. */
  attendanceOf({ session, marks }: SessionView): ReturnType<typeof foldAttendance> {
    const noted = outbox.marks(session._id).filter(({ problems }) => problems.length === 0);
    return foldAttendance([...marks, ...noted.map(({ mark }) => mark)]);
  }

  enrolmentOf(session: SessionId): OwnEnrolment | null {
    const own = this.#enrolments()
      .filter(({ body }) => body.session === session)
      .sort((one, other) => (one.body.at < other.body.at ? -1 : 1));
    const last = own.at(-1);
    if (!last) return null;
    const { intent, at } = last.body;
    const isOnServer = store.ledgerOf(last._id)?.server !== null;
    return { intent, at, isOnServer, carriedAt: this.#carriedAt(last) };
  }

  /** While a component is mounted: immediately, on reconnection or return, and at the interval `every`. */
  follow(every?: number): void {
    onMount(() => {
      const ask = (): void => void this.refresh();
      // A running refresh can have begun offline and skipped the marks made here.
      const askAnew = (): void => this.#sendSoon();
      const askWhereSeen = (): void => void (document.visibilityState === 'visible' && ask());
      ask();
      addEventListener('online', askAnew);
      document.addEventListener('visibilitychange', askWhereSeen);
      const asking = every === undefined ? undefined : setInterval(askWhereSeen, every);
      return () => {
        removeEventListener('online', askAnew);
        document.removeEventListener('visibilitychange', askWhereSeen);
        clearInterval(asking);
      };
    });
    $effect(() => {
      const readAt = this.view?.readAt ?? '';
      const isNews = this.#enrolments().some((act) => (this.#carriedAt(act) ?? '') > readAt);
      if (isNews) untrack(() => void this.refresh());
    });
  }

  #enrolments(): readonly Act<BodyOf<'enrolment'>>[] {
    const person = store.person?.id;
    const all = store.actsOf('enrolment') as readonly Act<BodyOf<'enrolment'>>[];
    return all.filter(({ body }) => body.by.person === person);
  }

  #carriedAt({ _id }: Act<BodyOf<'enrolment'>>): Instant | null {
    return store.ledgerOf(_id)?.partner['INCB'] ?? null;
  }

  hasEvaluated({ session, hasEvaluated }: SessionView): boolean {
    return hasEvaluated || outbox.hasEvaluation(session._id);
  }

  async note(noted: Omit<AttendanceMark, 'device'>): Promise<Result<boolean>> {
    const kept = await outbox.keepMark(noted);
    if (kept.ok) this.#sendSoon();
    return kept;
  }

  async evaluate(evaluation: Evaluation): Promise<Result<boolean>> {
    const kept = await outbox.keepEvaluation(evaluation);
    if (kept.ok) this.#sendSoon();
    return kept;
  }

  /** Kept until the person opens the session, so that Today shows it however late. */
  movedUpAt(session: SessionId): Instant | null {
    const at = store.documents(MOVED_UP).find(({ _id }) => _id === `${MOVED_UP}${session}`)?.['at'];
    return typeof at === 'string' ? (at as Instant) : null;
  }

  async seeMovedUp(session: SessionId): Promise<void> {
    await store.forgetKept(`${MOVED_UP}${session}`);
  }

  /** Online only. */
  async change(id: SessionId, change: SessionChange): Promise<Result<Session>> {
    const answer = await trainings.change(id, change);
    if (!answer.ok) return answer;
    const session = parseSession((answer.value as { session?: unknown } | null)?.session);
    await this.#refreshAfter();
    return session.ok ? session : refuse({ code: 'server.failed', values: { status: 200 } });
  }

  /** Online only. */
  async answerAnnouncement(id: SessionId, as: AnnouncementAnswer): Promise<Result<null>> {
    const answer = await trainings.answerAnnouncement(id, as);
    // Refused because another person has answered: the refresh shows that answer.
    await this.#refreshAfter();
    return answer;
  }

  /** Offline it does nothing. One at a time. */
  refresh(): Promise<void> {
    this.#going ??= this.#refresh().finally(() => (this.#going = null));
    return this.#going;
  }

  /** Changes made during a refresh are sent with the next one. */
  async #refreshAfter(): Promise<void> {
    await this.#going?.catch(() => undefined);
    await this.refresh();
  }

  #sendSoon(): void {
    void this.#refreshAfter();
  }

  async #refresh(): Promise<void> {
    this.isRefreshing = true;
    try {
      await this.#forgetOldNames();
      await outbox.send();
      const answer = await trainings.desk();
      if (!answer.ok) return void (this.problems = answer.problems);
      const view = parseView(answer.value);
      this.problems = [];
      if (view) await this.#keepNews(view);
    } finally {
      this.isRefreshing = false;
    }
  }

  async #keepNews(view: TrainingView): Promise<void> {
    await whenNothingPressed();
    // Before the view itself, so that an interruption in between loses no notice.
    for (const { session } of movedUp(this.sessions, view.sessions))
      await store.keepHere(`${MOVED_UP}${session._id}`, { at: view.readAt });
    const held = new Set<string>(view.sessions.filter(holdsPlace).map(({ session }) => session._id));
    for (const { _id } of store.documents(MOVED_UP))
      if (!held.has(_id.slice(MOVED_UP.length))) await store.forgetKept(_id as typeof MOVED_UP);
    await this.#keepView(view);
  }

  async #keepView(view: TrainingView): Promise<void> {
    await whenNothingPressed();
    await store.keepHere(VIEW, { view: JSON.parse(JSON.stringify(view)) as object });
  }

  async #forgetOldNames(): Promise<void> {
    const { view } = this;
    if (!view) return;
    const now = new Date().toISOString() as Instant;
    const left = withoutOldNames(view, now);
    if (left !== view) await this.#keepView(left);
    await outbox.forgetOldNames(view.sessions, now);
  }
}

export const trainingStore = new TrainingStore();
