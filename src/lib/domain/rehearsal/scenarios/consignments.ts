/** One import authorization, two consignments, one export authorization for each half. */
import { FIRST_DESKS, type Scenario, type Seen, type Side } from '../scenario.ts';
import {
  askedStep,
  differencesEndorsed,
  dossiersAsked,
  endorsedStep,
  grantedIn,
  grantedStep,
  isRightlyGranted,
  isShippedAndEndorsed,
  stepOf,
  toAttempt,
  type Granted
} from '../steps.ts';

const TASK = { consignments: 2 };

function pairs(seen: Seen, side: Side): readonly (readonly Granted[])[] {
  return dossiersAsked(seen, side, TASK)
    .map((dossier) => grantedIn(seen, side, dossier, TASK))
    .filter((granted) => granted.length > 1);
}

export const consignments: Scenario = {
  name: 'consignments',
  minutes: 15,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [
    askedStep(TASK, 'asked_for_two'),
    grantedStep(TASK),
    endorsedStep(TASK),
    stepOf('granted_again', 'exporting', (seen) =>
      pairs(seen, 'importing').flatMap((granted) => {
        const wrong = granted.filter(({ differences }) => differences.length > 0);
        const isReached = granted.length - wrong.length > 1;
        return (isReached ? granted.filter((one) => !wrong.includes(one)) : wrong).map(toAttempt);
      })
    ),
    stepOf('endorsed_both', 'importing', (seen) =>
      pairs(seen, 'exporting').flatMap((granted) => {
        const endorsed = granted
          .filter(isRightlyGranted)
          .filter(({ strand }) => isShippedAndEndorsed(strand));
        const attempts = endorsed.map(({ act, strand }) => ({
          at: act.body.at,
          differences: differencesEndorsed(strand)
        }));
        const wrong = attempts.filter(({ differences }) => differences.length > 0);
        return attempts.length - wrong.length > 1 ? attempts : wrong;
      })
    )
  ]
};
