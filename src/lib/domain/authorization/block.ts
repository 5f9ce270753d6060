/**
 * Number blocks: each device claims serials while online, so that it can issue offline without duplicates. The block's
 * id is the claim: the server accepts only the first document with it.
 */
import { BLOCK_SIZE, RENEWAL_AT } from '../own-choices.ts';
import { keyReference } from '../shape/references.ts';
import {
  anyText,
  instant,
  integer,
  oneOf,
  pattern,
  readStored,
  stored,
  type Checked
} from '../shape/shape.ts';
import type { CountryCode, KeyId } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import {
  AUTHORIZATION_KINDS,
  formatNumber,
  LAST_SERIAL,
  numberShape,
  type AuthorizationKind
} from '../act/number.ts';

const LARGEST_BLOCK = 1000;

const block = stored({
  required: {
    _id: anyText,
    schema: oneOf([1]),
    kind: oneOf(AUTHORIZATION_KINDS),
    year: integer(2000, 2199),
    first: integer(1, LAST_SERIAL),
    last: integer(1, LAST_SERIAL),
    device: keyReference,
    office: anyText,
    claimedAt: instant,
    claimedBy: pattern(/^[^]+$/, 'block.malformed')
  }
});
export type Block = Checked<typeof block>;
export type BlockRange = Pick<Block, 'kind' | 'year' | 'first' | 'last'>;

interface NumberQuery {
  readonly country: CountryCode;
  readonly kind: AuthorizationKind;
  readonly year: number;
  readonly device: KeyId;
}

/** `block:<kind>:<year>:<first>`, with the serial padded for sorting. */
export function blockId({ kind, year, first }: Pick<BlockRange, 'kind' | 'year' | 'first'>): string {
  return `block:${kind}:${year}:${String(first).padStart(6, '0')}`;
}

/** The block of a serial if all blocks of its year have the usual size. */
export function usualRangeOf({
  kind,
  year,
  serial
}: Pick<BlockRange, 'kind' | 'year'> & { readonly serial: number }): BlockRange {
  const first = serial - ((serial - 1) % BLOCK_SIZE);
  return { kind, year, first, last: first + BLOCK_SIZE - 1 };
}

/** Parses a block and compares its id with its range. Keys that CouchDB adds pass. */
export function parseBlock(value: unknown): Result<Block> {
  const read = readStored(block, value);
  return read.ok && read.value._id === blockId(read.value) && isRange(read.value)
    ? read
    : refuse({ code: 'block.malformed', path: '' });
}

function isRange({ first, last }: BlockRange): boolean {
  return last >= first && last - first < LARGEST_BLOCK;
}

export function nextNumber(
  blocks: readonly Block[],
  used: ReadonlySet<string>,
  query: NumberQuery
): Result<string> {
  const own = ownBlocks(blocks, query);
  if (own.length === 0) return refuse({ code: 'block.none', path: 'number', values: { year: query.year } });
  for (const block of own) {
    for (let serial = block.first; serial <= block.last; serial++) {
      const number = formatNumber({ ...query, serial });
      if (!used.has(number)) return accept(number);
    }
  }
  return refuse({ code: 'block.exhausted', path: 'number', values: { year: query.year } });
}

/** Authorizations that can still be issued without the server, as further numbers are used. */
export class FreeNumbers {
  readonly #free = new Uint8Array(LAST_SERIAL + 1);
  readonly #shape: ReturnType<typeof numberShape>;
  #count = 0;

  constructor(blocks: readonly Block[], query: NumberQuery) {
    this.#shape = numberShape(query);
    for (const { first, last } of ownBlocks(blocks, query)) {
      this.#free.fill(1, first, last + 1);
      this.#count += last - first + 1;
    }
  }

  get count(): number {
    return this.#count;
  }

  /** A valid number of any device. Up to a hundred thousand come, so none is formatted to compare. */
  use(number: string): void {
    const { head, serialAt, serialEnd } = this.#shape;
    if (this.#count === 0 || number.lastIndexOf(head, 0) !== 0) return;
    const serial = Number(number.slice(serialAt, serialEnd));
    if (this.#free[serial] !== 1) return;
    this.#free[serial] = 0;
    this.#count--;
  }
}

export function remainingIn(blocks: readonly Block[], used: Iterable<string>, query: NumberQuery): number {
  const free = new FreeNumbers(blocks, query);
  for (const number of used) free.use(number);
  return free.count;
}

export function isRenewalDue(remaining: number): boolean {
  return remaining < RENEWAL_AT;
}

function ownBlocks(blocks: readonly Block[], { kind, year, device }: NumberQuery): readonly Block[] {
  return blocks
    .filter((block) => block.device === device && block.kind === kind && block.year === year)
    .sort((a, b) => a.first - b.first);
}

export function nextBlock(
  existing: readonly BlockRange[],
  kind: AuthorizationKind,
  year: number,
  size = BLOCK_SIZE
): Result<BlockRange> {
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_BLOCK) throw new Error('no block size: ' + size);
  const ends = existing
    .filter((block) => block.kind === kind && block.year === year)
    .map((block) => block.last);
  const first = ends.reduce((most, end) => Math.max(most, end), 0) + 1;
  if (first > LAST_SERIAL) return refuse({ code: 'block.yearFull', values: { year } });
  return accept({ kind, year, first, last: Math.min(first + size - 1, LAST_SERIAL) });
}
