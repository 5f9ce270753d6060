/**
 * No overspending offline: devices issue within their reservations while the connection is cut, and whatever they issued
 * so is accepted later, in any order, with wrong clocks, cancellations and lower figures.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNumber } from '#lib/domain/act/number.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { Balance, type PublishedFigures } from '#lib/domain/balance/balance.ts';
import { judgeBalance, remainingIn } from '#lib/domain/balance/judge-balance.ts';
import { grantFor, surplusOf, toReservation, type Leaving } from '#lib/domain/balance/reservation.ts';
import { parseReservation, type Reservation } from '#lib/domain/balance/balance-documents.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import { Admission } from '#lib/domain/door/admission.ts';
import { BlockShelf } from '#lib/domain/door/blocks.ts';
import { RelatedActs } from '#lib/domain/door/related-acts.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { CalendarDate, Instant, KeyId } from '#lib/domain/ids.ts';
import { microgramsToText } from '#lib/domain/quantity.ts';
import { aCancellation, aLine, anAct, anImportAuthorization, AU } from '../../samples/acts.ts';

const DEVICES = ['A', 'B', 'C'].map((letter) => letter.repeat(43) as KeyId);
const MORPHINE = { country: AU, substance: 'morphine', year: 2026 } as const;
const BEGUN = '2026-03-01' as CalendarDate;

/** Grams of the base itself, so that no factor rounds. */
const base = (count: number) =>
  aLine({
    form: 'base',
    designation: 'morphine (anhydrous base)',
    stated: String(count * 1_000_000),
    factor: { value: '1', source: 'identity', edition: '2026-1', date: '2026-11-24' }
  });

class World {
  total: number;
  day = 0;
  /** Those that can issue: an office often begins with one. */
  devices: number = DEVICES.length;
  readonly revoked = new Set<KeyId>();
  readonly balance = new Balance(AU);
  readonly dossiers = new RelatedActs();
  readonly index = new DossierIndex();
  readonly blocks = new BlockShelf();
  readonly stored: ActOf<'import-authorization'>[] = [];
  serial = 0;

  constructor(total: number) {
    this.total = total;
    DEVICES.forEach((device, at) =>
      this.blocks.take({
        _id: `block:import-authorization:2026:${String(at * 1000 + 1).padStart(6, '0')}`,
        ...{
          schema: 1,
          kind: 'import-authorization',
          year: 2026,
          first: at * 1000 + 1,
          last: at * 1000 + 1000
        },
        ...{ device, office: 'Desk', claimedAt: '2026-01-01T08:00:00.000Z', claimedBy: 'au.officer' }
      })
    );
  }

  get today(): CalendarDate {
    return addDays(BEGUN, this.day);
  }

  get figures(): PublishedFigures {
    return () => ({ total: String(this.total * 1_000_000) as never });
  }

  room(device: KeyId | null) {
    const isRevoked = (key: KeyId): boolean => this.revoked.has(key);
    return this.balance.roomOf(MORPHINE, { today: this.today, device, figures: this.figures, isRevoked });
  }

  asked(device: KeyId, wanted: number) {
    const room = this.room(device);
    const free = Math.max(0, remainingIn(room) - room.own - room.others);
    return { ...room, free, devices: this.devices, wanted: wanted * 1e6 };
  }

  claim(device: KeyId, wanted: number): Reservation | null {
    const isJoined = DEVICES.indexOf(device) < this.devices;
    if (this.revoked.has(device) || !isJoined) return null;
    const asked = this.asked(device, wanted);
    const grant = grantFor(asked);
    return grant > 0 ? this.#store(device, { grant, before: asked.own + asked.others }) : null;
  }

  giveBack(device: KeyId, { nth, quantity }: Leaving): Reservation | null {
    const { reservations } = this.balance;
    const given = Math.min(quantity, reservations.unused(device, MORPHINE));
    if (given === 0 || nth !== reservations.returnsBy(device, MORPHINE) + 1) return null;
    return this.#store(device, { before: 0, returns: { nth, quantity: microgramsToText(given) } });
  }

