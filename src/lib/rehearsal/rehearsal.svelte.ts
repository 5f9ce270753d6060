/** One rehearsal in this page: the server, the two desks' lines and clock, and how far the scenario has come. */
import { SvelteSet } from 'svelte/reactivity';
import { addDays, instantToDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import {
  reachedSteps,
  SIDES,
  type Planted,
  type Scenario,
  type Seen,
  type Side
} from '#lib/domain/rehearsal/scenario.ts';
import { offerStage, PlaceCarrier, type Place } from './frame/place.ts';
import { databaseOf, OFFICES } from './server/offices.ts';
import { PracticeServer } from './server/practice-server.ts';
import { holdRun, newRun, prefixOf, sweepRuns } from './sweep-runs.ts';
import { instantHere } from './this-computer.ts';
import { Prelude } from './stage/prelude.ts';

const DAY_MS = 86_400_000;
/** Keys and certificates of a rehearsal last two years. */
export const MOST_DAYS = 400;
const LOOKS_AFTER_MS = 150;

export class Rehearsal {
  /** Null while the learner chooses. */
  scenario = $state.raw<Scenario | null>(null);
  days = $state(0);
  readonly cut = new SvelteSet<Side>();
  readonly slow = new SvelteSet<Side>();
  readonly ready = new SvelteSet<Side>();
  /** Acts that wait for a partner who is slow. */
  waiting = $state(0);
  reached = $state.raw<readonly string[]>([]);
  hasFailed = $state(false);
  /** Counts the beginnings: each has frames of its own. */
  run = $state(0);
  #server: Promise<PracticeServer> | null = null;
  #open: PracticeServer | null = null;
  #prelude: Prelude | null = null;
  #letGo: () => void = () => undefined;
  #look: ReturnType<typeof setTimeout> | undefined;

  readonly now = (): number => Date.now() + this.days * DAY_MS;

  get today(): CalendarDate {
    return addDays(instantToDate(instantHere()), this.days);
  }

  get isComplete(): boolean {
    return this.scenario !== null && this.scenario.steps.every(({ name }) => this.reached.includes(name));
  }

  start(scenario: Scenario): void {
    this.stop();
    const run = newRun();
    const prefix = prefixOf(run);
    this.#letGo = holdRun(run);
    void sweepRuns().catch(() => undefined);
    const server = this.#openServer(scenario, prefix);
    this.#server = server;
    server.catch(() => (this.hasFailed = true));
    const places: Readonly<Record<Side, Promise<Place>>> = {
      importing: server.then((open) => this.#placeOf(open, 'importing', { prefix, scenario })),
      exporting: server.then((open) => this.#placeOf(open, 'exporting', { prefix, scenario }))
    };
    offerStage({ placeOf: (side) => places[side] });
    this.scenario = scenario;
    this.run++;
  }

  async #openServer(scenario: Scenario, prefix: string): Promise<PracticeServer> {
    const server = await PracticeServer.open({ adapter: 'idb', prefix, now: this.now });
    const prelude = new Prelude(server, scenario.prelude);
    await prelude.play();
    server.changed = () => this.#lookSoon();
    [this.#open, this.#prelude] = [server, prelude];
    return server;
  }

  #placeOf(
    server: PracticeServer,
    side: Side,
    { prefix, scenario }: { readonly prefix: string; readonly scenario: Scenario }
  ): Place {
    return {
      office: OFFICES[side],
      prefix: `${prefix}${side}-`,
      fetch: server.lines[side].fetch,
      now: this.now,
      carrier: new PlaceCarrier(),
      opens: scenario.opens[side],
      ready: () => void this.ready.add(side)
    };
  }

  /** Everything of it is gone, and the learner chooses again. */
  stop(): void {
    clearTimeout(this.#look);
    const server = this.#server;
    offerStage(null);
    this.scenario = null;
    this.#server = this.#open = this.#prelude = null;
    this.days = 0;
    this.waiting = 0;
    this.reached = [];
    this.hasFailed = false;
    for (const set of [this.cut, this.slow, this.ready]) set.clear();
    const letGo = this.#letGo;
    void server
      ?.then((open) => open.destroy())
      .finally(letGo)
      .catch(() => undefined);
  }

  setCut(side: Side, isCut: boolean): void {
    const line = this.#open?.lines[side];
    if (!line) return;
    if (isCut) line.cut();
    else line.mend();
    if (isCut) this.cut.add(side);
    else this.cut.delete(side);
  }

  async setSlow(side: Side, isSlow: boolean): Promise<void> {
    if (isSlow) this.slow.add(side);
    else this.slow.delete(side);
    await this.#open?.exchange.setSlow(databaseOf(OFFICES[side]), isSlow);
    this.#lookSoon();
  }

  /** Forward only: what was stated stays stated. */
  moveClock(days: number): void {
    this.days = Math.min(MOST_DAYS, this.days + days);
    this.#lookSoon();
  }

  #lookSoon(): void {
    clearTimeout(this.#look);
    this.#look = setTimeout(() => void this.#lookAt().catch(() => undefined), LOOKS_AFTER_MS);
  }

  async #lookAt(): Promise<void> {
    const [server, prelude, scenario] = [this.#open, this.#prelude, this.scenario];
    if (!server || !prelude || !scenario) return;
    this.waiting = server.exchange.waiting;
    await prelude.follow();
    const seen = await seenOf(server, this.today, prelude.planted);
    if (this.#open === server) this.reached = reachedSteps(scenario, seen);
  }
}

export async function seenOf(server: PracticeServer, today: CalendarDate, planted: Planted): Promise<Seen> {
  const [importing, exporting] = await Promise.all(SIDES.map((side) => server.goodActsOf(OFFICES[side])));
  return {
    acts: { importing: importing ?? [], exporting: exporting ?? [] },
    today,
    planted,
    refused: server.refused
  };
}
