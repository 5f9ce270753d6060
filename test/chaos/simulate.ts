/** One run: steps that a list of numbers chooses, the invariants after each of them, healing, and all of them again. */
import { FAULTS, type Faults } from './faults.ts';
import { judgeHealed, judgeMoment, judgeStolen, readLibrary, type Judged } from './invariants.ts';
import type { Held } from './network.ts';
import { Books, chooseDeed } from './officers.ts';
import { Seeded } from './seeded.ts';
import { World, type Device } from './world.ts';

export type Base = Awaited<ReturnType<typeof World.build>>;

export interface Outcome {
  readonly trace: readonly string[];
  readonly broken: readonly string[];
  readonly acts: readonly { readonly kind: string }[];
}

const PAUSES = [10, 200, 1000, 5000, 30_000, 90_000];
const HEALING_ROUNDS = 40;
const MAX_DELIVERED = 80;
const MAX_DEEDS = 3;

export async function simulate(base: Base, steps: readonly number[]): Promise<Outcome> {
  const world = await World.open(base, steps[0] ?? 0);
  const run = new Run(world);
  try {
    world.network.isFree = false;
    for (const step of steps) if (!(await run.take(new Seeded(step)))) return run.outcome;
    await run.heal();
    return run.outcome;
  } catch (error) {
    run.broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return run.outcome;
  } finally {
    await world.close();
  }
}

class Run {
  readonly trace: string[] = [];
  readonly broken: string[] = [];
  readonly #world: World;
  readonly #books = new Books();
  readonly #faults: Faults = {
    older: null,
    olderDevices: new Map(),
    books: this.#books,
    isRestored: false,
    stolen: null
  };

  constructor(world: World) {
    this.#world = world;
  }

  get outcome(): Outcome {
    return {
      trace: this.trace,
      broken: this.broken,
      acts: [...this.#books.acts.values()].map(({ act }) => act.body)
    };
  }

  /** The world without a stolen device, which nobody asks for its books. */
  get #ours(): Judged {
    const world = this.#world;
    return {
      devices: world.devices.filter((one) => one !== this.#faults.stolen?.device),
      get engine() {
        return world.engine;
      },
      run: (work) => world.run(work)
    };
  }

  /** False once an invariant is broken. */
  async take(chance: Seeded): Promise<boolean> {
    this.trace.push(await this.#choose(chance));
    await this.#world.settle();
    if (this.#world.isServerUp && !this.#world.disk.isFull) {
      const library = await readLibrary(this.#world);
      this.broken.push(
        ...judgeMoment(this.#ours, library, { books: this.#books, isRestored: this.#faults.isRestored }),
        ...judgeStolen(this.#faults, library)
      );
    }
    return this.broken.length === 0;
  }

  async #choose(chance: Seeded): Promise<string> {
    const kind = chance.below(100);
    if (kind < 45) return this.#deliver(chance);
    if (kind < 60) return this.#wait(chance.pick(PAUSES));
    if (kind < 88) return this.#work(chance);
    return chance.pick(FAULTS)(this.#world, chance, this.#faults);
  }

  async #work(chance: Seeded): Promise<string> {
    const told: string[] = [];
    for (let left = 1 + chance.below(MAX_DEEDS); left > 0; left--) told.push(await this.#doOne(chance));
    return told.join('; ');
  }

  async #doOne(chance: Seeded): Promise<string> {
    const { stolen } = this.#faults;
    const deed =
      stolen && chance.below(3) === 0
        ? chooseDeed(this.#world, stolen.theirs, chance, { hasCouriers: false, workers: [stolen.device] })
        : chooseDeed(this.#ours, this.#books, chance);
    if (deed === null) return 'nobody works';
    let told: string | null = null;
    deed().then(
      (done) => (told = done),
      (error: unknown) => (told = `a deed failed: ${error instanceof Error ? error.message : String(error)}`)
    );
    await this.#world.settle();
    return told ?? 'a deed waits';
  }

  async #wait(milliseconds: number): Promise<string> {
    await this.#world.pass(milliseconds);
    return `${milliseconds} ms pass`;
  }

  /** In any order; some are lost on the way there, some on the way back, some arrive twice. */
  async #deliver(chance: Seeded): Promise<string> {
    const { network } = this.#world;
    const told: string[] = [];
    for (let left = 1 + chance.below(MAX_DELIVERED); left > 0; left--) {
      const ready = network.held.filter(({ phase }) => phase !== 'away');
      if (ready.length === 0) break;
      const held = chance.pick(ready);
      const fate = chance.below(20);
      if (fate === 0) network.lose(held);
      else if (fate === 1) network.deliverTwice(held);
      else network.deliver(held);
      told.push(nameHeld(held, fate));
      await this.#world.settle();
    }
    return told.join('; ') || 'nothing is on its way';
  }

  async heal(): Promise<void> {
    const world = this.#world;
    const { network, disk } = world;
    const { stolen } = this.#faults;
    // A thief’s draft arrives while the server does not know of the withdrawal.
    for (const id of stolen?.theirs.drafts.keys() ?? []) this.#books.drafts.delete(id);
    disk.isFull = false;
    if (!world.isServerUp) await world.run(world.startServer());
    for (const device of world.devices) {
      Object.assign(device, { skew: 0, isCut: false });
      device.disk.isFull = false;
      if (!device.isOpen) {
        device.kill();
        await world.run(device.open());
      }
    }
    const devices = world.devices.filter((one) => one !== stolen?.device);
    network.free();
    // A person presses Save again where the disk had no room.
    for (const device of devices) await world.run(device.store.flush());
    this.trace.push(...(await deliverAll(world, devices)));
    await world.run(world.exchange!.caughtUp());
    if (this.#faults.isRestored) await world.run(world.exchange!.scanNow());
    await world.pass(60_000);
    this.broken.push(...(await judgeHealed(this.#ours, this.#books, stolen)));
  }
}

/** Until all is delivered. People do what their devices ask of them. Tells each round. */
export async function deliverAll(world: World, devices: readonly Device[]): Promise<string[]> {
  const trace: string[] = [];
  for (let [round, quiet] = [0, 0]; round < HEALING_ROUNDS && quiet < 2; round++) {
    for (const device of devices) {
      const state = device.store.line?.state;
      if (state === 'epoch') await world.run(device.store.acceptEpoch());
      else if (state === 'signed-out') await world.run(device.signInAgain());
      else device.store.syncNow();
    }
    await world.pass(20_000);
    const states = devices.map(({ store }) => store.line?.state ?? '');
    quiet = states.every((state) => ['all-delivered', 'refused'].includes(state)) ? quiet + 1 : 0;
    trace.push(`healing: ${states.join(' ')}`);
    for (const { name, store } of devices)
      for (const { id, problems } of store.refused())
        trace.push(`${name} is refused ${id}: ${problems.map(({ code }) => code).join(', ')}`);
  }
  return trace;
}

function nameHeld({ id, from, asked, phase }: Held, fate: number): string {
  const path = asked.url.replace(/\?.*/, '').replace('/db/', '');
  const name = fate === 0 ? 'lost' : fate === 1 ? 'twice' : phase === 'answer' ? 'answered' : 'asked';
  return `${id} ${from} ${asked.method} ${path} ${name}`;
}
