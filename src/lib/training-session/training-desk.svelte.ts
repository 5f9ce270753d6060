/**
 * A person's trainings on this device, stored encrypted: all can be read and marked offline, and is sent once online.
 */
import { onMount, untrack } from 'svelte';
import type { Act, BodyOf } from '#lib/domain/act/body.ts';
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import { refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { foldAttendance, markId, parseMark, type AttendanceMark } from '#lib/domain/training/attendance.ts';
import {
  namesEndAt,
  withoutOldNames,
  type SessionView,
  type TrainingView
} from '#lib/domain/training/desk-view.ts';
import { isRefusedForGood, parseEvaluation, type Evaluation } from '#lib/domain/training/evaluation.ts';
import { parseView } from '#lib/domain/training/read-view.ts';
import { parseSession, type AnnouncementAnswer, type Session } from '#lib/domain/training/session.ts';
import { whenNothingPressed } from '#lib/pwa/press.ts';
import { trainings, type SessionChange } from '#lib/store/server/training-api.ts';
import { store } from '#lib/store/store.svelte.ts';
import { newDeviceName } from './marking.ts';
import { keepMovedUp } from './moved-up.ts';

const VIEW = 'kept:training';
const DEVICE = 'kept:attendance-device';
const OUT_MARK = 'kept:out:mark:';
const OUT_EVALUATION = 'kept:out:evaluation:';
/** The server's limit per request. */
const MAX_AT_ONCE = 500;
/** Milliseconds between requests while training sessions are on the screen. */
export const ASK_EVERY = 60_000;

export interface RefusedMark {
  readonly id: `kept:${string}`;
  readonly mark: AttendanceMark;
  readonly problems: readonly Problem[];
}

export type OwnEnrolment = Pick<BodyOf<'enrolment'>, 'intent' | 'at'> & {
  readonly isOnServer: boolean;
  /** Time when the exchange delivered it to the trainers' server, by its receipt. */
  readonly carriedAt: Instant | null;
};

class TrainingDesk {
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

  /** Marks from the server and from here; the fold counts duplicates once. */
  marksOf({ session, marks }: SessionView): readonly AttendanceMark[] {
    const noted = this.#outgoing().map(({ mark }) => mark);
    return [...marks, ...noted.filter((mark) => mark.session === session._id)];
  }

  attendanceOf(view: SessionView): ReturnType<typeof foldAttendance> {
    return foldAttendance(this.marksOf(view));
  }

  unsentMarks(session: SessionId): number {
    return this.#outgoing().filter(({ mark }) => mark.session === session).length;
  }

  refusedMarks(session: SessionId): readonly RefusedMark[] {
    return this.#outgoing('refused').filter(({ mark }) => mark.session === session);
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

  /**
   * Asks the server while a component is mounted: immediately, on reconnection or return, and at the interval `every`
   * if set.
   */
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
    return hasEvaluated || store.documents(OUT_EVALUATION + session._id).length > 0;
  }

  async note(noted: Omit<AttendanceMark, 'device'>): Promise<void> {
    const mark = { ...noted, device: await this.#nameDevice() };
    await store.keepHere(`${OUT_MARK}${markId(mark)}`, { mark });
    this.#sendSoon();
  }

  /** This device's name, set with its first mark: a trainer has no key to identify the device. */
  async #nameDevice(): Promise<string> {
    const held = store.documents(DEVICE)[0]?.['name'];
    if (typeof held === 'string') return held;
    const name = newDeviceName();
    await store.keepHere(DEVICE, { name });
    return name;
  }

  async forgetRefused(id: `kept:${string}`): Promise<void> {
    await store.forgetKept(id);
  }

  async evaluate(evaluation: Evaluation): Promise<void> {
    await store.keepHere(`${OUT_EVALUATION}${evaluation.session}`, { evaluation });
    this.#sendSoon();
  }

  /** Online only; the changed training session is stored immediately. */
  async change(id: SessionId, change: SessionChange): Promise<Result<Session>> {
    const answer = await trainings.change(id, change);
    if (!answer.ok) return answer;
    const session = parseSession((answer.value as { session?: unknown } | null)?.session);
    await this.#refreshAfter();
    return session.ok ? session : refuse({ code: 'server.failed', values: { status: 200 } });
  }

  /** The secretariat's answer to an announcement request; online only. */
  async answerAnnouncement(id: SessionId, as: AnnouncementAnswer): Promise<Result<null>> {
    const answer = await trainings.answerAnnouncement(id, as);
    // Refused because another person has answered: the refresh shows that answer.
    await this.#refreshAfter();
    return answer;
  }

  /** Sends marks and reads again; offline it does nothing. One at a time. */
  refresh(): Promise<void> {
    this.#going ??= this.#refresh().finally(() => (this.#going = null));
    return this.#going;
  }

  /** Changes made during a refresh are sent with the next one; the caller gets the result of that one. */
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
      await this.#sendMarks();
      await this.#sendEvaluations();
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
    await keepMovedUp(this.view, view);
    await this.#keepView(view);
  }

  async #keepView(view: TrainingView): Promise<void> {
    await whenNothingPressed();
    await store.keepHere(VIEW, { view: JSON.parse(JSON.stringify(view)) as object });
  }

  /** Due names are forgotten offline too: the form's promise holds on every device. */
  async #forgetOldNames(): Promise<void> {
    const { view } = this;
    if (!view) return;
    const now = new Date().toISOString() as Instant;
    const left = withoutOldNames(view, now);
    if (left !== view) await this.#keepView(left);
    const past = new Set(
      view.sessions.flatMap(({ session }) => (namesEndAt(session) <= now ? session._id : []))
    );
    for (const which of ['waiting', 'refused'] as const)
      for (const { id, mark } of this.#outgoing(which))
        if (past.has(mark.session)) await store.forgetKept(id);
  }

  #outgoing(which: 'waiting' | 'refused' = 'waiting'): readonly RefusedMark[] {
    return store.documents(OUT_MARK).flatMap((document) => {
      const mark = parseMark(document['mark']);
      const problems = (document['problems'] ?? []) as readonly Problem[];
      if (!mark.ok || problems.length > 0 !== (which === 'refused')) return [];
      return [{ id: document._id as `kept:${string}`, mark: mark.value, problems }];
    });
  }

  async #sendMarks(): Promise<void> {
    const out = this.#outgoing().slice(0, MAX_AT_ONCE);
    if (out.length === 0) return;
    const answer = await trainings.attend(out.map(({ mark }) => mark));
    if (!answer.ok) return;
    const refused = new Map(answer.value.refused.map(({ index, problems }) => [index, problems]));
    for (const [index, { id, mark }] of out.entries()) {
      const problems = refused.get(index);
      if (problems) await store.keepHere(id, { mark, problems });
      else await this.#forgetSent(id);
    }
  }

  #forgetSent(id: `kept:${string}`): Promise<void> {
    return store.forgetKept(id);
  }

  async #sendEvaluations(): Promise<void> {
    for (const document of store.documents(OUT_EVALUATION)) {
      const evaluation = parseEvaluation(document['evaluation']);
      const answer = evaluation.ok ? await trainings.evaluate(evaluation.value) : evaluation;
      // A final refusal discards the mark; offline it waits.
      const isOver = answer.ok || isRefusedForGood(answer.problems);
      if (isOver) await store.forgetKept(document._id as `kept:${string}`);
    }
  }
}

export const trainingDesk = new TrainingDesk();
