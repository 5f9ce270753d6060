/**
 * Number blocks that return after a restore, or from a national server that claims for its country. A range belongs to
 * one device for ever (invariant 7).
 */
import type { Act } from '../act/body.ts';
import { COUNTRY_SETTING_ID } from '../authorization/country-setting.ts';
import { COMPANY_PREFIX } from '../company/company.ts';
import { isKeyKind } from '../act/kinds.ts';
import type { NumberParts } from '../act/number.ts';
import { nextBlock, remainingIn, type Block, parseBlock } from '../authorization/block.ts';
import { BLOCK_SIZE } from '../own-choices.ts';
import type { ActId, CountryCode } from '../ids.ts';
import { isReservationId } from '../balance/balance-documents.ts';
import { isInvitationId } from '../reply-file/invitation-id.ts';
import type { Trust } from '../registration/trust.ts';
import type { Problem } from '../result.ts';

export interface BlockContext {
  readonly country: CountryCode;
  readonly trust: Pick<Trust, 'standingsOf'>;
  readonly used: ReadonlyMap<string, ActId>;
}

/** Prevents exhausting a year's numbers: a returned block lies close behind the existing ones. */
const FARTHEST_AHEAD = 20 * BLOCK_SIZE;
const MAX_UNUSED = 20 * BLOCK_SIZE;

export function judgeBlock(block: Block, known: readonly Block[], context: BlockContext): readonly Problem[] {
  const { country, trust, used } = context;
  const { kind, year, device } = block;
  const inRange = known.filter((one) => one.kind === kind && one.year === year);
  if (inRange.some((one) => isSameBlock(one, block))) return [];
  const values = { first: block.first, last: block.last };
  if (inRange.some((one) => one.first <= block.last && block.first <= one.last))
    return [{ code: 'door.block.taken', path: '_id', values }];
  if (!isCertified(block, country, trust)) return [DEVICE_NOT_CERTIFIED];
  const next = nextBlock(known, kind, year);
  if (!next.ok) return next.problems;
  if (block.first > next.value.first + FARTHEST_AHEAD)
    return [{ code: 'door.block.farAhead', path: 'first', values }];
  const left = remainingIn([...known, block], used.keys(), { country, kind, year, device });
  return left > MAX_UNUSED ? [{ code: 'block.enoughLeft', values: { left } }] : [];
}

function isSameBlock(a: Block, b: Block): boolean {
  return (
    a._id === b._id &&
    a.last === b.last &&
    a.device === b.device &&
    a.claimedAt === b.claimedAt &&
    a.claimedBy === b.claimedBy
  );
}

export const DEVICE_NOT_CERTIFIED: Problem = { code: 'block.device.notCertified', path: 'device' };

/** A key revoked since still owns its numbers. */
export function isCertified(
  { device, claimedBy }: Pick<Block, 'device' | 'claimedBy'>,
  country: CountryCode,
  trust: BlockContext['trust']
): boolean {
  return trust.standingsOf(device).some(({ certificate }) => {
    const holder = certificate?.body.holder;
    return holder?.authority === country && holder.person === claimedBy;
  });
}

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

/** The door has checked that these documents have an id. */
function idOf(document: object): string {
  return (document as { readonly _id: string })._id;
}

export function isActDocument(document: object): document is Act {
  return idOf(document).slice(0, 4) === 'act:';
}

export function isBlockDocument(document: object): boolean {
  return isBlockId(idOf(document));
}

/**
 * Each stage is stored before the next: certificates judge blocks and reservations; they, files given to partners, and the
 * register of companies judge acts.
 */
export function stagesOf(documents: readonly object[]): readonly (readonly object[])[] {
  const isOfKeys = (one: object): boolean => isActDocument(one) && isKeyKind(one.body.kind);
  const hasTrade = documents.some((one) => isActDocument(one) && !isOfKeys(one));
  const judges = (one: object): boolean => judgesActs(one) || (hasTrade && isOfRegister(idOf(one)));
  if (!documents.some(judges)) return [documents];
  return [
    documents.filter(isOfKeys),
    documents.filter(judges),
    documents.filter((one) => !isOfKeys(one) && !judges(one))
  ];
}

export function isReservationDocument(document: object): boolean {
  return isReservationId(idOf(document));
}

/** The documents that rule R26 reads. */
export function isOfRegister(id: string): boolean {
  return id.slice(0, COMPANY_PREFIX.length) === COMPANY_PREFIX || id === COUNTRY_SETTING_ID;
}

function judgesActs(document: object): boolean {
  return (
    isBlockDocument(document) ||
    isReservationDocument(document) ||
    isInvitationId(String((document as { readonly _id?: unknown })._id))
  );
}
