/**
 * Guests without an account (`domain/training/guests.ts`). A link's secret is shown once, and its hash is stored. The
 * secret of a place is sealed with the installation's own, so nothing of it is stored and an e-mail can bring it again.
 * Both are judged in memory after one reading, so that no answer and no time tells a wrong secret from one that ended.
 */
import { randomBytes } from 'node:crypto';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { Seal } from '#couch/base/seal.ts';
import { Mutex } from '#couch/base/turns.ts';
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import {
  guestViews,
  namesEndAt,
  type TrainingBooks,
  type TrainingReader
} from '#lib/domain/training/desk-view.ts';
import {
  guestId,
  guestPerson,
  isLinkOpen,
  judgeGuest,
  judgeLink,
  linkId,
  parseGuestEntry,
  parseLinkRequest,
  viewLink,
  type Guest,
  type GuestLink,
  type GuestLinkRequest,
  type SeenByGuest
} from '#lib/domain/training/guests.ts';
import { foldSeats, GUEST_ROLE } from '#lib/domain/training/seats.ts';
import type { ToldToPerson } from '#lib/domain/training/session-news.ts';
import { isOver, teachesIn, type Session } from '#lib/domain/training/session.ts';
import { nextTurn, type Stored } from './books.ts';
import type { Trainings } from './trainings.ts';

interface GuestsOptions {
  readonly engine: Engine;
  /** The installation's. */
  readonly secret: string;
  readonly clock: () => number;
  readonly trainings: Pick<Trainings, 'books' | 'certify'>;
}

interface Invited {
  readonly secret: string;
  readonly session: Session;
  readonly asked: GuestLinkRequest;
}

const UNKNOWN = refuse({ code: 'training.guests.unknown' });
const PLACE = 'place';

export class Guests {
  readonly #options: GuestsOptions;
  readonly #desk: Database;
  readonly #seal: Seal;
  readonly #turn = new Mutex();

  constructor(options: GuestsOptions) {
    this.#options = options;
    this.#desk = options.engine.open('training-desk');
    this.#seal = new Seal(options.secret, 'i2es training: guests');
  }

