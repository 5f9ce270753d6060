/** Two import authorizations lie on the exporting desk; nobody of the importing authority has signed one of them. */
import { actsOfKind, type Scenario, type Seen } from '../scenario.ts';

function granted(seen: Seen): readonly unknown[] {
  return actsOfKind(seen, 'exporting', 'export-authorization').map(
    ({ body }) => body.importAuthorization.act
  );
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
      isReached: (seen) => granted(seen).some((act) => act !== seen.planted.act)
    },
    {
      name: 'left_forged',
      side: 'exporting',
      isReached: (seen) => granted(seen).length > 0 && !granted(seen).includes(seen.planted.act)
    }
  ]
};
