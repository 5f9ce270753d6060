/** The partner works on paper: their import authorization is typed from it, and the answer is printed. */
import { actsOfKind, strandsOf, type Scenario } from '../scenario.ts';

export const paper: Scenario = {
  name: 'paper',
  minutes: 10,
  opens: { importing: '/today', exporting: '/authorizations/new?kind=export' },
  prelude: 'nothing',
  steps: [
    {
      name: 'granted_on_paper',
      side: 'exporting',
      isReached: (seen) =>
        actsOfKind(seen, 'exporting', 'export-authorization').some(
          ({ body }) => body.importAuthorization.act === undefined
        )
    },
    {
      name: 'shipped_on_paper',
      side: 'exporting',
      isReached: (seen) => strandsOf(seen, 'exporting').some(({ shipment }) => shipment !== null)
    }
  ]
};