  invite(id: SessionId, given: unknown, by: TrainingReader): Promise<Result<Invited>> {
    // One after the other: addresses count over all sessions of a person, links over all trainers of a session.
    return this.#turn.run('invitations', async () => {
      const asked = parseLinkRequest(given);
      if (!asked.ok) return asked;
      const books = await this.#options.trainings.books();
      const session = taughtBy(by, id, books);
      if (!session.ok) return session;
      const judged = judgeLink(asked.value, session.value, { held: books.links, by: by.id }, this.#now());
      if (!judged.ok) return judged;
      const secret = randomBytes(32).toString('base64url');
      const { seats, until, emails } = asked.value;
      const more = { ...(until ? { until } : {}), ...(emails ? { addressesSent: emails.length } : {}) };
      const made = { seats, madeAt: this.#now(), by: by.id, ...more };
      await putUnlessChanged(this.#desk, { _id: linkId(id, nativeSha256(secret)), schema: 1, ...made });
      return accept({ secret, session: session.value, asked: asked.value });
    });
  }

  /** `removes`: with everyone who came by the link, if a stranger filled it with names. */
  async withdraw(
    id: SessionId,
    { link, removes }: { readonly link: unknown; readonly removes: unknown },
    by: TrainingReader
  ): Promise<Result<null>> {
    if (typeof removes !== 'boolean') return refuse({ code: 'request.body.malformed', path: 'removes' });
    const books = await this.#options.trainings.books();
    const session = taughtBy(by, id, books);
    if (!session.ok) return session;
    const held = books.links.filter((one) => one.session === id && one.id === link)[0];
    if (!held) return UNKNOWN;
    await this.#change(linkId(id, held.id), (before) =>
      before['withdrawnAt'] ? null : { ...before, withdrawnAt: this.#now() }
    );
    return this.#turn.run(id, async () => {
      const { guests } = await this.#options.trainings.books();
      const gone = removes ? guests.filter((one) => one.session === id && one.link === held.id) : [];
      for (const one of gone) await this.#remove(one);
      return accept(null);
    });
  }

  async look(secret: unknown): Promise<Result<SeenByGuest>> {
    const books = await this.#options.trainings.books();
    const found = this.#linkFor(secret, books);
    if (!found) return UNKNOWN;
    const { link, session } = found;
    const seats = foldSeats(session, books.heard);
    return accept(viewLink(link, session, { seats, guests: books.guests }));
  }

  async enrol(secret: unknown, given: unknown): Promise<Result<SeenByGuest & { readonly secret: string }>> {
    const entry = parseGuestEntry(given);
    if (!entry.ok) return entry;
    const first = this.#linkFor(secret, await this.#options.trainings.books());
    if (!first) return UNKNOWN;
    // One after the other, so that a link never gives more places than it has.
    return this.#turn.run(first.session._id, async () => {
      const books = await this.#options.trainings.books();
      const found = this.#linkFor(secret, books);
      if (!found) return UNKNOWN;
      const { link, session } = found;
      const judged = judgeGuest(entry.value, link, session, books.guests);
      if (!judged.ok) return judged;
      if (entry.value.email !== undefined)
        await this.#change(linkId(session._id, link.id), (before) => ({
          ...before,
          addressesGiven: (link.addressesGiven ?? 0) + 1
        }));
      const turns = books.heard.filter((one) => one.session === session._id).map(({ heardAt }) => heardAt);
      const enrolledAt = new Date(nextTurn(turns, this.#options.clock())).toISOString() as Instant;
      const guest: Guest = {
        id: randomBytes(12).toString('hex'),
        session: session._id,
        link: link.id,
        enrolledAt,
        told: null,
        ...entry.value
      };
      const { id, session: _session, told: _told, ...kept } = guest;
      await putUnlessChanged(this.#desk, { _id: guestId(session._id, id), schema: 1, ...kept });
      const after = await this.#options.trainings.books();
      return accept({ ...guestViews(session, after, this.#now())(guest), secret: this.secretOf(guest) });
    });
  }

  async place(secret: unknown): Promise<Result<SeenByGuest>> {
    const books = await this.#options.trainings.books();
    const found = this.#guestFor(secret, books);
    return found ? accept(guestViews(found.session, books, this.#now())(found.guest)) : UNKNOWN;
  }

  /** The name is deleted, and the place is free for the next one. */
  async cancel(secret: unknown): Promise<Result<null>> {
    const found = this.#guestFor(secret, await this.#options.trainings.books());
    if (!found) return UNKNOWN;
    // The list of a session that is over stays as it was.
    if (isOver(found.session, this.#now())) return refuse({ code: 'training.session.over' });
    await this.#remove(found.guest);
    return accept(null);
  }

  async certify(secret: unknown): Promise<Result<{ readonly badge: string }>> {
    const found = this.#guestFor(secret, await this.#options.trainings.books());
    if (!found) return UNKNOWN;
    const { guest, session } = found;
    const reader = { id: guestPerson(guest), role: GUEST_ROLE, authority: guest.country };
    const given = await this.#options.trainings.certify(session._id, reader);
    if (!given.ok) return given;
    const [certificate] = given.value;
    return certificate ? accept({ badge: certificate.badge }) : UNKNOWN;
  }

  secretOf({ session, id }: Pick<Guest, 'session' | 'id'>): string {
    return this.#seal.seal(PLACE, guestId(session, id));
  }

  /** False if another gateway has told it, or the guest is gone. */
  tell({ session, id }: Guest, told: ToldToPerson | null): Promise<boolean> {
    const text = JSON.stringify(told);
    return this.#change(guestId(session, id), (before) =>
      JSON.stringify(before['told'] ?? null) === text ? null : { ...before, told }
    );
  }

  /** `id`: of the guest's document. */
  async stopMail(id: string): Promise<void> {
    await this.#change(id, ({ email, told: _told, ...rest }) => (email === undefined ? null : rest));
  }

  #linkFor(
    secret: unknown,
    books: TrainingBooks
  ): { readonly link: GuestLink; readonly session: Session } | null {
    const id = nativeSha256(typeof secret === 'string' ? secret : '');
    const link = books.links.filter((one) => one.id === id)[0];
    const session = books.sessions.filter(({ _id }) => _id === link?.session)[0];
    return link && session && isLinkOpen(link, session, this.#now()) ? { link, session } : null;
  }

  #guestFor(
    secret: unknown,
    books: TrainingBooks
  ): { readonly guest: Guest; readonly session: Session } | null {
    const id = this.#opened(secret);
    const guest = books.guests.filter((one) => guestId(one.session, one.id) === id)[0];
    const session = books.sessions.filter(({ _id }) => _id === guest?.session)[0];
    return guest && session && this.#now() < namesEndAt(session) ? { guest, session } : null;
  }

  #opened(secret: unknown): string | null {
    try {
      return this.#seal.open(PLACE, String(secret));
    } catch {
      return null;
    }
  }

  async #remove({ session, id }: Guest): Promise<void> {
    await this.#change(guestId(session, id), ({ _id, _rev }) => ({ _id, _rev, _deleted: true }));
  }

  /** Again if another gateway changed it at the same moment. False if nothing is to change. */
  async #change(id: string, next: (before: Stored) => object | null): Promise<boolean> {
    for (;;) {
      const held = await readDocument<Stored>(this.#desk, id);
      const after = held && isPlainObject(held) ? next(held) : null;
      if (after === null) return false;
      if (await putUnlessChanged(this.#desk, after as Stored)) return true;
    }
  }

  #now(): Instant {
    return new Date(this.#options.clock()).toISOString() as Instant;
  }
}

function taughtBy(by: TrainingReader, id: SessionId, { sessions }: TrainingBooks): Result<Session> {
  const session = sessions.filter(({ _id }) => _id === id)[0];
  if (!session || !may(by, 'sessions') || !teachesIn(session, by))
    return refuse({ code: 'training.session.foreign' });
  return accept(session);
}
