/** Two import authorizations lie on the exporting desk; nobody of the importing authority has signed one of them. */
import type { ActId } from '../../ids.ts';
import { actsOfKind, type Scenario, type Seen } from '../scenario.ts';
import { actsInForce, grantedUpon, stepOf, toAttempt } from '../steps.ts';

/** Upon what the exporting side has granted, of what it did not cancel: nothing where the words were typed as from a paper. */
function granted(seen: Seen): readonly (ActId | undefined)[] {
  return actsInForce(seen, 'exporting', 'export-authorization').map(
    ({ body }) => body.importAuthorization.act
  );
}

/** What lies there and is verified good: a forgery is not among it. */
function isGenuine(seen: Seen, act: ActId | undefined): boolean {
  return actsOfKind(seen, 'exporting', 'import-authorization').some(({ _id }) => _id === act);
}

export const forged: Scenario = {
  name: 'forged',
  minutes: 6,
  // On Today, and not in the list, which would show the wrong signature before anybody looked for it.
  opens: { importing: '/today', exporting: '/today' },
  prelude: 'forged',
  steps: [
    stepOf('granted_genuine', 'exporting', (seen) =>
      grantedUpon(seen, 'exporting', {})
        .filter(({ act }) => isGenuine(seen, act.body.importAuthorization.act))
        .map(toAttempt)
    ),
    {
      name: 'left_forged',
      side: 'exporting',
      isReached: (seen) => granted(seen).length > 0 && granted(seen).every((act) => isGenuine(seen, act))
    }
  ]
};