  #store(device: KeyId, amounts: Parameters<typeof toReservation>[2]): Reservation {
    const step = this.balance.reservations.nextStep(MORPHINE);
    const held = {
      device,
      office: 'Desk',
      claimedAt: '2026-01-01T08:00:00.000Z' as Instant,
      claimedBy: 'au.officer'
    };
    const made = toReservation({ substance: 'morphine', year: 2026, step }, held, amounts);
    expect(parseReservation(made)).toMatchObject({ ok: true });
    this.balance.reservations.take(made);
    return made;
  }

  admit(act: Parameters<Admission['admit']>[0]): readonly string[] {
    const fork = this.balance.fork();
    const isRevoked = (key: KeyId): boolean => this.revoked.has(key);
    const admission = new Admission({
      ...{ now: `${this.today}T12:00:00.000Z` as Instant, demonstration: false, blocks: this.blocks },
      ...{ holders: new Map(), dossiers: this.dossiers },
      balance: { balance: fork, figures: this.figures, today: this.today, isRevoked }
    });
    const codes = admission.admit(act, { verdict: 'good' }).map(({ code }) => code);
    if (codes.length === 0) {
      for (const key of this.index.add([act as never])) this.balance.ledger.put(key, this.index.get(key));
      this.balance.noteAct(act);
      if (act.body.kind === 'import-authorization') this.stored.push(act as ActOf<'import-authorization'>);
    }
    return codes;
  }
}

/** A device knows its own reservations and acts; its clock can be days off. */
class Device {
  readonly key: KeyId;
  readonly #balance = new Balance(AU);
  readonly #at: number;
  #leaving: Leaving | null = null;
  readonly queue: ActOf<'import-authorization'>[] = [];
  #serial: number;

  constructor(at: number) {
    this.key = DEVICES[at]!;
    this.#at = at;
    this.#serial = at * 1000;
  }

  take(reservation: Reservation | null): void {
    if (reservation) this.#balance.reservations.take(reservation);
  }

