/**
 * A ticket between password and second factor: five minutes, single use, bound to the person and the password shown.
 * Ten tries, counted before each check, end it (threats: guessing).
 */
import { createHash, randomBytes } from 'node:crypto';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import { isPersonId } from './person.ts';
import { keepSound, parseStored } from './stored-document.ts';
import type { Ticket } from './documents.ts';

const TICKET_MS = 5 * 60_000;
export const MAX_TRIES = 10;
/** Unfinished sign-ins of one person. The oldest is removed first. */
const MAX_TICKETS = 10;

type Begun = Pick<Ticket, 'password' | 'challenge' | 'device'>;

export class Tickets {
  readonly #database: Database;
  readonly #clock: () => number;

  constructor(database: Database, clock: () => number) {
    this.#database = database;
    this.#clock = clock;
  }

  async open(person: string, begun: Begun): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const until = this.#clock() + TICKET_MS;
    await this.#makeRoom(person);
    await this.#database.put({ _id: idOf(person, secret), schema: 1, until, tries: 0, ...begun });
    return `${person}~${secret}`;
  }

  /** Each call uses up one try. Null if the ticket is invalid. */
  async use(token: unknown): Promise<{ readonly person: string; readonly ticket: Ticket } | null> {
    const named = readToken(token);
    for (;;) {
      const held =
        named && parseStored('ticket', await readDocument(this.#database, idOf(named.person, named.secret)));
      if (!held || held.until <= this.#clock() || held.tries >= MAX_TRIES) return null;
      const ticket = { ...held, tries: held.tries + 1 };
      if (await putUnlessChanged(this.#database, ticket)) return { person: named.person, ticket };
    }
  }

  /** False if it is used or gone, so that only one of two concurrent requests succeeds. */
  async spend({ _id }: Ticket): Promise<boolean> {
    for (;;) {
      const held = await readDocument<Ticket>(this.#database, _id);
      if (!held) return false;
      if (await putUnlessChanged(this.#database, { _id, _rev: held._rev, _deleted: true })) return true;
    }
  }

  async purge(): Promise<void> {
    const now = this.#clock();
    const over = (await this.#list('ticket:')).filter(({ until }) => until <= now);
    await Promise.all(over.map((one) => this.spend(one)));
  }

  async #makeRoom(person: string): Promise<void> {
    const held = [...(await this.#list(`ticket:${person}:`))].sort((a, b) => a.until - b.until);
    await Promise.all(
      held.slice(0, Math.max(0, held.length - MAX_TICKETS + 1)).map((one) => this.spend(one))
    );
  }

  async #list(prefix: string): Promise<readonly Ticket[]> {
    const range = { startkey: prefix, endkey: `${prefix}\ufff0`, include_docs: true };
    const { rows } = await this.#database.allDocs(range);
    return keepSound('ticket', rows);
  }
}

function readToken(token: unknown): { readonly person: string; readonly secret: string } | null {
  if (typeof token !== 'string') return null;
  const [person, secret, ...rest] = token.split('~');
  if (!isPersonId(person) || !secret || !/^[A-Za-z0-9_-]{43}$/.test(secret) || rest.length > 0) return null;
  return { person, secret };
}

function idOf(person: string, secret: string): string {
  return `ticket:${person}:${createHash('sha256').update(secret).digest('base64url')}`;
}
