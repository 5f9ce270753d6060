/** Both sides are prepared while the learner chooses, so that the first form opens immediately. */
import { SvelteSet } from 'svelte/reactivity';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { Handout, SignedResult } from '#lib/domain/rehearsal/handout.ts';
import {
  differencesBySteps,
  reachedSteps,
  type DifferencesByStep,
  type Planted,
  type Scenario,
  type Seen,
  type Side
} from '#lib/domain/rehearsal/scenario.ts';
import { dateHere } from '#lib/store/browser/deps.ts';
import { offerStage, PlaceCarrier, type Place } from './frame/place.ts';
import { signResult } from './handed.svelte.ts';
import { setPractised } from './practised.ts';
import { databaseOf, OFFICES } from './server/offices.ts';
import { PracticeServer } from './server/practice-server.ts';
import { Prelude } from './stage/prelude.ts';
import { holdRun, newRun, prefixOf, sweepRuns } from './sweep-runs.ts';

const instantHere = (): Instant => new Date().toISOString() as Instant;

const DAY_MS = 86_400_000;
/** Days. Keys and certificates of a rehearsal last two years. */
export const MAX_DAYS = 400;
const LOOKS_AFTER_MS = 150;
const SWEPT_AFTER_MS = 1000;

class Word<T> {
  say: (said: T) => void = () => undefined;
  readonly said = new Promise<T>((resolve) => (this.say = resolve));
}

interface Run {
  readonly server: Promise<PracticeServer>;
  readonly chosen: Word<Scenario>;
  /** One side opens at a time: two share one processor, and the learner needs the first. */
  readonly turns: Readonly<Record<Side, Word<void>>>;
  readonly letGo: () => void;
  open: PracticeServer | null;
  prelude: Prelude | null;
}

export class Rehearsal {
  scenario = $state.raw<Scenario | null>(null);
  days = $state(0);
  readonly cut = new SvelteSet<Side>();
  readonly slow = new SvelteSet<Side>();
  waiting = $state(0);
  reached = $state.raw<readonly string[]>([]);
  differences = $state.raw<DifferencesByStep>({});
  hasFailed = $state(false);
  run = $state(0);
  handout = $state.raw<Handout | null>(null);
  startedAt = $state<Instant | null>(null);
  #run: Run | null = null;
  #look: ReturnType<typeof setTimeout> | undefined;

  readonly now = (): number => Date.now() + this.days * DAY_MS;

  get today(): CalendarDate {
    return dateHere(this.now());
  }

  get isComplete(): boolean {
    return this.scenario !== null && this.scenario.steps.every(({ name }) => this.reached.includes(name));
  }

  prepare(): void {
    this.end();
    const name = newRun();
    const prefix = prefixOf(name);
    const server = PracticeServer.open({ adapter: 'idb', prefix, now: this.now });
    const turns = { importing: new Word<void>(), exporting: new Word<void>() };
    const chosen = new Word<Scenario>();
    const run: Run = { server, chosen, turns, letGo: holdRun(name), open: null, prelude: null };
    this.#run = run;
    turns.importing.say();
    void sweepRuns().catch(() => undefined);
    server.catch(() => (this.hasFailed = true));
    const placeOf = async (side: Side): Promise<Place> => {
      const open = await server;
      await turns[side].said;
      return this.#placeOf(open, run, side, prefix);
    };
    const places = { importing: placeOf('importing'), exporting: placeOf('exporting') };
    for (const place of Object.values(places)) place.catch(() => undefined);
    offerStage({ placeOf: (side) => places[side] });
    this.run++;
  }