  /** Stored before the request: if the answer is lost, the device still does not use the part. */
  leave(surplus: number): Leaving | null {
    const { reservations } = this.#balance;
    const quantity = Math.min(surplus, reservations.unused(this.key, MORPHINE));
    const nth = reservations.returnsBy(this.key, MORPHINE) + 1;
    if (this.#leaving && this.#leaving.nth >= nth) return this.#leaving;
    if (quantity === 0) return null;
    this.#leaving = { substance: 'morphine', year: 2026, nth, quantity };
    reservations.leave(this.key, this.#leaving);
    return this.#leaving;
  }

  issueOffline(count: number, today: CalendarDate): void {
    const own = this.#balance.reservations.unused(this.key, MORPHINE);
    const room = { ...MORPHINE, total: 1e15, opening: 0, taken: 0, own, others: 0 };
    const asked = { substance: 'morphine', quantity: count * 1e6, line: 1 };
    const out = { purpose: 'domestic', remarks: '', exceeding: null, isOffline: true } as const;
    if (judgeBalance(asked, room, out) !== null) return;
    const number = formatNumber({
      country: AU,
      kind: 'import-authorization',
      year: 2026,
      serial: ++this.#serial
    });
    const act = anImportAuthorization({
      at: `${today}T0${this.#at}:00:00.000Z`,
      over: { number, lines: [base(count)], validUntil: addDays(today, 60) }
    });
    const signed = anAct(act.body, this.key) as ActOf<'import-authorization'>;
    this.#balance.noteAct(signed);
    this.queue.push(signed);
  }
}

const device = fc.nat(2);
const often = <T>(arbitrary: fc.Arbitrary<T>) => ({ arbitrary, weight: 6 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => ({ arbitrary, weight: 1 });
const step = fc.oneof(
  often(fc.record({ what: fc.constant('claim' as const), device, grams: fc.integer({ min: 20, max: 60 }) })),
  often(
    fc.record({
      what: fc.constant('issue' as const),
      device,
      grams: fc.integer({ min: 10, max: 40 }),
      clock: fc.integer({ min: -3, max: 0 })
    })
  ),
  often(fc.record({ what: fc.constant('connect' as const), device, mixed: fc.boolean() })),
  often(fc.record({ what: fc.constant('giveBack' as const), device, isLost: fc.boolean() })),
  rarely(fc.record({ what: fc.constant('join' as const) })),
  rarely(fc.record({ what: fc.constant('cancel' as const), at: fc.nat(20) })),
  rarely(fc.record({ what: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 50 }) })),
  rarely(fc.record({ what: fc.constant('lower' as const), to: fc.integer({ min: 10, max: 100 }) }))
);

describe('reservations', () => {
  test('whatever devices issue within them is accepted, and never exceeds the largest figure', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
        const world = new World(100);
        world.devices = 1;
        const devices = DEVICES.map((_, at) => new Device(at));
        for (const one of steps) {
          if (one.what === 'join') world.devices = Math.min(DEVICES.length, world.devices + 1);
          if (one.what === 'giveBack') {
            const device = devices[one.device]!;
            const leaving = device.leave(surplusOf(world.asked(device.key, 0)));
            if (leaving && !one.isLost) device.take(world.giveBack(device.key, leaving));
          }
          if (one.what === 'wait') world.day += Math.min(one.days, 250 - world.day);
          if (one.what === 'lower') world.total = Math.min(world.total, one.to);
          if (one.what === 'claim') devices[one.device]!.take(world.claim(DEVICES[one.device]!, one.grams));
          if (one.what === 'issue')
            devices[one.device]!.issueOffline(one.grams, addDays(world.today, one.clock));
          if (one.what === 'cancel') {
            const act = world.stored[one.at];
            const at = `${world.today}T11:00:00.000Z`;
            if (act) world.admit(anAct(aCancellation(act, { at }).body, DEVICES[0]));
          }
          if (one.what === 'connect') {
            const { queue } = devices[one.device]!;
            const sent = one.mixed ? queue.splice(0).reverse() : queue.splice(0);
            for (const act of sent) expect(world.admit(act)).toEqual([]);
          }
          expect(world.room(null).taken).toBeLessThanOrEqual(100e6);
        }
      }),
      { numRuns: 300 }
    );
  });

  test('two offline devices cannot exceed together', () => {
    const world = new World(100);
    const devices = DEVICES.map((_, at) => new Device(at));
    for (const device of devices) device.take(world.claim(device.key, 0));
    for (const device of devices) for (let i = 0; i < 20; i++) device.issueOffline(7, BEGUN);
    for (const device of devices) for (const act of device.queue) expect(world.admit(act)).toEqual([]);
    const { taken } = world.room(null);
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThanOrEqual(100e6);
  });

  test('what a device has issued before leaves less of its reservation', () => {
    const world = new World(100);
    world.claim(DEVICES[0]!, 80);
    world.claim(DEVICES[1]!, 20);
    let serial = 0;
    const issue = (count: number): readonly string[] => {
      const number = formatNumber({
        country: AU,
        kind: 'import-authorization',
        year: 2026,
        serial: ++serial
      });
      const over = { number, lines: [base(count)], validUntil: '2026-12-31' };
      const { body } = anImportAuthorization({ at: `${BEGUN}T08:00:00.000Z`, over });
      return world.admit(anAct(body, DEVICES[0]));
    };
    expect(issue(50)).toEqual([]);
    expect(issue(31)).toEqual(['balance.reserved']);
    expect(issue(30)).toEqual([]);
    expect(issue(1)).toEqual(['balance.reserved']);
  });

  test('what other devices hold is refused, and free again when their key is revoked', () => {
    const world = new World(100);
    world.claim(DEVICES[0]!, 80);
    const number = formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial: 1001 });
    const at = `${BEGUN}T08:00:00.000Z`;
    const over = { number, lines: [base(30)], validUntil: '2026-12-31' };
    const act = anAct(anImportAuthorization({ at, over }).body, DEVICES[1]);
    expect(world.admit(act)).toEqual(['balance.reserved']);
    world.revoked.add(DEVICES[0]!);
    expect(world.admit(act)).toEqual([]);
  });

  test('a device that joins gets its share of what a single device had reserved', () => {
    const world = new World(100);
    world.devices = 1;
    const [first, second] = [new Device(0), new Device(1)];
    first.take(world.claim(first.key, 0));
    world.devices = 2;
    expect(world.claim(second.key, 0)).toBe(null);
    first.issueOffline(10, BEGUN);
    const leaving = first.leave(surplusOf(world.asked(first.key, 0)))!;
    // The server has not seen the ten grams yet.
    expect(leaving.quantity).toBe(75e6);
    first.take(world.giveBack(first.key, leaving));
    expect(world.giveBack(first.key, leaving)).toBe(null);
    second.take(world.claim(second.key, 0));
    expect(world.room(second.key)).toMatchObject({ own: 25e6, others: 25e6 });
    first.issueOffline(16, BEGUN);
    expect(first.queue).toHaveLength(1);
    first.issueOffline(15, BEGUN);
    for (const act of first.queue) expect(world.admit(act)).toEqual([]);
  });

  test('a single device reserves everything; several leave one half free', () => {
    const grant = (devices: number, wanted = 0): number =>
      grantFor({ ...MORPHINE, free: 100, own: 0, others: 0, devices, wanted });
    expect(grant(1)).toBe(100);
    expect(grant(2)).toBe(25);
    expect(grant(2, 70)).toBe(70);
    expect(grant(2, 700)).toBe(100);
  });
});
