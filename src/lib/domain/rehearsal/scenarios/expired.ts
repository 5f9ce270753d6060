/** Nothing was shipped in time: the export authorization is returned unused (1961 art. 31.7(a), in its spirit). */
import { FIRST_DESKS, type Scenario } from '../scenario.ts';
import { askedStep, grantedStep, rightlyGranted } from '../steps.ts';

const TASK = {};

export const expired: Scenario = {
  name: 'expired',
  minutes: 8,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    askedStep(TASK),
    grantedStep(TASK),
    {
      name: 'expired',
      side: 'importing',
      isReached: (seen) =>
        rightlyGranted(seen, 'importing', TASK).some(
          ({ strand }) => strand.shipment === null && strand.validUntil < seen.today
        )
    },
    {
      name: 'returned',
      side: 'importing',
      isReached: (seen) =>
        rightlyGranted(seen, 'exporting', TASK).some(({ strand }) => strand.status === 'not-imported')
    }
  ]
};
