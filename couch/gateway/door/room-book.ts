/**
 * Counted at arrival and saved in its database (`_local/room`) for restarts and other gateways. Existing documents are
 * counted once, at the first push.
 */
import {
  isDiskFull,
  putUnlessChanged,
  readDocument,
  type Database,
  type Engine
} from '#couch/engine/engine.ts';
import { databaseToCountry } from '#couch/base/databases.ts';
import { errorToText } from '#couch/base/error-text.ts';
import { roomBoundsOf, type Limits } from '#couch/base/limits.ts';
import type { SlicedTask } from '#couch/base/sliced-task.ts';
import type { Person } from '#couch/accounts/accounts.ts';
import type { NamedDatabase } from '#couch/database/registers.ts';
import {
  judgeRoom,
  NO_ROOM_USED,
  parseRoomUse,
  shareOfRoom,
  useRoom,
  wearOff,
  type RoomBounds,
  type RoomUse,
  type RoomWanted
} from '#lib/domain/door/room.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { Problem } from '#lib/domain/result.ts';
import { countStored, readHeldSizes, sizeOf, type HeldSizes } from './stored-sizes.ts';

const ROOM_ID = '_local/room';
const MAX_UNSAVED_MS = 5_000;
const MAX_UNSAVED_BYTES = 4 * 1024 * 1024;
interface RoomBookOptions {
  readonly engine: Pick<Engine, 'freeBytes'>;
  readonly limits: Limits;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
}

interface AdmittingRoom {
  readonly writer: Person;
  readonly target: NamedDatabase;
  readonly work: SlicedTask;
  refuse(document: object, problems: readonly Problem[]): void;
}

interface Admitted {
  readonly documents: readonly object[];
  /** Call after storing: refused documents use nothing. */
  note(): void;
}

interface Room {
  readonly database: Database;
  use: RoomUse;
  unsaved: RoomWanted[];
  timer: NodeJS.Timeout | null;
  /**
   * CouchDB's disk monitor refuses such notes but accepts replicated writes until the node ends. So no document is
   * accepted until a note was written again.
   */
  isDiskFull: boolean;
}

export class RoomBook {
  readonly #options: RoomBookOptions;
  readonly #rooms = new Map<string, Room>();
  #saving: Promise<void> = Promise.resolve();

  constructor(options: RoomBookOptions) {
    this.#options = options;
  }

  async admit(documents: readonly object[], about: AdmittingRoom): Promise<Admitted> {
    if (documents.length === 0) return { documents: [], note: () => undefined };
    const { writer, target, work } = about;
    const room = await this.#roomOf(target, writer, work);
    if (room.isDiskFull) await this.#write(room, room.unsaved.splice(0));
    const bounds = await this.#bounds();
    const held = await readHeldSizes(target.database, documents);
    const [admitted, added]: [object[], RoomWanted[]] = [[], []];
    let use = room.use;
    for (const document of documents) {
      await work.yieldWhenDue();
      const wanted = toWanted(document, held, writer);
      const now = this.#options.clock();
      const problems = judgeRoom(use, wanted, bounds, now);
      if (problems.length > 0) {
        about.refuse(document, problems);
        continue;
      }
      use = useRoom(use, wanted, bounds, now);
      added.push(wanted);
      admitted.push(document);
    }
    const note = (): void => {
      const now = this.#options.clock();
      room.use = added.reduce((sum, one) => useRoom(sum, one, bounds, now), room.use);
      room.unsaved.push(...added);
      this.#saveLater(target.name, room);
    };
    return { documents: admitted, note };
  }

  /** Databases that received pushes here, with the fill of each bound. */
  list(): readonly { readonly country: string; readonly stored: number; readonly day: number }[] {
    const now = this.#options.clock();
    return [...this.#rooms].map(([place, { use }]) => ({
      country: databaseToCountry(place.split('@')[0] ?? '') ?? 'INCB',
      ...shareOfRoom(use, roomBoundsOf(this.#options.limits, null), now)
    }));
  }

