/** A stolen laptop of the importing side: its key is withdrawn and the thief's signatures are refused. */
import { actsOfKind, type Scenario } from '../scenario.ts';

export const stolen: Scenario = {
  name: 'stolen',
  minutes: 5,
  opens: { importing: '/devices', exporting: '/today' },
  prelude: 'stolen',
  steps: [
    {
      name: 'withdrawn_key',
      side: 'importing',
      isReached: (seen) =>
        actsOfKind(seen, 'importing', 'withdrawal').some(({ body }) => body.keyId === seen.planted.key)
    },
    {
      name: 'refused_thief',
      side: 'importing',
      isReached: ({ refused }) => refused.some((reason) => reason.includes('signature.key.withdrawn'))
    }
  ]
};