  async choose(scenario: Scenario): Promise<void> {
    if (this.#run === null) this.prepare();
    const run = this.#run;
    if (run === null) return;
    this.scenario = scenario;
    this.startedAt = instantHere();
    run.turns[firstSide(scenario)].say();
    try {
      const server = await run.server;
      run.prelude = new Prelude(server, scenario.prelude);
      await run.prelude.play();
      run.open = server;
      server.changed = () => this.#lookSoon();
      run.chosen.say(scenario);
    } catch {
      this.hasFailed = true;
    }
  }

  async makeResult(participant: string): Promise<SignedResult | null> {
    const { scenario, startedAt, reached } = this;
    const server = this.#run?.open;
    if (!server || !scenario || startedAt === null) return null;
    const session = this.handout?.session ?? '';
    const stated = {
      scenario: scenario.name,
      session,
      participant,
      reached,
      startedAt,
      finishedAt: instantHere()
    };
    return signResult({ kind: 'rehearsal-result', schema: 1, ...stated }, server.keys.root);
  }

  again(): void {
    const { scenario } = this;
    this.prepare();
    if (scenario) void this.choose(scenario);
  }

  #placeOf(server: PracticeServer, run: Run, side: Side, prefix: string): Place {
    let left: string | null = null;
    return {
      office: OFFICES[side],
      prefix: `${prefix}${side}-`,
      fetch: server.lines[side].fetch,
      now: this.now,
      carrier: new PlaceCarrier(),
      opens: async () => left ?? (await run.chosen.said).opens[side],
      leave: (path) => (left = path),
      tell: (what) => {
        if (what === 'open' && this.scenario !== null && firstSide(this.scenario) === side) return;
        for (const turn of Object.values(run.turns)) turn.say();
      }
    };
  }

  end(): void {
    clearTimeout(this.#look);
    const run = this.#run;
    this.#run = null;
    offerStage(null);
    this.scenario = null;
    this.startedAt = null;
    this.days = 0;
    this.waiting = 0;
    this.reached = [];
    this.differences = {};
    this.hasFailed = false;
    this.cut.clear();
    this.slow.clear();
    void run?.server
      .then((open) => open.destroy())
      .catch(() => undefined)
      .finally(() => {
        run.letGo();
        // The frames release their databases as they vanish, hence the delay.
        setTimeout(() => void sweepRuns().catch(() => undefined), SWEPT_AFTER_MS);
      });
  }

  setCut(side: Side, isCut: boolean): void {
    const line = this.#run?.open?.lines[side];
    if (!line) return;
    if (isCut) line.cut();
    else line.mend();
    if (isCut) this.cut.add(side);
    else this.cut.delete(side);
  }

  async setSlow(side: Side, isSlow: boolean): Promise<void> {
    if (isSlow) this.slow.add(side);
    else this.slow.delete(side);
    await this.#run?.open?.exchange.setSlow(databaseOf(OFFICES[side]), isSlow);
    this.#lookSoon();
  }

  moveClock(days: number): void {
    this.days = Math.min(MAX_DAYS, this.days + days);
    this.#lookSoon();
  }

  #lookSoon(): void {
    clearTimeout(this.#look);
    this.#look = setTimeout(() => void this.#lookAt().catch(() => undefined), LOOKS_AFTER_MS);
  }

  async #lookAt(): Promise<void> {
    const [run, scenario] = [this.#run, this.scenario];
    if (!run?.open || !run.prelude || !scenario) return;
    this.waiting = run.open.exchange.waiting;
    await run.prelude.follow();
    const seen = await seenOf(run.open, this.today, run.prelude.planted);
    if (this.#run !== run) return;
    this.reached = reachedSteps(scenario, seen);
    this.differences = differencesBySteps(scenario, seen);
    if (this.isComplete) setPractised();
  }
}

export function firstSide({ steps }: Scenario): Side {
  return steps[0]?.side ?? 'importing';
}

export async function seenOf(server: PracticeServer, today: CalendarDate, planted: Planted): Promise<Seen> {
  const [importing, exporting] = await Promise.all([
    server.goodActsOf(OFFICES.importing),
    server.goodActsOf(OFFICES.exporting)
  ]);
  const countries = { importing: OFFICES.importing.country, exporting: OFFICES.exporting.country };
  return { acts: { importing, exporting }, countries, today, planted, refused: server.refused };
}
