/** Two import authorizations lie on the exporting desk; nobody of the importing authority has signed one of them. */
import type { ActId } from '../../ids.ts';
import { actsOfKind, type Scenario, type Seen } from '../scenario.ts';

/** Upon what the exporting side has granted, of what it did not cancel: nothing where the words were typed as from a paper. */
function granted(seen: Seen): readonly (ActId | undefined)[] {
  const cancelled = new Set(actsOfKind(seen, 'exporting', 'cancellation').map(({ body }) => body.of));
  return actsOfKind(seen, 'exporting', 'export-authorization')
    .filter(({ _id }) => !cancelled.has(_id))
    .map(({ body }) => body.importAuthorization.act);
}

/** What lies there and is verified good: a forgery is not among it. */
function isGenuine(seen: Seen, act: ActId | undefined): boolean {
  return actsOfKind(seen, 'exporting', 'import-authorization').some(({ _id }) => _id === act);
}

export const forged: Scenario = {
  name: 'forged',
  minutes: 6,
  opens: { importing: '/today', exporting: '/authorizations' },
  prelude: 'forged',
  steps: [
    {
      name: 'granted_genuine',
      side: 'exporting',
      isReached: (seen) => granted(seen).some((act) => isGenuine(seen, act))
    },
    {
      name: 'left_forged',
      side: 'exporting',
      isReached: (seen) => granted(seen).length > 0 && granted(seen).every((act) => isGenuine(seen, act))
    }
  ]
};
