/** Nothing was shipped in time: the export authorization goes back unused (1961 art. 31.7(a), in its spirit). */
import { FIRST_DESKS, strandsOf, type Scenario } from '../scenario.ts';
import { ASKED, GRANTED } from '../steps.ts';

export const expired: Scenario = {
  name: 'expired',
  minutes: 8,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    ASKED,
    GRANTED,
    {
      name: 'expired',
      side: 'importing',
      isReached: (seen) =>
        strandsOf(seen, 'importing').some(
          ({ shipment, validUntil }) => shipment === null && validUntil < seen.today
        )
    },
    {
      name: 'returned',
      side: 'importing',
      isReached: (seen) => strandsOf(seen, 'exporting').some(({ status }) => status === 'not-imported')
    }
  ]
};
