/**
 * What the central server refused of a country that has its own: the national server has stored it, the
 * partner will never get it. The word is kept beside it, where the country's officers see it as a task.
 */
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

/** A refusal that is not read would let count what was refused: however much a server says of it is taken. */
const HOWEVER_MANY = Infinity;

/** The values of a problem go into its sentence, whatever they are; a code that nobody knows is shown as it is. */
const problem = stored({ required: { code: anyText } }) as Check<Problem>;

/** `refusal:<id of what was refused>`, written by the link between the two servers and by nobody else. */
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

/** For want of something that may come yet: a partner's act, a certificate, a number block, room on the server. */
const MAY_COME: readonly string[] = [
  'dossier.reference.missing',
  'dossier.refersToSetAside',
  'signature.key.unknown',
  'signature.chain.broken',
  'door.number.notReserved',
  'block.device.notCertified',
  'block.enoughLeft',
  'door.room.person',
  'door.room.country',
  'door.room.stored',
  'door.room.personStored'
];

/** Whether what was refused so is worth offering again once something has come. */
export function mayBecomeAcceptable(problems: readonly Pick<Problem, 'code'>[]): boolean {
  return problems.some(({ code }) => MAY_COME.indexOf(code) >= 0);
}
