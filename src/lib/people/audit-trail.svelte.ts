/**
 * The server sorts only by time, so one person's entries are filtered here, and the screen shows how far back it
 * looked.
 */
import type { Instant } from '#lib/domain/ids.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import type { AuditEntry } from '#lib/store/server/office-people.ts';

type ReadAudit = (limit: number, before?: string) => Promise<Result<readonly AuditEntry[]>>;

const PAGE = 100;
/** One person's rows, before the reader is asked to continue. */
const MIN_ROWS = 25;
const MAX_PAGES = 10;

export class AuditTrail {
  #entries = $state.raw<readonly AuditEntry[]>([]);
  #problems = $state.raw<readonly Problem[]>([]);
  #isReading = $state(false);
  #isWhole = $state(false);
  #turn = 0;
  readonly #read: ReadAudit;

  constructor(read: ReadAudit) {
    this.#read = read;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  get readTo(): Instant | null {
    return this.#entries.at(-1)?.at ?? null;
  }

  entriesOf(person: string): readonly AuditEntry[] {
    return person === '' ? this.#entries : this.#entries.filter((entry) => concerns(entry, person));
  }

  async begin(person: string): Promise<void> {
    this.#entries = [];
    this.#isWhole = false;
    await this.#readOn(person, ++this.#turn);
  }

  async readOn(person: string): Promise<void> {
    if (!this.#isReading) await this.#readOn(person, this.#turn);
  }

  async #readOn(person: string, turn: number): Promise<void> {
    this.#isReading = true;
    const before = this.entriesOf(person).length;
    let isEnough = false;
    for (let page = 0; page < MAX_PAGES && !isEnough && !this.#isWhole; page++) {
      const told = await this.#read(PAGE, this.#entries.at(-1)?.id);
      if (turn !== this.#turn) return;
      this.#problems = told.ok ? [] : told.problems;
      if (!told.ok) break;
      this.#entries = [...this.#entries, ...told.value];
      this.#isWhole = told.value.length < PAGE;
      isEnough = person === '' || this.entriesOf(person).length - before >= MIN_ROWS;
    }
    this.#isReading = false;
  }
}

function concerns({ by, about, values }: AuditEntry, person: string): boolean {
  return by === person || about === person || values?.['holder'] === person;
}
