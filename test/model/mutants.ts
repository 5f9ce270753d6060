/** Rules of the program that the traces must notice when they are broken. */
import type { Mutant } from '../chaos/mutants.ts';

export const MODEL_MUTANTS: readonly Mutant[] = [
  {
    name: 'the first claim after a restore gets the next numbers',
    invariant: 7,
    file: 'couch/gateway/routes/blocks.ts',
    from: '...passedOver(held, claim, restoredAt)',
    to: '...passedOver(held, claim, null && restoredAt)'
  },
  {
    name: 'a device claims at a restored server before its officer agrees',
    invariant: 7,
    file: 'src/lib/store/opening/open-store.ts',
    from: 'return compared && !(busy',
    to: 'return (compared || true) && !(busy'
  },
  {
    name: 'a device asks for its part before it has sent its documents',
    invariant: 7,
    file: 'src/lib/store/opening/open-store.ts',
    from: '|| unsentActs(this).length > 0',
    to: ''
  },
  {
    name: 'a device does not bring its number blocks back',
    invariant: 7,
    file: 'src/lib/store/sync/remotes.ts',
    from: 'await sendFirst(remote, local, writer);',
    to: 'if (remote === null) await sendFirst(remote, local, writer);'
  },
  {
    name: 'a restored database is taken for the one before',
    invariant: 8,
    file: 'src/lib/store/sync/line-asking.ts',
    from: 'return known === epoch && (await this.#holdsWhatItHeld(database));',
    to: 'return known === epoch || database !== null;'
  },
  {
    name: 'no receipt follows a copy that a killed exchange service left',
    invariant: 8,
    file: 'couch/exchange/follower.ts',
    from: 'const since = await knownSequence(this.#source.database, progress.seq);',
    to: 'const since = (await this.#source.database.info()).update_seq;'
  },
  {
    name: 'devices share all of the balance that is left',
    invariant: 9,
    file: 'src/lib/domain/balance/reservation.ts',
    from: '(2 * devices)',
    to: 'devices'
  }
];
