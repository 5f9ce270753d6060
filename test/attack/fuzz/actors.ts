/** The sessions in which a fuzz asks. One that it has ended by what it asked is opened anew, behind the server's doors. */
import { DEMONSTRATION } from '../intruder.ts';
import { ACTORS, type ActorName } from './plan.ts';

/** Opens a session for a person without the doors, and sees to it that they may do again what their role may. */
type OpenSession = (person: string, isOver: boolean) => Promise<string>;

/** For the people whom `serve.ts` adds to the demonstration's. */
export const ADDED_PASSWORD = 'harvest-lantern-26';
const PASSWORDS = new Map<string, string>(
  Object.values(DEMONSTRATION).map(({ person, password }) => [person, password])
);

export class Actors {
  readonly #open: OpenSession;
  readonly #cookies = new Map<ActorName, Promise<string>>();

  constructor(open: OpenSession) {
    this.#open = open;
  }

  passwordOf(person: string | null): string {
    return PASSWORDS.get(person ?? '') ?? ADDED_PASSWORD;
  }

  /** Empty for whoever has none. */
  cookie(actor: ActorName): Promise<string> {
    if (actor === 'nobody') return Promise.resolve('');
    const held = this.#cookies.get(actor) ?? this.#begin(actor);
    this.#cookies.set(actor, held);
    return held;
  }

  /** What was told to them means that they are out, and it is not what the plan wants of them. */
  noteAnswer(actor: ActorName, cookie: string, status: number, reason: unknown): void {
    if (ACTORS[actor] === null || (status !== 401 && reason !== 'session.enrolFirst')) return;
    this.#forget(actor, cookie).catch(() => undefined);
  }

  /** Rejects where the server is gone, which whoever asks next finds out. */
  async #forget(actor: ActorName, cookie: string): Promise<void> {
    if ((await this.#cookies.get(actor)) === cookie) this.#cookies.delete(actor);
  }

  async #begin(actor: ActorName): Promise<string> {
    if (actor === 'system') return `Bearer ${await this.#open(ACTORS.system, false)}`;
    return `__Host-i2es=${await this.#open(ACTORS[actor] ?? 'au.officer', actor === 'ended')}`;
  }
}
