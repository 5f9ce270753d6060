/** The partner works on paper: their import authorization is typed from it, and the answer is printed. */
import type { ActId } from '../../ids.ts';
import { actsOfKind, strandsOf, type Scenario, type Seen } from '../scenario.ts';

/** As the paper of the task bears it: the partner looks for this and for nothing like it. */
const NUMBER_ON_PAPER = '4711';

function grantedOnPaper(seen: Seen): readonly ActId[] {
  return actsOfKind(seen, 'exporting', 'export-authorization').flatMap(({ _id, body }) => {
    const { act, number } = body.importAuthorization;
    return act === undefined && number === NUMBER_ON_PAPER ? [_id] : [];
  });
}

export const paper: Scenario = {
  name: 'paper',
  minutes: 10,
  opens: { importing: '/today', exporting: '/authorizations/new?kind=export' },
  prelude: 'nothing',
  steps: [
    {
      name: 'granted_on_paper',
      side: 'exporting',
      isReached: (seen) => grantedOnPaper(seen).length > 0
    },
    {
      name: 'shipped_on_paper',
      side: 'exporting',
      isReached: (seen) => {
        const granted = new Set(grantedOnPaper(seen));
        return strandsOf(seen, 'exporting').some(
          ({ act, shipment }) => shipment !== null && granted.has(act)
        );
      }
    }
  ]
};
