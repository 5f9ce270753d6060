/** The exporting side entered the weight of the base as the salt's: the importing side must ask. */
import { actsOfKind, strandsOf, type Scenario } from '../scenario.ts';
import { grantedUpon, stepOf, toAttempt } from '../steps.ts';

export const salt: Scenario = {
  name: 'salt',
  minutes: 10,
  opens: { importing: '/today', exporting: '/today' },
  prelude: 'salt',
  steps: [
    {
      name: 'questioned',
      side: 'importing',
      isReached: (seen) =>
        actsOfKind(seen, 'exporting', 'reply').some(
          ({ body }) =>
            body.on === seen.planted.act && (body.answer === 'query' || body.answer === 'objection')
        )
    },
    {
      name: 'withdrawn_wrong',
      side: 'exporting',
      isReached: (seen) =>
        strandsOf(seen, 'importing').some(
          ({ act, status }) => act === seen.planted.act && status === 'cancelled'
        )
    },
    stepOf('granted_right', 'exporting', (seen) =>
      grantedUpon(seen, 'importing', {})
        .filter(({ act }) => act._id !== seen.planted.act)
        .map(toAttempt)
    )
  ]
};
