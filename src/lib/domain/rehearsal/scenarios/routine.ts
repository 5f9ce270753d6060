/** One import from the first form to the endorsement. */
import { MORPHINE_SULFATE } from '../difference.ts';
import { FIRST_DESKS, type Scenario } from '../scenario.ts';
import { askedStep, endorsedStep, grantedStep, shippedStep } from '../steps.ts';

const TASK = { goods: MORPHINE_SULFATE };

export const routine: Scenario = {
  name: 'routine',
  minutes: 10,
  opens: FIRST_DESKS,
  prelude: 'nothing',
  steps: [askedStep(TASK), grantedStep(TASK), shippedStep(TASK), endorsedStep(TASK)]
};
