/** Number blocks of one country's database, by kind and year. */
import { parseBlock, type Block } from '../authorization/block.ts';
import type { NumberParts } from '../act/number.ts';

export function isBlockId(id: string): boolean {
  return id.startsWith('block:');
}

export class BlockShelf {
  readonly #byRange = new Map<string, Map<string, Block>>();

  take(document: object): void {
    this.drop((document as { _id: string })._id);
    const parsed = parseBlock(document);
    if (!parsed.ok) return;
    const range = this.#byRange.get(rangeName(parsed.value));
    if (range) range.set(parsed.value._id, parsed.value);
    else this.#byRange.set(rangeName(parsed.value), new Map([[parsed.value._id, parsed.value]]));
  }

  drop(id: string): void {
    for (const range of this.#byRange.values()) range.delete(id);
  }

  find({ kind, year, serial }: Omit<NumberParts, 'country'>): Block | null {
    for (const block of this.#byRange.get(rangeName({ kind, year }))?.values() ?? [])
      if (block.first <= serial && serial <= block.last) return block;
    return null;
  }

  all(): Block[] {
    return [...this.#byRange.values()].flatMap((range) => [...range.values()]);
  }
}

function rangeName({ kind, year }: Pick<Block, 'kind' | 'year'>): string {
  return `${kind}/${year}`;
}
