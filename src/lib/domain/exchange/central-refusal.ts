/** The national server has stored the document; the refusal is kept next to it as a task for officers. */
import {
  anyText,
  instant,
  listOf,
  oneOf,
  readStored,
  stored,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { refuse, type Problem, type Result } from '../result.ts';

export const REFUSAL_PREFIX = 'refusal:';

/** No limit: an unread refusal would let a refused document count. */
const HOWEVER_MANY = Infinity;

/** Accepts any values and codes: unknown codes are shown as they are. */
const problem = stored({ required: { code: anyText } }) as Check<Problem>;

/** `refusal:<id of the refused document>`, written only by the link between the servers. */
const refusal = stored({
  required: {
    _id: anyText,
    schema: oneOf([1]),
    of: anyText,
    rev: anyText,
    problems: listOf(problem, 1, HOWEVER_MANY),
    refusedAt: instant
  }
});
export type CentralRefusal = Checked<typeof refusal>;

export function centralRefusalOf(
  refused: Pick<CentralRefusal, 'of' | 'rev' | 'problems' | 'refusedAt'>
): CentralRefusal {
  return { _id: REFUSAL_PREFIX + refused.of, schema: 1, ...refused };
}

export function parseCentralRefusal(value: unknown): Result<CentralRefusal> {
  const read = readStored(refusal, value);
  return read.ok && read.value._id === REFUSAL_PREFIX + read.value.of
    ? read
    : refuse({ code: 'document.malformed' });
}

/**
 * Refusals that can resolve: a partner's act, a national practice, a certificate, a number block or server space can still arrive, and a
 * server that did not keep acts of later versions can be updated.
 */
const MAY_COME: readonly string[] = [
  'act.kind.unknown',
  'act.key.unknown',
  'dossier.reference.missing',
  'dossier.refersToSetAside',
  'authorization.practice.unknown',
  'importReference.unknown',
  'signature.key.unknown',
  'signature.chain.broken',
  'door.number.notReserved',
  'block.device.notCertified',
  'block.enoughLeft',
  'printCode.noAct',
  'door.room.person',
  'door.room.country',
  'door.room.stored',
  'door.room.personStored'
];

export function mayBecomeAcceptable(problems: readonly Pick<Problem, 'code'>[]): boolean {
  return problems.some(({ code }) => MAY_COME.indexOf(code) >= 0);
}
