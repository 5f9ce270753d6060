/** One import authorization, two consignments, an export authorization for each. */
import { actsOfKind, dossiersOf, FIRST_DESKS, type Scenario } from '../scenario.ts';
import { ENDORSED, GRANTED, isShippedAndEndorsed } from '../steps.ts';

export const consignments: Scenario = {
  name: 'consignments',
  minutes: 15,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    {
      name: 'asked_for_two',
      side: 'importing',
      isReached: (seen) =>
        actsOfKind(seen, 'exporting', 'import-authorization').some(({ body }) => (body.consignments ?? 1) > 1)
    },
    GRANTED,
    ENDORSED,
    {
      name: 'granted_again',
      side: 'exporting',
      isReached: (seen) =>
        dossiersOf(seen, 'importing').some(({ exports }) => exports.filter(isAlive).length > 1)
    },
    {
      name: 'endorsed_both',
      side: 'importing',
      isReached: (seen) =>
        dossiersOf(seen, 'exporting').some(({ exports }) => exports.filter(isShippedAndEndorsed).length > 1)
    }
  ]
};

function isAlive({ status }: { readonly status: string }): boolean {
  return status !== 'cancelled';
}
