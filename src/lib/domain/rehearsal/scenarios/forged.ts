/** The exporting side has two import authorizations, one with a forged signature. */
import type { ActId } from '../../ids.ts';
import { actsOfKind, type Scenario, type Seen } from '../scenario.ts';
import { actsInForce, grantedUpon, stepOf, toAttempt } from '../steps.ts';

/** Import authorizations cited by exports in force; undefined if typed from paper. */
function granted(seen: Seen): readonly (ActId | undefined)[] {
  return actsInForce(seen, 'exporting', 'export-authorization').map(
    ({ body }) => body.importAuthorization.act
  );
}

/** Genuine means held and verified; a forgery is not among them. */
function isGenuine(seen: Seen, act: ActId | undefined): boolean {
  return actsOfKind(seen, 'exporting', 'import-authorization').some(({ _id }) => _id === act);
}

export const forged: Scenario = {
  name: 'forged',
  minutes: 6,
  // Today, not the list: the list would show the wrong signature immediately.
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