  get isDiskFull(): boolean {
    return [...this.#rooms.values()].some((room) => room.isDiskFull);
  }

  async close(): Promise<void> {
    for (const [name, room] of this.#rooms) this.#save(name, room);
    await this.#saving;
  }

  async #bounds(): Promise<RoomBounds> {
    return roomBoundsOf(this.#options.limits, await this.#options.engine.freeBytes());
  }

  async #roomOf(target: NamedDatabase, { authority }: Person, work: SlicedTask): Promise<Room> {
    const place = `${target.name}@${target.epoch}`;
    const known = this.#rooms.get(place);
    if (known) return known;
    const held = parseRoomUse(await readDocument(target.database, ROOM_ID));
    const use = held ?? { ...NO_ROOM_USED, stored: await countStored(target.database, authority, work) };
    const room: Room = { database: target.database, use, unsaved: [], timer: null, isDiskFull: false };
    this.#rooms.set(place, room);
    return room;
  }

  #saveLater(name: string, room: Room): void {
    const bytes = room.unsaved.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes >= MAX_UNSAVED_BYTES) this.#save(name, room);
    else if (bytes > 0) room.timer ??= setTimeout(() => this.#save(name, room), MAX_UNSAVED_MS).unref();
  }

  #save(name: string, room: Room): void {
    if (room.timer !== null) clearTimeout(room.timer);
    room.timer = null;
    const added = room.unsaved.splice(0);
    if (added.length === 0) return;
    this.#saving = this.#saving.then(async () => {
      try {
        await this.#write(room, added);
      } catch (error) {
        this.#options.warn(name, errorToText(error));
      }
    });
  }

  async #write(room: Room, added: readonly RoomWanted[]): Promise<void> {
    try {
      await this.#writeOnto(room, added);
      room.isDiskFull = false;
    } catch (error) {
      room.unsaved.unshift(...added);
      room.isDiskFull = isDiskFull(error);
      throw error;
    }
  }

  async #writeOnto(room: Room, added: readonly RoomWanted[]): Promise<void> {
    const bounds = roomBoundsOf(this.#options.limits, null);
    for (;;) {
      const held = await readDocument<{ readonly _rev: string }>(room.database, ROOM_ID);
      const now = this.#options.clock();
      const before = parseRoomUse(held) ?? withoutAdded(room.use, [...added, ...room.unsaved]);
      const use = added.reduce(
        (sum, one) => useRoom(sum, one, bounds, now),
        dropWornOff(before, bounds, now)
      );
      const document = { _id: ROOM_ID, schema: 1, ...use, ...(held ? { _rev: held._rev } : {}) };
      if (!(await putUnlessChanged(room.database, document))) continue;
      room.use = room.unsaved.reduce((sum, one) => useRoom(sum, one, bounds, now), use);
      return;
    }
  }
}

function toWanted(document: object, held: HeldSizes, writer: Person): RoomWanted {
  return {
    bytes: sizeOf(document),
    replacedBytes: held.replacedBy(document),
    isDeletion: (document as { readonly _deleted?: boolean })._deleted === true,
    isOfKey: isKeyKind((document as { readonly body?: { readonly kind?: unknown } }).body?.kind),
    person: may(writer, 'carry') ? null : writer.id
  };
}

function withoutAdded(use: RoomUse, added: readonly RoomWanted[]): RoomUse {
  const { bytes, documents } = added.reduce(
    (sum, { bytes, replacedBytes, isDeletion }) => ({
      bytes: sum.bytes + (isDeletion ? 0 : bytes) - (replacedBytes ?? 0),
      documents: sum.documents + (replacedBytes === null ? 1 : 0) - (isDeletion ? 1 : 0)
    }),
    { bytes: 0, documents: 0 }
  );
  const stored = {
    bytes: Math.max(0, use.stored.bytes - bytes),
    documents: Math.max(0, use.stored.documents - documents)
  };
  return { ...NO_ROOM_USED, stored };
}

function dropWornOff(use: RoomUse, { personDay }: RoomBounds, now: number): RoomUse {
  const people = Object.entries(use.people).filter(([, one]) => {
    const { bytes, documents } = wearOff(one, personDay, now);
    return bytes + documents + one.stored.bytes + one.stored.documents > 0;
  });
  return { ...use, people: Object.fromEntries(people) };
}
