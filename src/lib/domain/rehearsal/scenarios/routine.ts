/** One import from the first form to the endorsed end. */
import { FIRST_DESKS, type Scenario } from '../scenario.ts';
import { ASKED, ENDORSED, GRANTED, SHIPPED } from '../steps.ts';

export const routine: Scenario = {
  name: 'routine',
  minutes: 10,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [ASKED, GRANTED, SHIPPED, ENDORSED]
};
