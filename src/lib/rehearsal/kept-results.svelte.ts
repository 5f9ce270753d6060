/** Results that participants handed to this trainer's device; plain, only here, removed on the trainer's request. */
import { parseResult, type SignedResult } from '#lib/domain/rehearsal/handout.ts';
import { isUnaltered } from './handed.ts';

const STORED_AS = 'i2es-rehearsal-results';
const MAX_KEPT = 500;

export type Taken = 'taken' | 'known' | 'altered' | 'unreadable' | 'full';

export class KeptResults {
  list = $state.raw<readonly SignedResult[]>([]);

  read(): void {
    try {
      const held: unknown = JSON.parse(localStorage.getItem(STORED_AS) ?? '[]');
      this.list = Array.isArray(held) ? held.flatMap((one) => parseResult(one) ?? []) : [];
    } catch {
      this.list = [];
    }
  }

  async take(value: unknown): Promise<Taken> {
    const result = parseResult(value);
    if (result === null) return 'unreadable';
    if (!(await isUnaltered(result))) return 'altered';
    if (this.list.some(({ signature }) => signature === result.signature)) return 'known';
    if (this.list.length >= MAX_KEPT) return 'full';
    this.#keep([result, ...this.list]);
    return 'taken';
  }

  removeAll(): void {
    this.#keep([]);
  }

  /** If the browser stores nothing, results stay until the page is closed. */
  #keep(list: readonly SignedResult[]): void {
    this.list = list;
    try {
      if (list.length === 0) localStorage.removeItem(STORED_AS);
      else localStorage.setItem(STORED_AS, JSON.stringify(list));
    } catch {
      // The page says that results exist only on this device.
    }
  }
}
